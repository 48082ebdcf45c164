#include "runtime/image/jpeg.hpp"

#include <cmath>
#include <cstdlib>

#include "runtime/image/npy.hpp"
#include "runtime/image/png.hpp"
#include "tests/image/refusal.hpp"

using namespace nilgrad;

namespace {

const std::filesystem::path folder = "tests/data/image";

/// The largest difference in levels from the pixels that Pillow decodes, [height, width(, channels)].
double difference(const std::string& name) {
  const Tensor image = read_jpeg(folder / name), expected = numbers_of(open_npy(folder / (name + ".npy")));
  const auto channels = static_cast<std::size_t>(image.shape()[0]);
  REQUIRE(image.size() == expected.size());
  const std::size_t pixels = image.size() / channels;
  double largest = 0;
  for (std::size_t i = 0; i < image.size(); ++i)
    largest = std::max(largest, std::abs(image.at(i) * 255 - expected.at(i % pixels * channels + i / pixels)));
  return largest;
}

}  // namespace

TEST_CASE("a JPEG is decoded to the levels that Pillow decodes: colour, progressive, grey, four inks") {
  CHECK(difference("colour.jpg") < 1e-4);
  CHECK(difference("progressive.jpg") < 1e-4);
  CHECK(difference("grey.jpg") < 1e-4);
  CHECK(difference("cmyk.jpg") < 1.01);  // the product of inks is rounded once here
  CHECK(to_string(read_jpeg(folder / "grey.jpg").shape()) == "[1, 23, 17]");
  CHECK(to_string(read_jpeg(folder / "colour.jpg").shape()) == "[3, 29, 41]");
  CHECK(to_string(read_jpeg(folder / "cmyk.jpg").shape()) == "[3, 29, 41]");
}

TEST_CASE("what is encoded as a JPEG of high quality comes back nearly the same, of low quality less so") {
  const Raster raster = decode_jpeg(read_bytes(folder / "grey.jpg"), "a");
  const auto error = [&](int quality) {
    const Raster back = decode_jpeg(encode_jpeg(raster, quality), "a");
    REQUIRE(back.bytes.size() == raster.bytes.size());
    double sum = 0;
    for (std::size_t i = 0; i < back.bytes.size(); ++i) sum += std::abs(back.bytes[i] - raster.bytes[i]);
    return sum / static_cast<double>(back.bytes.size());
  };
  CHECK(error(100) < 1);
  CHECK(error(10) > 3);
}

TEST_CASE("a cut or damaged JPEG is refused by name, where libjpeg would fill the rest with grey") {
  const std::string whole = read_bytes(folder / "colour.jpg");
  const auto refusal = [](const std::string& bytes) { return refusal_of([&] { decode_jpeg(bytes, "a.jpg"); }); };
  CHECK(refusal(whole.substr(0, whole.size() / 2)) == "a.jpg: damaged JPEG: Premature end of JPEG file");
  CHECK(refusal(whole.substr(0, 30)).starts_with("a.jpg: damaged JPEG: "));
  CHECK(refusal("text").starts_with("a.jpg: damaged JPEG: Not a JPEG file"));
  for (std::size_t size = 0; size + 2 < whole.size(); size += 7) CHECK(refusal(whole.substr(0, size)) != "no error");
  CHECK(refusal(whole + "more after its end") == "no error");
  std::string large = whole;
  const std::size_t frame = whole.find("\xff\xc0");
  REQUIRE(frame != whole.npos);
  for (std::size_t i = 5; i < 9; ++i) large[frame + i] = static_cast<char>(0xfe);
  CHECK(refusal(large).find("images of at most 100 million are read") != std::string::npos);
}

TEST_CASE("which decoder reads an image is decided by its first bytes") {
  CHECK(read_image(folder / "colour.jpg").shape() == Shape({3, 29, 41}));
  CHECK(refusal_of([] { read_image("LICENSE"); }) == "LICENSE: neither a PNG nor a JPEG; convert it to one of them");
  CHECK(decode_image(encode_png(Tensor({1, 2, 3})), "a").width == 3);
}
