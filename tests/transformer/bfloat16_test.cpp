#include "runtime/transformer/kernels/bfloat16.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "runtime/random/uniform.hpp"
#include "runtime/tensor/half.hpp"
#include "runtime/transformer/kernels/kernels.hpp"
#include "runtime/transformer/language/language_objective.hpp"
#include "tests/random/instruction_set_scope.hpp"

using namespace nilgrad;
using namespace nilgrad::transformer;

namespace {

std::vector<float> numbers(std::size_t count, std::uint64_t seed) {
  Generator random(Key::from(seed, Purpose::draw));
  std::vector<float> all(count);
  for (float& number : all) number = static_cast<float>(random.normal());
  return all;
}

std::vector<std::uint16_t> narrowed(const std::vector<float>& x) {
  std::vector<std::uint16_t> out(x.size());
  layer_kernels().narrow_bfloat16(x.data(), out.data(), x.size());
  return out;
}

}  // namespace

TEST_CASE("products of bfloat16 are those of the plain twin, for any number of rows", "[transformer]") {
  const Bfloat16Kernels* const kernels = bfloat16_kernels();
  if (!kernels) {
    WARN("this machine has no products of bfloat16: not tested");
    return;
  }
  for (const std::size_t rows : {1u, 11u, 12u, 16u, 31u, 48u, 60u})
    for (const std::size_t k : {32u, 96u, 768u}) {
      const auto w = narrowed(numbers(rows * (k + 32), 1)), x = narrowed(numbers(k * lanes, 2));
      std::vector<float> expected = numbers(rows * lanes, 3), found = expected;
      for (const bool accumulate : {true, false}) {
        multiply_bfloat16_plainly(w.data(), k + 32, x.data(), expected.data(), rows, k, accumulate);
        kernels->multiply(w.data(), k + 32, x.data(), found.data(), rows, k, accumulate);
        for (std::size_t i = 0; i < found.size(); ++i)
          if (std::abs(found[i] - expected[i]) > 1e-4f * static_cast<float>(k))
            FAIL(rows << " rows, depth " << k << ", number " << i << ": " << found[i] << " for " << expected[i]);
      }
    }
}

TEST_CASE("narrowing and pairing kernels are those of tensors for every instruction set", "[transformer]") {
  auto x = numbers(64 * lanes, 5);
  x[7] = std::nanf("");
  x[8] = INFINITY;
  for (const InstructionSet set : supported_sets()) {
    const InstructionSetScope scope(set);
    const auto all = narrowed(x);
    for (std::size_t i = 0; i < x.size(); ++i)
      if (!std::isnan(x[i])) REQUIRE(all[i] == narrow_bfloat16(x[i]));
    CHECK(std::isnan(widen_bfloat16(all[7])));
    std::vector<std::uint16_t> pairs(x.size());
    layer_kernels().pair_up(x.data(), pairs.data(), 64);
    for (std::size_t k = 0; k < 64; ++k)
      for (std::size_t j = 0; j < lanes; ++j) REQUIRE(pairs[k / 2 * 2 * lanes + 2 * j + k % 2] == all[k * lanes + j]);
  }
}

TEST_CASE("a bfloat16 model computes in bfloat16 close to what it computes in floats", "[transformer]") {
  Config config = config_of("opt-125m");
  config.layers = 2;
  config.hidden = config.embedding = 128;
  config.heads = config.kv_heads = 4;
  config.head_size = 32;
  config.ffn = 256;
  config.vocab = 300;
  config.positions = 100;
  Model model(random_checkpoint(config, DType::bfloat16, 1));
  const std::vector<std::int32_t> ids = {2, 50, 7, 299, 12, 40, 41};
  const Tensor exact = model.logits(ids, StopToken());
  model.set_compute(Compute::bfloat16);
  const Tensor fast = model.logits(ids, StopToken());
  double error = 0, size = 0;
  for (std::size_t i = 0; i < exact.size(); ++i) {
    error += std::pow(fast.at(i) - exact.at(i), 2);
    size += std::pow(exact.at(i), 2);
  }
  CHECK(std::sqrt(error / size) < 0.02);
  CHECK((error > 0) == (bfloat16_kernels() != nullptr));
}
