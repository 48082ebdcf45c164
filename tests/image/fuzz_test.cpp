#include <algorithm>
#include <functional>

#include "runtime/image/arrays.hpp"
#include "runtime/image/csv.hpp"
#include "runtime/image/folder.hpp"
#include "runtime/image/jpeg.hpp"
#include "runtime/image/npy.hpp"
#include "runtime/image/png.hpp"
#include "runtime/image/table.hpp"
#include "runtime/random/uniform.hpp"
#include "tests/image/png_files.hpp"
#include "tests/temporary_folder.hpp"

using namespace nilgrad;

namespace {

/// Changed bytes, a cut, a doubled or a removed stretch, of every file a few.
std::string mutated(std::string bytes, Generator& random) {
  const auto below = [&](std::size_t n) {
    return static_cast<std::size_t>(random.integer(0, static_cast<std::int64_t>(n) - 1));
  };
  const std::size_t changes = 1 + below(4);
  for (std::size_t i = 0; i < changes && !bytes.empty(); ++i) {
    const std::size_t at = below(bytes.size()), length = std::min(bytes.size() - at, 1 + below(20));
    switch (below(6)) {
      case 0:
        bytes.resize(at);
        break;
      case 1:
        bytes.insert(at, bytes.substr(at, length));
        break;
      case 2:
        bytes.erase(at, length);
        break;
      case 3:
        bytes[at] = static_cast<char>(below(2) == 0 ? 0xff : 0);
        break;
      default:
        bytes[at] = static_cast<char>(below(256));
    }
  }
  return bytes;
}

/// Of `count` mutants of each file, those that were read; every other one must be refused by an error that names it.
void try_mutants(const std::vector<std::string>& files, int count, const std::string& name,
                 const std::function<void(const std::string&)>& read) {
  Generator random(Key::from(7, Purpose::draw));
  std::size_t refused = 0;
  for (const std::string& file : files) {
    CHECK_NOTHROW(read(file));
    for (int i = 0; i < count; ++i) try {
        read(mutated(file, random));
      } catch (const Error& error) {
        ++refused;
        if (std::string_view(error.what()).find(name) == std::string_view::npos) FAIL(error.what());
      }
  }
  CHECK(refused > files.size() * static_cast<std::size_t>(count) / 20);  // the readers do look
}

std::string file_of(const std::string& name) { return read_bytes("tests/data/image/" + name); }

}  // namespace

TEST_CASE("thousands of damaged images are read or refused by name, whatever is wrong with them") {
  const std::vector<std::string> rows(9, std::string(44, 'x'));
  const std::vector<std::string> pngs{
      encode_png(Tensor::full({3, 9, 11}, 0.3)), encode_png(Tensor({5, 4}), 16),
      PngFile{PNG_COLOR_TYPE_RGB_ALPHA, 8, 9, 11, PNG_INTERLACE_ADAM7}.of(rows),
      PngFile{PNG_COLOR_TYPE_PALETTE, 4, 9, 11, PNG_INTERLACE_NONE, std::vector<png_color>(16)}.of(rows)};
  try_mutants(pngs, 600, "a.img", [](const std::string& bytes) { planes_of(decode_image(bytes, "a.img")); });
  const std::vector<std::string> jpegs{file_of("colour.jpg"), file_of("progressive.jpg"), file_of("grey.jpg"),
                                       file_of("cmyk.jpg")};
  try_mutants(jpegs, 600, "a.img", [](const std::string& bytes) { planes_of(decode_image(bytes, "a.img")); });
}

TEST_CASE("the chunks of a PNG are looked into even where their sums are right") {
  // Sums are made right again, so that what libpng reads behind them is damaged.
  const auto resummed = [](std::string file) {
    for (std::size_t at = 8; at + 12 <= file.size();) {
      std::size_t length = 0;
      for (std::size_t i = 0; i < 4; ++i) length = length << 8 | static_cast<unsigned char>(file[at + i]);
      if (length > file.size() - at - 12) break;
      const auto sum = crc32(0, reinterpret_cast<const Bytef*>(file.data()) + at + 4, static_cast<uInt>(length + 4));
      for (std::size_t i = 0; i < 4; ++i) file[at + 8 + length + i] = static_cast<char>(sum >> (24 - 8 * i));
      at += length + 12;
    }
    return file;
  };
  const std::vector<std::string> rows(9, std::string(44, 'x'));
  const std::vector<std::string> pngs{
      encode_png(Tensor::full({3, 9, 11}, 0.3)),
      PngFile{PNG_COLOR_TYPE_GRAY_ALPHA, 16, 9, 11, PNG_INTERLACE_ADAM7}.of(rows),
      PngFile{PNG_COLOR_TYPE_PALETTE, 2, 9, 11, PNG_INTERLACE_NONE, std::vector<png_color>(4)}.of(rows)};
  try_mutants(pngs, 1000, "a.png", [&](const std::string& bytes) { planes_of(decode_png(resummed(bytes), "a.png")); });
}

TEST_CASE("thousands of damaged arrays and tables are read or refused by name") {
  const TemporaryFolder folder;
  const auto path = [&](const std::string& bytes) { return folder.file("a.bin", bytes); };
  try_mutants({file_of("numbers_f4.npy"), file_of("numbers_fortran.npy"), file_of("scalar.npy")}, 700, "a.bin",
              [&](const std::string& bytes) { numbers_of(open_npy(path(bytes))); });
  try_mutants({file_of("images.npz"), file_of("packed.npz")}, 700, "a.bin",
              [&](const std::string& bytes) { read_npz(path(bytes)); });
  try_mutants({file_of("images.safetensors")}, 700, "a.bin",
              [&](const std::string& bytes) { read_safetensors_arrays(path(bytes)); });
  try_mutants({"label,a,b\n1,0,3\n\"2\",4,5\r\n"}, 1500, "a.bin", [&](const std::string& bytes) {
    read_table({.path = path(bytes).string(), .label = "", .classes = "", .shape = {}, .scale = 9});
  });
  folder.file("x.png", "");
  try_mutants({"file,label\nx.png,3\n", "\"x.png\",cat\n"}, 1000, "labels.csv", [&](const std::string& bytes) {
    files_by_csv(folder.path(), folder.file("labels.csv", bytes), nullptr, true);
  });
}
