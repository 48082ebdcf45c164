#include "runtime/image/png.hpp"

#include "tests/image/png_files.hpp"
#include "tests/temporary_folder.hpp"

using namespace nilgrad;
using namespace std::string_literals;

namespace {

Tensor read(const std::string& bytes) { return planes_of(decode_png(bytes, "a.png")); }

std::vector<double> levels(const Tensor& image, double top = 255) {
  std::vector<double> list;
  for (std::size_t i = 0; i < image.size(); ++i) list.push_back(std::round(image.at(i) * top * 16) / 16);
  return list;
}

std::string refusal(const std::string& bytes) {
  try {
    decode_png(bytes, "a.png");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::file);
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("a PNG of any kind becomes planes of grey or of red, green, blue in [0, 1]") {
  const auto grey = read(PngFile{PNG_COLOR_TYPE_GRAY, 8, 2, 2}.of({"\x00\x01"s, "\x80\xff"s}));
  CHECK(to_string(grey.shape()) == "[1, 2, 2]");
  CHECK(grey.dtype() == DType::float32);
  CHECK(grey.as<float>()[2] == 128 / 255.0f);
  CHECK(levels(grey) == std::vector<double>{0, 1, 128, 255});
  const auto rgb = read(PngFile{PNG_COLOR_TYPE_RGB, 8, 1, 2}.of({"\x01\x02\x03\x04\x05\x06"s}));
  CHECK(to_string(rgb.shape()) == "[3, 1, 2]");
  CHECK(levels(rgb) == std::vector<double>{1, 4, 2, 5, 3, 6});
  CHECK(levels(read(PngFile{PNG_COLOR_TYPE_GRAY, 2, 1, 4}.of({"\x1b"s}))) == std::vector<double>{0, 85, 170, 255});
  CHECK(levels(read(PngFile{PNG_COLOR_TYPE_GRAY, 1, 1, 3}.of({"\xa0"s}))) == std::vector<double>{255, 0, 255});
  const PngFile palette{PNG_COLOR_TYPE_PALETTE, 1, 1, 2, PNG_INTERLACE_NONE, {{9, 8, 7}, {6, 5, 4}}};
  CHECK(levels(read(palette.of({"\x40"s}))) == std::vector<double>{9, 6, 8, 5, 7, 4});
  CHECK(levels(read(PngFile{PNG_COLOR_TYPE_GRAY, 16, 1, 2}.of({"\x01\x02\xff\xff"s})), 65535) ==
        std::vector<double>{258, 65535});
}

TEST_CASE("transparency is dropped: the colours beneath it are what the image shows") {
  CHECK(levels(read(PngFile{PNG_COLOR_TYPE_GRAY_ALPHA, 8, 1, 2}.of({"\x11\x00\x22\xff"s}))) ==
        std::vector<double>{0x11, 0x22});
  const auto rgba = read(PngFile{PNG_COLOR_TYPE_RGB_ALPHA, 8, 1, 1}.of({"\x01\x02\x03\x00"s}));
  CHECK(to_string(rgba.shape()) == "[3, 1, 1]");
  CHECK(levels(rgba) == std::vector<double>{1, 2, 3});
}

TEST_CASE("an interlaced PNG is read like one that is not") {
  std::vector<std::string> rows(9, std::string(11, '\0'));
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < 11; ++j) rows[i][j] = static_cast<char>(i * 11 + j);
  PngFile file{PNG_COLOR_TYPE_GRAY, 8, 9, 11};
  const auto plain = levels(read(file.of(rows)));
  file.interlace = PNG_INTERLACE_ADAM7;
  CHECK(levels(read(file.of(rows))) == plain);
}

TEST_CASE("what is written as a PNG is read again to the nearest level, of 8 or 16 bits") {
  Tensor image({3, 5, 7}, DType::float32);
  for (std::size_t i = 0; i < image.size(); ++i) image.set(i, static_cast<double>(i) / 104);
  const TemporaryFolder folder;
  write_png(folder.path() / "x.png", image);
  const Tensor back = read_png(folder.path() / "x.png");
  CHECK(back.shape() == image.shape());
  for (std::size_t i = 0; i < image.size(); ++i)
    CHECK(back.as<float>()[i] == static_cast<float>(std::nearbyint(image.at(i) * 255.0)) / 255.0f);
  write_png(folder.path() / "x.png", image, 16);
  const Tensor fine = read_png(folder.path() / "x.png");
  for (std::size_t i = 0; i < image.size(); ++i) CHECK(std::abs(fine.at(i) - image.at(i)) <= 0.5001 / 65535);
  CHECK(!std::filesystem::exists(folder.path() / "x.png.partial"));
  CHECK(to_string(planes_of(decode_png(encode_png(Tensor({2, 3})), "a")).shape()) == "[1, 2, 3]");
}

TEST_CASE("what cannot be a PNG is refused, and the file there before stays") {
  const TemporaryFolder folder;
  const auto path = folder.file("x.png", "before");
  CHECK_THROWS_WITH(write_png(path, Tensor::full({2, 2}, 1.5)),
                    "a pixel of the image is 1.5; a PNG holds values in [0, 1]");
  CHECK_THROWS_WITH(write_png(path, Tensor::full({2, 2}, std::nan(""))), Catch::Contains("is nan"));
  CHECK_THROWS_WITH(write_png(path, Tensor({2, 2, 2})), Catch::Contains("not [2, 2, 2]"));
  CHECK_THROWS_WITH(write_png(path, Tensor({0, 2})), Catch::Contains("not [0, 2]"));
  CHECK(read_bytes(path) == "before");
  CHECK_THROWS_WITH(write_png(folder.path() / "no/x.png", Tensor({2, 2})),
                    "cannot write " + (folder.path() / "no/x.png").string() + ": No such file or directory");
}

TEST_CASE("a damaged PNG, a cut one and one that claims to be huge are refused by name") {
  const std::string whole = encode_png(Tensor::full({3, 20, 20}, 0.5));
  CHECK(refusal("nothing of the kind").starts_with("a.png: damaged PNG: Not a PNG file"));
  CHECK(refusal(whole.substr(0, whole.size() - 20)) == "a.png: damaged PNG: cut off");
  for (std::size_t size = 0; size < whole.size(); ++size) CHECK(refusal(whole.substr(0, size)) != "no error");
  std::string wrong = whole;
  wrong[50] = static_cast<char>(wrong[50] ^ 4);
  CHECK(refusal(wrong).starts_with("a.png: damaged PNG: "));
  const auto with_size = [&](std::uint32_t width, std::uint32_t height) {
    std::string file = whole.substr(0, 33);
    for (int i = 0; i < 4; ++i) file[static_cast<std::size_t>(16 + i)] = static_cast<char>(width >> (24 - 8 * i));
    for (int i = 0; i < 4; ++i) file[static_cast<std::size_t>(20 + i)] = static_cast<char>(height >> (24 - 8 * i));
    png_uint_32 sum = static_cast<png_uint_32>(crc32(0, reinterpret_cast<const Bytef*>(file.data()) + 12, 17));
    for (int i = 0; i < 4; ++i) file[static_cast<std::size_t>(29 + i)] = static_cast<char>(sum >> (24 - 8 * i));
    return file + whole.substr(33);
  };
  CHECK(refusal(with_size(31623, 31623)) ==
        "a.png: its header announces 31623×31623 pixels; images of at most 100 million are read");
  CHECK(refusal(with_size(1, 1'000'000'000)).find("images of at most 100 million") != std::string::npos);
  CHECK(refusal(with_size(0, 5)).starts_with("a.png: damaged PNG: "));
  CHECK(refusal(with_size(10000, 10000)).find("cannot hold the 10000×10000 pixels") != std::string::npos);
}
