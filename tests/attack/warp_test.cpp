#include <catch2/catch.hpp>

#include <array>

#include "runtime/attack/warp.hpp"

using namespace nilgrad;

namespace {

/// Pixel (r, c) of channel k is k/2 + (r·width + c)/100.
Tensor counted(std::int64_t channels, std::int64_t height, std::int64_t width) {
  Tensor image({channels, height, width}, DType::float32);
  auto pixels = image.as<float>();
  const auto plane = static_cast<std::size_t>(height * width);
  for (std::size_t i = 0; i < pixels.size(); ++i)
    pixels[i] = static_cast<float>(i / plane) / 2 + static_cast<float>(i % plane) / 100;
  return image;
}

Tensor warped(const Tensor& image, const Transformation& transformation) {
  return warp(image, std::array{transformation}).row(0);
}

}  // namespace

TEST_CASE("a transformation that changes nothing gives the image, a whole move shifts its pixels and brings in black") {
  const Tensor image = counted(2, 3, 4);
  const Tensor same = warped(image, {});
  for (std::size_t i = 0; i < image.size(); ++i) CHECK(same.as<float>()[i] == image.as<float>()[i]);
  const Tensor moved = warped(image, {0, 1, -2});
  for (std::size_t k = 0; k < 2; ++k)
    for (std::size_t r = 0; r < 3; ++r)
      for (std::size_t c = 0; c < 4; ++c) {
        const float expected = r >= 1 && c + 2 < 4 ? image.as<float>()[k * 12 + (r - 1) * 4 + c + 2] : 0.0F;
        CHECK(moved.as<float>()[k * 12 + r * 4 + c] == expected);
      }
}

TEST_CASE("a quarter turn is anticlockwise about the middle, half a pixel is the mean of two") {
  const Tensor image = counted(1, 3, 3);
  const Tensor turned = warped(image, {90, 0, 0});
  for (std::size_t r = 0; r < 3; ++r)
    for (std::size_t c = 0; c < 3; ++c)
      CHECK(turned.as<float>()[r * 3 + c] == Approx(image.as<float>()[c * 3 + (2 - r)]).margin(1e-6));
  const Tensor half = warped(image, {0, 0, 0.5});
  CHECK(half.as<float>()[4] == Approx(0.035F));
  CHECK(half.as<float>()[3] == Approx(0.015F));  // half of it is the black beside the image
}

TEST_CASE("turned and moved images stay in [0, 1] and are refused where there is no plane") {
  Tensor white({3, 9, 7}, DType::float32);
  white.fill(1);
  for (double degrees = -170; degrees < 180; degrees += 17) {
    const Tensor turned = warped(white, {degrees, 0.3, -1.7});
    for (const float pixel : turned.as<float>()) CHECK((pixel >= 0 && pixel <= 1));
  }
  CHECK_THROWS_WITH(warp(Tensor({4}, DType::float32), {}), Catch::Contains("[channels, height, width]"));
}
