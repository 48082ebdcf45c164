#include <filesystem>
#include <fstream>

#include "runtime/error.hpp"
#include "runtime/image/arrays.hpp"
#include "runtime/image/csv.hpp"
#include "runtime/image/jpeg.hpp"
#include "runtime/image/npy.hpp"
#include "runtime/image/png.hpp"
#include "runtime/tensor/idx.hpp"
#include "runtime/transformer/checkpoint/config_json.hpp"
#include "runtime/transformer/checkpoint/torch_file.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/temporary_folder.hpp"

namespace nilgrad::fuzz {
namespace {

void read_rows(std::string_view text) {
  CsvRows rows(text, "input");
  for (std::vector<std::string> fields; rows.next(fields);) require(!fields.empty(), "a row has a field");
}

/// `text` is what `path` holds.
void read(unsigned format, const std::filesystem::path& path, std::string_view text) {
  switch (format % 9) {
    case 0:
      read_idx(path);
      return;
    case 1:
      numbers_of(open_npy(path));
      return;
    case 2:
      read_npz(path);
      return;
    case 3:
      decode_png(text, "input");
      return;
    case 4:
      decode_jpeg(text, "input");
      return;
    case 5:
      read_safetensors_arrays(path);
      return;
    case 6:
      for (const auto& stored : transformer::read_torch_file(path)) transformer::tensor_of(stored);
      return;
    case 7:
      transformer::read_config(path);
      return;
    default:
      return read_rows(text);
  }
}

}  // namespace

void file(std::string_view input) {
  if (input.empty()) return;
  static const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "input";
  const std::string_view text = input.substr(1);
  std::ofstream(path, std::ios::binary) << text;
  try {
    read(static_cast<unsigned char>(input[0]), path, text);
  } catch (const Error& error) {
    require(error.what()[0] != '\0', "a file is refused with a message");
  } catch (const std::bad_alloc&) {  // a header may announce more than there is memory
  }
}

}  // namespace nilgrad::fuzz
