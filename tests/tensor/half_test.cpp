#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "runtime/tensor/half.hpp"

using namespace nilgrad;

TEST_CASE("every 16-bit number survives being widened and narrowed", "[half]") {
  for (std::uint32_t bits = 0; bits <= 0xffff; ++bits) {
    const auto half = static_cast<std::uint16_t>(bits);
    const float wide = widen_float16(half), wide_b = widen_bfloat16(half);
    if (std::isnan(wide))
      CHECK(std::isnan(widen_float16(narrow_float16(wide))));
    else if (narrow_float16(wide) != half)
      FAIL("float16 " << bits);
    if (std::isnan(wide_b))
      CHECK(std::isnan(widen_bfloat16(narrow_bfloat16(wide_b))));
    else if (narrow_bfloat16(wide_b) != half)
      FAIL("bfloat16 " << bits);
  }
}

TEST_CASE("float16 has the values of IEEE 754's binary16", "[half]") {
  CHECK(widen_float16(0x3c00) == 1.0f);
  CHECK(widen_float16(0xc000) == -2.0f);
  CHECK(widen_float16(0x0001) == 0x1p-24f);
  CHECK(widen_float16(0x03ff) == 0x1p-14f - 0x1p-24f);
  CHECK(widen_float16(0x7bff) == 65504.0f);
  CHECK(widen_float16(0x7c00) == std::numeric_limits<float>::infinity());
}

TEST_CASE("numbers are narrowed to the nearest, ties to even", "[half]") {
  CHECK(narrow_float16(1 + 0x1p-11f) == 0x3c00);
  CHECK(narrow_float16(1 + 3 * 0x1p-11f) == 0x3c02);
  CHECK(narrow_float16(0x1p-25f) == 0);
  CHECK(narrow_float16(3 * 0x1p-25f) == 2);
  CHECK(narrow_float16(65519.0f) == 0x7bff);
  CHECK(narrow_float16(65520.0f) == 0x7c00);
  CHECK(narrow_float16(-1e30f) == 0xfc00);
  CHECK(narrow_bfloat16(1 + 0x1p-8f) == 0x3f80);
  CHECK(narrow_bfloat16(1 + 3 * 0x1p-8f) == 0x3f82);
  CHECK(narrow_bfloat16(std::numeric_limits<float>::max()) == 0x7f80);
}

TEST_CASE("a 16-bit tensor is converted, filled and read, and refuses to be computed with", "[half]") {
  for (const DType dtype : {DType::bfloat16, DType::float16}) {
    Tensor x = Tensor::full({3}, 1.5, dtype);
    CHECK(x.bytes() == 6);
    x.set(1, -0.25);
    CHECK(x.at(0) == 1.5);
    CHECK(x.to(DType::float64).at(1) == -0.25);
    CHECK(Tensor::full({5000}, 2, DType::float64).to(dtype).to(DType::float32).at(4999) == 2);
    CHECK_THROWS_WITH(x.visit([](auto) {}), Catch::Contains(std::string(name_of(dtype))));
  }
}
