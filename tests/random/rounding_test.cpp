#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "runtime/random/directions.hpp"
#include "runtime/tensor/half.hpp"
#include "tests/random/instruction_set_scope.hpp"

using namespace nilgrad;

namespace {

using Round = void (*)(const Key&, std::uint32_t, std::uint64_t, std::span<const float>, std::uint16_t*);

struct Grid {
  Round round;
  float (*widen)(std::uint16_t);
};
const std::vector<Grid> grids = {{round_bfloat16, widen_bfloat16}, {round_float16, widen_float16}};
const Key key = Key::from(3, Purpose::rounding).at_step(7);

std::vector<float> numbers(std::size_t count) {
  std::vector<float> x(count, 0.0f);
  add_gaussian(Key::from(1, Purpose::draw), 0, 0, 0.05, std::span(x));
  for (std::size_t i = 0; i < count; i += 3) x[i] *= 1e-4f;  // float16's subnormals among them
  return x;
}

}  // namespace

TEST_CASE("random rounding goes to one of the two neighbours, to the nearer one more often", "[rounding]") {
  for (const Grid& grid : grids) {
    const float x = 0.3f;  // on neither grid
    const std::size_t count = 200000;
    const std::vector<float> same(count, x);
    std::vector<std::uint16_t> out(count);
    grid.round(key, 0, 0, same, out.data());
    double sum = 0;
    float low = 1, high = 0;
    for (const std::uint16_t bits : out) {
      const float value = grid.widen(bits);
      low = std::min(low, value), high = std::max(high, value);
      sum += static_cast<double>(value);
    }
    CHECK(low < x);
    CHECK(x < high);
    const double step = static_cast<double>(high) - static_cast<double>(low);
    CHECK(step <= 0x1p-9);
    const double standard_error = 0.5 * step / std::sqrt(static_cast<double>(count));
    CHECK(std::abs(sum / static_cast<double>(count) - static_cast<double>(x)) < 4 * standard_error);
  }
}

TEST_CASE("numbers of the grid, infinities and NaN stay what they are", "[rounding]") {
  for (const Grid& grid : grids) {
    std::vector<float> x;
    for (std::uint32_t bits = 0; bits <= 0xffff; ++bits) x.push_back(grid.widen(static_cast<std::uint16_t>(bits)));
    std::vector<std::uint16_t> out(x.size());
    grid.round(key, 2, 5, x, out.data());
    for (std::size_t i = 0; i < x.size(); ++i)
      if (std::isnan(x[i]) ? !std::isnan(grid.widen(out[i])) : out[i] != i) FAIL("number " << i);
  }
  std::uint16_t huge = 0;
  const float beyond = 1e6f;
  round_float16(key, 0, 0, {&beyond, 1}, &huge);
  CHECK(widen_float16(huge) == std::numeric_limits<float>::infinity());
}

TEST_CASE("random rounding has the same bits for every instruction set and any split", "[rounding]") {
  const auto x = numbers(1000);
  for (const Grid& grid : grids) {
    std::vector<std::vector<std::uint16_t>> found;
    for (const InstructionSet set : {InstructionSet::portable, InstructionSet::avx2, InstructionSet::avx512}) {
      if (!supported(set)) continue;
      const InstructionSetScope scope(set);
      found.emplace_back(x.size());
      grid.round(key, 1, 0, x, found.back().data());
    }
    found.emplace_back(x.size());
    for (std::size_t first = 0; first < x.size(); first += 77)
      grid.round(key, 1, first, std::span(x).subspan(first, std::min<std::size_t>(77, x.size() - first)),
                 found.back().data() + first);
    for (const auto& bits : found) CHECK(bits == found.front());
  }
}
