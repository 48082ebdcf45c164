#include "runtime/perturbation/perturbation.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "runtime/catalog/catalog.hpp"
#include "tests/algorithm/points.hpp"

using namespace nilgrad;
using catalog::make;

namespace {

std::vector<double> draw(Perturbation& perturbation, const Point& shape, std::uint32_t query) {
  Point v = shape.clone();
  for (Tensor& tensor : v.tensors) tensor.fill(0);
  Directions directions;
  perturbation.draw(Key::from(4, Purpose::direction).query(query), 1, shape, directions);
  add_terms(v, directions[0], 1);
  return numbers_of(v);
}

const Point shape = point_of_sizes({5, 30, 2});  // several tensors are one vector
constexpr double d = 37;

}  // namespace

TEST_CASE("sphere directions have length √d over all tensors, normalized ones length 1") {
  for (std::uint32_t query = 0; query < 50; ++query) {
    CHECK(sum_of_squares(draw(*make<Perturbation>("sphere"), shape, query)) == Approx(d));
    const auto unit = make<Perturbation>("sphere", {{"normalized", true}});
    CHECK(sum_of_squares(draw(*unit, shape, query)) == Approx(1));
  }
  CHECK(make<Perturbation>("sphere", {{"normalized", true}})->delta(37) == 1 / d);
  CHECK(make<Perturbation>("sphere")->delta(37) == 1);
}

TEST_CASE("rademacher elements are signs, and differ from one direction to the next") {
  const auto rademacher = make<Perturbation>("rademacher");
  for (std::uint32_t query = 0; query < 50; ++query)
    for (const double element : draw(*rademacher, shape, query)) CHECK(std::abs(element) == 1);
  CHECK(draw(*rademacher, shape, 0) != draw(*rademacher, shape, 1));
}

TEST_CASE("coordinate directions have one element √d, which falls into every tensor") {
  const auto coordinate = make<Perturbation>("coordinate");
  std::vector<int> hits(37);
  for (std::uint32_t query = 0; query < 400; ++query) {
    const auto v = draw(*coordinate, shape, query);
    std::size_t nonzero = 0;
    for (std::size_t i = 0; i < v.size(); ++i) {
      if (v[i] == 0) continue;
      CHECK(v[i] == Approx(std::sqrt(d)));
      ++nonzero;
      ++hits[i];
    }
    CHECK(nonzero == 1);
  }
  CHECK(std::count(hits.begin(), hits.end(), 0) < 3);
}

TEST_CASE("one dimension is enough for every distribution") {
  const Point one = point_of({0});
  for (const char* name : {"sphere", "rademacher", "coordinate"})
    CHECK(std::abs(draw(*make<Perturbation>(name), one, 3)[0]) == Approx(1));
  CHECK(std::isfinite(draw(*make<Perturbation>("gaussian"), one, 3)[0]));
}

TEST_CASE("float32 and float64 points are moved along the same direction") {
  const Point narrow = point_of_sizes({40}, DType::float32), wide = point_of_sizes({40});
  for (const char* name : {"gaussian", "sphere", "rademacher", "coordinate"}) {
    const auto perturbation = make<Perturbation>(name);
    const auto u = draw(*perturbation, narrow, 1), v = draw(*perturbation, wide, 1);
    for (std::size_t i = 0; i < 40; ++i) CHECK(u[i] == Approx(v[i]).epsilon(1e-6));
  }
}

TEST_CASE("a point moved by several directions at once has the bits of moving by one after another") {
  for (const char* name : {"gaussian", "rademacher"})
    for (const DType dtype : {DType::float64, DType::float32}) {
      const auto perturbation = make<Perturbation>(name);
      const Point start = point_of_sizes({70001, 5000}, dtype);
      Directions directions;
      perturbation->draw(Key::from(3, Purpose::direction), 7, start, directions);
      std::vector<Term> terms;
      Point together = start.clone(), apart = start.clone();
      for (std::size_t j = 0; j < directions.size(); ++j) {
        terms.push_back({0.1 * static_cast<double>(j + 1), directions[j][0].direction});
        add_terms(apart, {&terms.back(), 1}, -0.7);
      }
      add_terms(together, terms, -0.7);
      CHECK(numbers_of(together) == numbers_of(apart));
    }
}
