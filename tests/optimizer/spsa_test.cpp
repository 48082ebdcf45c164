#include <catch2/catch.hpp>
#include <cmath>

#include "runtime/random/uniform.hpp"
#include "tests/optimizer/optimizing.hpp"

using namespace nilgrad;
using catalog::make;

TEST_CASE("spsa probes at Spall's c_k, and its first step is as long as asked for") {
  const auto run =
      start_run(make<Optimizer>("spsa", {{"step", 0.25}, {"c", 0.5}}), point_of({1, 2, 3}), settings_of(100));
  for (int k = 0; k < 5; ++k) {
    const auto before = numbers_of(run->iterate());
    const auto plus = point_of_probe(run->ask()[0]), minus = point_of_probe(run->ask()[1]);
    for (std::size_t i = 0; i < 3; ++i)
      CHECK(std::abs(plus[i] - minus[i]) / 2 == Approx(0.5 * std::pow(k + 1.0, -0.101)));
    run->tell(std::vector<double>{2, 1});
    if (k > 0) continue;
    for (std::size_t i = 0; i < 3; ++i) CHECK(std::abs(numbers_of(run->iterate())[i] - before[i]) == Approx(0.25));
  }
}

TEST_CASE("spsa finds a bowl's bottom through noise") {
  Generator noise(Key::from(3, Purpose::draw));
  const auto f = [&](std::span<const double> x) { return sum_of_squares(x) + 0.1 * noise.normal(); };
  const auto outcome =
      optimize(make<Optimizer>("spsa", {{"step", 0.1}, {"c", 0.1}}), std::vector<double>(5, 1.0), f, settings_of(4000));
  CHECK(sum_of_squares(outcome.last) < 0.1);
}
