#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "runtime/study/sampler/sobol_matrix.hpp"
#include "tests/study/sampler/trying.hpp"

using namespace nilgrad;
using namespace nilgrad::study;

namespace {

/// The points of `trials` trials in `d` unit intervals.
std::vector<std::vector<double>> points_of(const std::string& sampler, std::uint64_t seed, int trials, int d,
                                           const catalog::Values& options = {}) {
  Trying study(sampler, seed, options);
  std::vector<std::vector<double>> points;
  for (int n = 0; n < trials; ++n)
    study.run([&](auto& trial) {
      auto& point = points.emplace_back();
      for (int i = 0; i < d; ++i) point.push_back(trial.real("x" + std::to_string(i), 0, 1));
      return 0.0;
    });
  return points;
}

/// Warnock's formula for the squared L2 star discrepancy.
double discrepancy(const std::vector<std::vector<double>>& points) {
  const double n = static_cast<double>(points.size()), d = static_cast<double>(points[0].size());
  double single = 0, pairs = 0;
  for (const auto& p : points) {
    double product = 1;
    for (const double x : p) product *= (1 - x * x) / 2;
    single += product;
    for (const auto& q : points) {
      double both = 1;
      for (std::size_t i = 0; i < p.size(); ++i) both *= 1 - std::max(p[i], q[i]);
      pairs += both;
    }
  }
  return std::pow(3, -d) - 2 / n * single + pairs / (n * n);
}

}  // namespace

TEST_CASE("every block of a Latin hypercube has one trial in each cell of each parameter") {
  const auto points = points_of("lhs", 3, 60, 3, {{"points", std::int64_t{20}}});
  for (std::size_t block = 0; block < 3; ++block)
    for (std::size_t i = 0; i < 3; ++i) {
      std::set<int> cells;
      for (std::size_t n = 0; n < 20; ++n) cells.insert(static_cast<int>(points[20 * block + n][i] * 20));
      CHECK(cells.size() == 20);
    }
  CHECK(points[0][0] != points[20][0]);
}

TEST_CASE("a trial of a Latin hypercube depends on the seed and its number alone") {
  const auto sampler = catalog::make<Sampler>("lhs");
  const History nothing(5, {false});
  Trying study("lhs", 5);
  study.run([](auto& t) { return t.real("a", 0, 1) + t.real("x", -1, 1); }, 30, 4);
  for (std::int64_t n = 0; n < 30; ++n)
    CHECK(sampler->draw({nothing, n, 0}, "x", Domain::real(-1, 1)) ==
          study.history.trials()[static_cast<std::size_t>(n)].parameter("x")->value);
  const History other(6, {false});
  CHECK(sampler->draw({other, 0, 0}, "x", Domain::real(-1, 1)) !=
        sampler->draw({nothing, 0, 0}, "x", Domain::real(-1, 1)));
}

TEST_CASE("a Latin hypercube reaches both ends of a logarithmic int, each with its share") {
  Trying study("lhs", 1, {{"points", std::int64_t{400}}});
  std::map<std::int64_t, int> counts;
  study.run([&](auto& t) { return static_cast<double>(++counts[t.integer("n", 1, 100, true)]); }, 400);
  CHECK(counts[1] == Approx(400 * std::log(1.5 / 0.5) / std::log(100.5 / 0.5)).margin(1.01));
  CHECK(counts.contains(100));
}

TEST_CASE("a Latin hypercube's permutations are uniform") {
  Trying study("lhs", 2);
  std::map<std::vector<std::int64_t>, int> counts;
  study.run(
      [&](auto& t) {
        ++counts[std::get<std::vector<std::int64_t>>(t.ask("order", Domain::permutation(3)))];
        return 0.0;
      },
      1200);
  REQUIRE(counts.size() == 6);
  for (const auto& [order, count] : counts) CHECK(count == Approx(200).margin(55));  // 4 standard deviations
}

TEST_CASE("every dimension of Sobol's sequence fills 2^m intervals with 2^m points, and pairs of low ones fill boxes") {
  for (std::size_t d = 0; d < 64; ++d) {
    const auto& v = sobol_directions(d);
    for (int m = 1; m <= 10; ++m) {
      std::set<std::uint64_t> cells;
      for (std::uint64_t n = 0; n < std::uint64_t{1} << m; ++n) {
        std::uint64_t x = 0;
        for (std::size_t k = 0; n >> k != 0; ++k)
          if (n >> k & 1) x ^= v[k];
        cells.insert(x >> (sobol_bits - m));
      }
      CHECK(cells.size() == std::size_t{1} << m);
    }
  }
  for (int m = 1; m <= 10; ++m) CHECK(sobol_t_value(sobol_directions(0), sobol_directions(1), m) == 0);
  int worst = 0;
  for (std::size_t a = 0; a < 10; ++a)
    for (std::size_t b = 0; b < a; ++b)
      worst = std::max(worst, sobol_t_value(sobol_directions(a), sobol_directions(b), 8));
  CHECK(worst <= 4);
  worst = 0;
  for (std::size_t a = 0; a < 64; ++a)
    for (std::size_t b = 0; b < a; ++b)
      worst = std::max(worst, sobol_t_value(sobol_directions(a), sobol_directions(b), 10));
  CHECK(worst <= 8);
}

TEST_CASE("scrambled Sobol points are far more even than random ones, for every seed") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const double sobol = discrepancy(points_of("sobol", seed, 128, 5));
    const double random = discrepancy(points_of("random", seed, 128, 5));
    INFO(seed << ": " << sobol << " against " << random);
    CHECK(sobol < random / 2);
  }
}

TEST_CASE("scrambled Sobol points keep their intervals in each dimension and change with the seed") {
  const auto points = points_of("sobol", 1, 64, 12), others = points_of("sobol", 2, 64, 12);
  CHECK(points[0] != others[0]);
  for (std::size_t i = 0; i < 12; ++i) {
    std::set<int> cells;
    for (const auto& point : points) cells.insert(static_cast<int>(point[i] * 64));
    CHECK(cells.size() == 64);
  }
}

TEST_CASE("Sobol points go on beyond 64 dimensions at random") {
  Trying study("sobol", 1);
  study.run(
      [](auto& t) {
        t.ask("order", Domain::permutation(70));
        return t.real("x", 0, 1);
      },
      5);
  CHECK(study.history.finished().size() == 5);
}
