#include "runtime/constraint/constraint.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "runtime/catalog/catalog.hpp"
#include "runtime/random/uniform.hpp"
#include "tests/algorithm/points.hpp"

using namespace nilgrad;
using catalog::make, catalog::Values;

namespace {

using Vector = std::vector<double>;

Vector projected(const Constraint& constraint, const Vector& x, const Vector& start, DType dtype = DType::float64) {
  Point point = point_of(x, dtype);
  constraint.project(point, point_of(start, dtype));
  return numbers_of(point);
}

double distance(const Vector& a, const Vector& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return std::sqrt(sum);
}

Vector normals(Generator& generator, std::size_t count, double scale) {
  Vector numbers(count);
  for (double& number : numbers) number = scale * generator.normal();
  return numbers;
}

/// For random points: what is projected is allowed, allowed points stay, and no allowed sample is nearer.
void check_nearest(const Constraint& constraint, std::size_t d, const Vector& start,
                   const std::function<bool(const Vector&)>& allowed) {
  Generator generator(Key::from(11, Purpose::draw, d));
  for (int trial = 0; trial < 40; ++trial) {
    const Vector x = normals(generator, d, 3);
    const Vector nearest = projected(constraint, x, start);
    CHECK(allowed(nearest));
    CHECK(distance(projected(constraint, nearest, start), nearest) <= 1e-14);
    if (allowed(x)) CHECK(nearest == x);
    const double shortest = distance(x, nearest);
    for (int sample = 0; sample < 200; ++sample) {
      // Near the projection, where a nearer point would be, and by projecting what lies around.
      Vector candidate = normals(generator, d, sample % 2 ? 0.1 : 2);
      for (std::size_t i = 0; i < d; ++i) candidate[i] += nearest[i];
      if (allowed(candidate)) REQUIRE(distance(x, candidate) >= shortest - 1e-12);
    }
  }
}

}  // namespace

TEST_CASE("a box projects to the nearest point within it") {
  const auto box = make<Constraint>("box", {{"lower", -1.0}, {"upper", Vector{0.5, 1, 2}}});
  check_nearest(*box, 3, {0, 0, 0}, [](const Vector& x) {
    return x[0] >= -1 && x[1] >= -1 && x[2] >= -1 && x[0] <= 0.5 && x[1] <= 1 && x[2] <= 2;
  });
  CHECK(projected(*box, {-9, 0.25, 9}, {0, 0, 0}) == Vector{-1, 0.25, 2});
}

TEST_CASE("an L2 ball projects to the nearest point within it") {
  const Vector centre{1, -1, 0.5};
  const auto ball = make<Constraint>("l2", {{"radius", 1.5}, {"centre", centre}});
  check_nearest(*ball, 3, {0, 0, 0}, [&](const Vector& x) { return distance(x, centre) <= 1.5 + 1e-14; });
  CHECK(projected(*make<Constraint>("l2", {{"radius", 5.0}}), {6, 8}, {0, 0}) == Vector{3, 4});
}

TEST_CASE("an L∞ ball projects to the nearest point within it") {
  const auto ball = make<Constraint>("linf", {{"radius", 0.5}, {"centre", 1.0}});
  check_nearest(*ball, 3, {0, 0, 0}, [](const Vector& x) {
    return std::all_of(x.begin(), x.end(), [](double xi) { return std::abs(xi - 1) <= 0.5; });
  });
}

TEST_CASE("a ball around the start is around where the run began") {
  for (const char* name : {"l2", "linf"}) {
    const auto ball = make<Constraint>(name, {{"radius", 1.0}, {"centre", std::string("start")}});
    CHECK(projected(*ball, {10, 5}, {7, 5}) == Vector{8, 5});
    CHECK(projected(*ball, {7.25, 5}, {7, 5}) == Vector{7.25, 5});
  }
}

TEST_CASE("projections of float32 points are right to rounding") {
  const auto l2 = projected(*make<Constraint>("l2", {{"radius", 5.0}}), {6, 8}, {0, 0}, DType::float32);
  CHECK(l2[0] == Approx(3).epsilon(1e-6));
  const auto linf = projected(*make<Constraint>("linf", {{"radius", 0.1}}), {6, -8}, {0, 0}, DType::float32);
  CHECK(linf == Vector{double{0.1f}, -double{0.1f}});
}

TEST_CASE("constraints count coordinates over all tensors") {
  Point x = point_of({5});
  x.tensors.push_back(point_of({5}).tensors[0]);
  make<Constraint>("box", {{"lower", Vector{0, 0}}, {"upper", Vector{1, 2}}})->project(x, x);
  CHECK(numbers_of(x) == Vector{1, 2});
  make<Constraint>("linf", {{"radius", 0.5}, {"centre", Vector{0, 1}}})->project(x, x);
  CHECK(numbers_of(x) == Vector{0.5, 1.5});
}

TEST_CASE("constraints that do not fit the dimension are refused by name") {
  CHECK_THROWS_WITH(projected(*make<Constraint>("l2", {{"radius", 1.0}, {"centre", Vector{1, 2, 3}}}), {0, 0}, {0, 0}),
                    "option 'centre' has 3 numbers for a point of dimension 2; give one number or 2");
  CHECK_THROWS_WITH(projected(*make<Constraint>("box", {{"lower", Vector{1, 2, 3}}, {"upper", 9.0}}), {0, 0}, {0, 0}),
                    "option 'lower' has 3 values for a problem of dimension 2; give one number or 2");
  CHECK_THROWS_WITH(make<Constraint>("box", {{"lower", 1.0}, {"upper", 0.0}}),
                    "lower must be less than upper: coordinate 1 has 1 and 0");
}
