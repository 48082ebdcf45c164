#include "runtime/transformer/kernels/kernels.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>

#include "runtime/random/uniform.hpp"
#include "tests/random/instruction_set_scope.hpp"

using namespace nilgrad;
using namespace nilgrad::transformer;

namespace {

std::vector<float> numbers(std::size_t count, std::uint64_t seed, double size = 1) {
  Generator random(Key::from(seed, Purpose::draw));
  std::vector<float> all(count);
  for (float& number : all) number = static_cast<float>(size * random.normal());
  return all;
}

/// What f makes has the same bits for every instruction set; returns it.
std::vector<float> same_for_every_set(const std::function<std::vector<float>(const LayerKernels&)>& f) {
  const std::vector<float> reference = f(portable_layer_kernels);
  for (const InstructionSet set : supported_sets()) {
    const InstructionSetScope scope(set);
    const auto found = f(layer_kernels());
    CHECK(std::memcmp(found.data(), reference.data(), found.size() * sizeof(float)) == 0);
  }
  return reference;
}

void check_close(float found, double expected, double tolerance) {
  if (!(std::abs(static_cast<double>(found) - expected) <= tolerance)) FAIL(found << " for " << expected);
}

}  // namespace

TEST_CASE("a product is the sum of products, with the same bits for every instruction set", "[transformer]") {
  for (const std::size_t rows : {1u, 5u, 12u, 47u})
    for (const std::size_t k : {1u, 9u, 64u}) {
      const auto w = numbers(rows * k, 1), x = numbers(k * lanes, 2);
      const auto c = same_for_every_set([&](const LayerKernels& kernels) {
        std::vector<float> sums(rows * lanes, 0.0f);
        kernels.multiply({w.data(), k, 1}, x.data(), sums.data(), rows, k, lanes, false);
        kernels.multiply({w.data(), k, 1}, x.data(), sums.data(), rows, k, lanes / 2, true);
        return sums;
      });
      for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t j = 0; j < lanes; ++j) {
          double sum = 0;
          for (std::size_t i = 0; i < k; ++i)
            sum += static_cast<double>(w[r * k + i]) * static_cast<double>(x[i * lanes + j]);
          check_close(c[r * lanes + j], j < lanes / 2 ? 2 * sum : sum, 1e-4);
        }
    }
}

TEST_CASE("a product reads a matrix through its strides", "[transformer]") {
  const std::size_t rows = 32, k = 8;
  const auto w = numbers(rows * k, 1), x = numbers(k * lanes, 2);
  std::vector<float> turned(rows * k), a(rows * lanes), b(rows * lanes);
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t i = 0; i < k; ++i) turned[i * rows + r] = w[r * k + i];
  layer_kernels().multiply({w.data(), k, 1}, x.data(), a.data(), rows, k, lanes, false);
  layer_kernels().multiply({turned.data(), 1, rows}, x.data(), b.data(), rows, k, lanes, false);
  CHECK(a == b);
}

TEST_CASE("activations are those of their formulas over all of float's range, and keep NaN", "[transformer]") {
  std::vector<float> x = numbers(4096, 3, 3);
  for (const float extreme : {0.0f, -0.0f, 1e-30f, -1e-30f, 20.0f, -20.0f, 90.0f, -90.0f, 1e4f, -1e4f})
    x.push_back(extreme);
  x.resize((x.size() + lanes - 1) / lanes * lanes, 0.5f);
  using Activate = void (*)(float*, std::size_t);
  const auto through = [&](Activate LayerKernels::*activation) {
    return same_for_every_set([&](const LayerKernels& kernels) {
      auto y = x;
      (kernels.*activation)(y.data(), y.size());
      return y;
    });
  };
  const auto relu = through(&LayerKernels::relu), gelu = through(&LayerKernels::gelu),
             gelu_tanh = through(&LayerKernels::gelu_tanh), silu = through(&LayerKernels::silu);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto v = static_cast<double>(x[i]);
    const double tolerance = 1e-6 * std::max(1.0, std::abs(v));
    check_close(relu[i], std::max(v, 0.0), 0);
    check_close(gelu[i], 0.5 * v * (1 + std::erf(v / std::sqrt(2.0))), tolerance);
    check_close(gelu_tanh[i], 0.5 * v * (1 + std::tanh(std::sqrt(2 / M_PI) * (v + 0.044715 * v * v * v))), tolerance);
    check_close(silu[i], v / (1 + std::exp(-v)), tolerance);
  }
  for (const Activate activation :
       {layer_kernels().relu, layer_kernels().gelu, layer_kernels().gelu_tanh, layer_kernels().silu}) {
    std::vector<float> y(lanes, std::numeric_limits<float>::quiet_NaN());
    activation(y.data(), y.size());
    CHECK(std::isnan(y[0]));
  }
}

TEST_CASE("norms are those of their formulas", "[transformer]") {
  const std::size_t features = 37;
  const auto x = numbers(features * lanes, 4, 5), weight = numbers(features, 5), bias = numbers(features, 6);
  const auto layer = same_for_every_set([&](const LayerKernels& kernels) {
    std::vector<float> y(x.size());
    kernels.layer_norm(x.data(), features, 1e-5f, weight.data(), bias.data(), y.data());
    return y;
  });
  const auto rms = same_for_every_set([&](const LayerKernels& kernels) {
    std::vector<float> y(x.size());
    kernels.rms_norm(x.data(), features, 1e-5f, weight.data(), y.data());
    return y;
  });
  for (std::size_t j = 0; j < lanes; ++j) {
    double mean = 0, variance = 0, square = 0;
    for (std::size_t f = 0; f < features; ++f) mean += static_cast<double>(x[f * lanes + j]) / features;
    for (std::size_t f = 0; f < features; ++f) {
      const auto v = static_cast<double>(x[f * lanes + j]);
      variance += (v - mean) * (v - mean) / features;
      square += v * v / features;
    }
    for (std::size_t f = 0; f < features; ++f) {
      const auto v = static_cast<double>(x[f * lanes + j]);
      check_close(
          layer[f * lanes + j],
          (v - mean) / std::sqrt(variance + 1e-5) * static_cast<double>(weight[f]) + static_cast<double>(bias[f]),
          1e-5);
      check_close(rms[f * lanes + j], v / std::sqrt(square + 1e-5) * static_cast<double>(weight[f]), 1e-5);
    }
  }
}

TEST_CASE("softmax goes over the keys that a token sees, and a token that sees none gets zeros", "[transformer]") {
  const std::size_t keys = 64;
  const auto scores = numbers(keys * lanes, 7, 20);
  std::vector<std::uint32_t> seen(keys);
  for (std::size_t k = 0; k < keys; ++k)
    seen[k] = static_cast<std::uint32_t>(0x9e3779b9u * (k + 1)) & ~1u;  // token 0: none
  const auto p = same_for_every_set([&](const LayerKernels& kernels) {
    auto y = scores;
    kernels.softmax(y.data(), seen.data(), keys);
    return y;
  });
  for (std::size_t j = 0; j < lanes; ++j) {
    double largest = -1e30, sum = 0;
    for (std::size_t k = 0; k < keys; ++k)
      if ((seen[k] >> j & 1) != 0) largest = std::max(largest, static_cast<double>(scores[k * lanes + j]));
    for (std::size_t k = 0; k < keys; ++k)
      if ((seen[k] >> j & 1) != 0) sum += std::exp(static_cast<double>(scores[k * lanes + j]) - largest);
    for (std::size_t k = 0; k < keys; ++k)
      check_close(p[k * lanes + j],
                  (seen[k] >> j & 1) != 0 ? std::exp(static_cast<double>(scores[k * lanes + j]) - largest) / sum : 0,
                  1e-6);
  }
}

TEST_CASE("sums of exponentials leave out the greatest", "[transformer]") {
  const std::size_t rows = 48;
  const auto x = numbers(rows * lanes, 8, 30);
  std::vector<float> maximum(lanes), sum(lanes);
  layer_kernels().sum_of_exponentials(x.data(), rows, maximum.data(), sum.data());
  for (std::size_t j = 0; j < lanes; ++j) {
    double largest = -1e30, expected = 0;
    for (std::size_t r = 0; r < rows; ++r) largest = std::max(largest, static_cast<double>(x[r * lanes + j]));
    for (std::size_t r = 0; r < rows; ++r) expected += std::exp(static_cast<double>(x[r * lanes + j]) - largest);
    check_close(maximum[j], largest, 0);
    check_close(sum[j], expected, 1e-6 * expected);
  }
}
