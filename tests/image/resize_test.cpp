#include "runtime/image/resize.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "runtime/image/npy.hpp"
#include "runtime/image/raster.hpp"
#include "runtime/tensor/elementwise.hpp"

using namespace nilgrad;

namespace {

Tensor plane(const std::string& name) {
  const Tensor rows = numbers_of(open_npy("tests/data/image/" + name + ".npy"));
  return rows.reshaped({1, rows.shape()[0], rows.shape()[1]});
}

Tensor ramp(const Shape& shape) {
  Tensor image(shape, DType::float32);
  for (std::size_t i = 0; i < image.size(); ++i)
    image.set(i, static_cast<double>(i) / static_cast<double>(image.size()));
  return image;
}

}  // namespace

TEST_CASE("resizing gives what Pillow gives for planes of floats, larger and smaller") {
  for (const std::string filter : {"bilinear", "bicubic"})
    for (const auto& [height, width] : {std::pair<std::size_t, std::size_t>{9, 8}, {40, 30}, {50, 5}}) {
      const Tensor expected = plane(fmt::format("{}_{}x{}", filter, height, width));
      const Tensor got = resize(plane("plane"), height, width, filter_from(filter));
      REQUIRE(got.shape() == expected.shape());
      for (std::size_t i = 0; i < got.size(); ++i)
        CHECK(std::abs(got.at(i) - std::min(1.0, std::max(0.0, expected.at(i)))) < 2e-6);
    }
}

TEST_CASE("resizing to the same size changes nothing, and to half of it takes the mean of an area's pixels") {
  const Tensor image = ramp({3, 6, 4});
  CHECK(equal(resize(image, 6, 4), image));
  const Tensor flat = Tensor::full({1, 7, 9}, 0.25, DType::float32);
  const Tensor same = resize(flat, 3, 20, Filter::bicubic);
  for (const float value : same.as<float>()) CHECK(value == Approx(0.25));
  Tensor checks({1, 64, 64}, DType::float32);
  for (std::size_t i = 0; i < checks.size(); ++i) checks.set(i, static_cast<double>((i + i / 64) % 2));
  const Tensor means = resize(checks, 8, 8);
  for (const float value : means.as<float>()) CHECK(value == Approx(0.5).margin(0.01));
}

TEST_CASE("nearest takes one pixel, and a crop the middle") {
  const Tensor image = ramp({1, 4, 4});
  const Tensor half = resize(image, 2, 2, Filter::nearest);
  CHECK(half.at(0) == image.at(5));
  CHECK(half.at(3) == image.at(15));
  const Tensor middle = centre_crop(image, 2, 2);
  CHECK(middle.at(0) == image.at(5));
  CHECK(middle.at(3) == image.at(10));
  CHECK_THROWS_WITH(centre_crop(image, 5, 2), "an image of 4×4 pixels has no centre of 5×2");
  CHECK(resize_and_crop(ramp({3, 40, 60}), 32, 28, 28, Filter::bilinear).shape() == Shape({3, 28, 28}));
}

TEST_CASE("grey becomes three equal colours, colours become their luminance") {
  const Tensor grey = ramp({1, 2, 2});
  const Tensor colours = with_channels(grey, 3);
  CHECK(colours.shape() == Shape({3, 2, 2}));
  CHECK(equal(colours.row(2), grey.row(0)));
  CHECK(with_channels(colours, 1).at(3) == Approx(grey.at(3)));
  CHECK_THROWS_WITH(with_channels(grey, 2), Catch::Contains("only 1 and 3"));
}
