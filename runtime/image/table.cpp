#include "runtime/image/table.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "runtime/catalog/describe.hpp"
#include "runtime/image/csv.hpp"
#include "runtime/image/labelled.hpp"
#include "runtime/transformer/checkpoint/mapped_file.hpp"
#include "runtime/transformer/checkpoint/shown_name.hpp"

namespace nilgrad {
namespace {

using transformer::shown_name;

std::optional<double> number_in(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t+"), end = text.find_last_not_of(" \t");
  if (begin == std::string::npos) return {};
  double number = 0;
  const auto [stop, failure] = std::from_chars(text.data() + begin, text.data() + end + 1, number);
  if (failure != std::errc() || stop != text.data() + end + 1) return {};
  return number;
}

class TableReader {
 public:
  TableReader(const TableOptions& options, ClassNames names, std::string_view text)
      : options_(options), finder_(std::move(names)), rows_(text, options.path) {}

  void read() {
    std::vector<std::string> fields;
    for (bool first = true; rows_.next(fields); first = false) {
      if (first) {
        columns_ = fields.size();
        if (columns_ < 2) refuse("one column; a row is a label and an image's pixels");
        const bool header =
            std::count_if(fields.begin(), fields.end(), [](const auto& f) { return !number_in(f); }) > 1;
        find_label(fields, header);
        if (header) continue;
      }
      read_row(fields);
    }
    if (labels.empty()) throw_error(ErrorKind::file, "{}: holds no images", options_.path);
  }

  std::size_t pixels() const { return columns_ - 1; }

  std::vector<float> values;
  std::vector<std::int64_t> labels;

 private:
  template <class... Args>
  [[noreturn]] void refuse(fmt::format_string<Args...> why, Args&&... args) const {
    throw_error(ErrorKind::file, "{}: {}", rows_.place(), fmt::format(why, std::forward<Args>(args)...));
  }

  /// By number from 1, by its name in the header, or the column named "label", or else the first.
  void find_label(const std::vector<std::string>& fields, bool header) {
    if (const std::int64_t number = class_number(options_.label); number >= 0) {
      if (number < 1 || number > static_cast<std::int64_t>(columns_))
        throw_error(ErrorKind::option, "option 'label' of ng.data.csv is column {} of {}", number, columns_);
      label_ = static_cast<std::size_t>(number - 1);
      return;
    }
    const std::string name = options_.label.empty() ? "label" : options_.label;
    const auto found = header ? std::find(fields.begin(), fields.end(), name) : fields.end();
    if (found == fields.end() && !options_.label.empty())
      throw_error(ErrorKind::file, "{}: {} column '{}'; give its number, from 1", rows_.place(),
                  header ? "the header has no" : "there is no header, so no", name);
    label_ = found == fields.end() ? 0 : static_cast<std::size_t>(found - fields.begin());
  }

  void read_row(const std::vector<std::string>& fields) {
    if (fields.size() != columns_) refuse("{} fields, where the first row has {}", fields.size(), columns_);
    labels.push_back(finder_.find(fields[label_], rows_.place()));
    for (std::size_t i = 0; i < columns_; ++i) {
      if (i == label_) continue;
      const auto number = number_in(fields[i]);
      if (!number) refuse("field {} is {}, no number", i + 1, shown_name(fields[i]));
      if (!(*number >= 0 && *number <= options_.scale))
        refuse("field {} is {}; pixels must be from 0 to scale = {}", i + 1, *number, options_.scale);
      values.push_back(static_cast<float>(*number) / static_cast<float>(options_.scale));
    }
  }

  const TableOptions& options_;
  ClassFinder finder_;
  CsvRows rows_;
  std::size_t columns_ = 0, label_ = 0;
};

Shape image_shape(const TableOptions& options, std::size_t pixels) {
  Shape shape;
  for (const double extent : options.shape) {
    if (!(extent >= 1 && extent < 0x1p31 && extent == std::floor(extent)))
      throw_error(ErrorKind::option, "option 'shape' of ng.data.csv must be whole numbers, got {}", extent);
    shape.push_back(static_cast<std::int64_t>(extent));
  }
  if (shape.empty()) shape.push_back(static_cast<std::int64_t>(pixels));
  if (shape.size() == 2) shape.insert(shape.begin(), 1);
  if (element_count(shape) != pixels)
    throw_error(ErrorKind::file, "{}: {} pixels a row are no image of shape {}", options.path, pixels,
                to_string(shape));
  return shape;
}

}  // namespace

Dataset read_table(const TableOptions& options) {
  const ClassNames names = options.classes.empty() ? nullptr : read_class_names(options.classes);
  const auto file = transformer::MappedFile::open(options.path);
  TableReader reader(options, names, {reinterpret_cast<const char*>(file->data()), file->size()});
  reader.read();
  Shape shape = image_shape(options, reader.pixels());
  shape.insert(shape.begin(), static_cast<std::int64_t>(reader.labels.size()));
  const auto values = std::make_shared<std::vector<float>>(std::move(reader.values));
  Dataset data;
  data.name = std::filesystem::path(options.path).filename().string();
  data.images = Tensor::over(values, values->data(), shape, DType::float32);
  data.labels = std::move(reader.labels);
  data.classes = names;
  return data;
}

}  // namespace nilgrad

NILGRAD_DESCRIBE(data, csv) {
  using Options = nilgrad::TableOptions;
  return Described<Options>("data", "csv", "a CSV with an image a row: a label and its pixels")
      .signature("ng.data.csv { path = …, shape = { 28, 28 }, scale = 255 } -> dataset")
      .option("path", &Options::path, "of the file; its first row is a header where two fields of it are no numbers",
              {.required = true})
      .option("label", &Options::label, "the label's column, by its name in the header or its number from 1",
              {.default_text = "the one named label, else the first"})
      .option("shape", &Options::shape,
              "of an image: { channels, height, width } or { height, width }; pixels stand in that order",
              {.low = 1, .default_text = "none: the pixels of a row as they are"})
      .option("scale", &Options::scale, "what white is: a pixel is the number divided by it",
              {.low = 0, .above_low = true})
      .option("classes", &Options::classes,
              "a file of the classes' names, one a line, class 0 first; labels may then be names",
              {.default_text = "none"})
      .memory("4 bytes a pixel; twice that while it is read")
      .example(
          "local path = os.tmpname()\nlocal file <close> = io.open(path, \"w\")\nfile:write "
          "\"label,a,b,c,d\\n1,0,255,51,102\\n\"\n"
          "file:close()\nreturn ng.data.csv { path = path, shape = { 2, 2 }, scale = 255 }");
}
