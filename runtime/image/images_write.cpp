#include "runtime/image/csv.hpp"
#include "runtime/image/images.hpp"
#include "runtime/image/png.hpp"
#include "runtime/image/replaced_file.hpp"

namespace nilgrad {

void write_images(const std::filesystem::path& folder, const Dataset& data, int bits, StopToken stop) {
  std::error_code failure;
  std::filesystem::create_directory(folder, failure);
  if (failure) throw_error(ErrorKind::file, "cannot make the folder {}: {}", folder.string(), failure.message());
  std::string csv = data.classes ? "file,label,name\n" : "file,label\n";
  for (std::size_t i = 0; i < data.size(); ++i) {
    stop.check();
    const std::string file = fmt::format("{:05}.png", i + 1);
    write_png(folder / file, data.images.row(i), bits);
    const std::int64_t label = data.labels[i];
    csv += fmt::format("{},{}", file, label);
    if (data.classes && label < static_cast<std::int64_t>(data.classes->size()))
      csv += "," + csv_field((*data.classes)[static_cast<std::size_t>(label)]);
    csv += "\n";
  }
  replace_file(folder / "labels.csv", csv);
}

}  // namespace nilgrad
