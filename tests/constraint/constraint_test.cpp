#include "runtime/constraint/constraint.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

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

/// The nearest point of the simplex { y ≥ 0, Σ y = total } by trying every set of coordinates that may be positive.
Vector nearest_of_simplex(const Vector& x, double total) {
  Vector best;
  for (std::size_t set = 1; set < (std::size_t{1} << x.size()); ++set) {
    double sum = 0, count = 0;
    for (std::size_t i = 0; i < x.size(); ++i)
      if (set >> i & 1) sum += x[i], ++count;
    Vector y(x.size());
    for (std::size_t i = 0; i < x.size(); ++i)
      if (set >> i & 1) y[i] = x[i] - (sum - total) / count;
    const bool allowed = std::all_of(y.begin(), y.end(), [](double yi) { return yi >= 0; });
    if (allowed && (best.empty() || distance(x, y) < distance(x, best))) best = y;
  }
  return best;
}

/// The nearest point with at most `count` coordinates that are not the centre's, by trying every set of them.
Vector nearest_of_few(const Vector& x, const Vector& centre, std::size_t count) {
  Vector best;
  for (std::size_t set = 0; set < (std::size_t{1} << x.size()); ++set) {
    Vector y = centre;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < x.size(); ++i)
      if (set >> i & 1) y[i] = x[i], ++kept;
    if (kept <= count && (best.empty() || distance(x, y) < distance(x, best))) best = y;
  }
  return best;
}

double l1_norm(const Vector& x) {
  double sum = 0;
  for (const double xi : x) sum += std::abs(xi);
  return sum;
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

TEST_CASE("a simplex projects to the nearest of its points, as trying every face shows") {
  Generator generator(Key::from(12, Purpose::draw));
  for (const std::size_t d : {1, 2, 3, 6})
    for (const double total : {1.0, 2.5})
      for (int trial = 0; trial < 100; ++trial) {
        const Vector x = normals(generator, d, trial % 2 ? 0.3 : 3);
        const auto y = projected(*make<Constraint>("simplex", {{"total", total}}), x, x);
        CHECK(distance(y, nearest_of_simplex(x, total)) <= 1e-13);
      }
  CHECK(projected(*make<Constraint>("simplex"), {2, 2, -1}, {0, 0, 0}) == Vector{0.5, 0.5, 0});
  CHECK(projected(*make<Constraint>("simplex"), {1e20, 0}, {0, 0}) == Vector{1, 0});
}

TEST_CASE("an L1 ball projects to the nearest of its points, as trying every face shows") {
  Generator generator(Key::from(13, Purpose::draw));
  const Vector centre{1, -1, 0.5, 0};
  const auto ball = make<Constraint>("l1", {{"radius", 1.5}, {"centre", centre}});
  for (int trial = 0; trial < 200; ++trial) {
    Vector offset = normals(generator, 4, trial % 2 ? 0.2 : 2), x = centre, expected = centre, sizes(4);
    for (std::size_t i = 0; i < 4; ++i) x[i] += offset[i], sizes[i] = std::abs(offset[i]);
    if (l1_norm(offset) > 1.5) sizes = nearest_of_simplex(sizes, 1.5);
    for (std::size_t i = 0; i < 4; ++i) expected[i] += std::copysign(sizes[i], offset[i]);
    const auto y = projected(*ball, x, {0, 0, 0, 0});
    CHECK(distance(y, expected) <= 1e-13);
    if (l1_norm(offset) < 1.5) CHECK(y == x);
  }
  CHECK(projected(*make<Constraint>("l1", {{"radius", 2.0}}), {3, 0, -2}, {0, 0, 0}) == Vector{1.5, 0, -0.5});
}

TEST_CASE("an L0 ball keeps the coordinates furthest from the centre, as trying every set shows") {
  Generator generator(Key::from(14, Purpose::draw));
  const Vector centre{1, -1, 0.5, 0, 0};
  for (const std::int64_t count : {1, 2, 4, 5, 9}) {
    const auto ball = make<Constraint>("l0", {{"count", count}, {"centre", centre}});
    for (int trial = 0; trial < 50; ++trial) {
      const Vector x = normals(generator, 5, 2);
      CHECK(projected(*ball, x, {0, 0, 0, 0, 0}) == nearest_of_few(x, centre, static_cast<std::size_t>(count)));
    }
  }
}

TEST_CASE("of coordinates equally far from the centre an L0 ball keeps the first") {
  const auto ball = make<Constraint>("l0", {{"count", std::int64_t{2}}});
  CHECK(projected(*ball, {3, -3, 3, 3}, {0, 0, 0, 0}) == Vector{3, -3, 0, 0});
  CHECK(projected(*ball, {1, -3, 3, -3}, {0, 0, 0, 0}) == Vector{0, -3, 3, 0});
  CHECK(projected(*ball, {1, 5, 1, 1}, {0, 0, 0, 0}) == Vector{1, 5, 0, 0});
}

TEST_CASE("points that are no numbers are left where they are or at the centre, and nothing hangs") {
  for (const auto& [name, values] :
       {std::pair<const char*, Values>{"l1", {{"radius", 1.0}}}, {"l0", {{"count", std::int64_t{1}}}}, {"simplex", {}}})
    for (const double odd : {std::nan(""), std::numeric_limits<double>::infinity()})
      CHECK(projected(*make<Constraint>(name, values), {odd, 2, odd}, {0, 0, 0}).size() == 3);
}

TEST_CASE("a ball around the start is around where the run began") {
  for (const char* name : {"l2", "l1", "linf"}) {
    const auto ball = make<Constraint>(name, {{"radius", 1.0}, {"centre", std::string("start")}});
    CHECK(projected(*ball, {10, 5}, {7, 5}) == Vector{8, 5});
    CHECK(projected(*ball, {7.25, 5}, {7, 5}) == Vector{7.25, 5});
  }
  const auto few = make<Constraint>("l0", {{"count", std::int64_t{1}}, {"centre", std::string("start")}});
  CHECK(projected(*few, {8, 9}, {7, 5}) == Vector{7, 9});
}

TEST_CASE("projections of float32 points are right to rounding") {
  const auto l2 = projected(*make<Constraint>("l2", {{"radius", 5.0}}), {6, 8}, {0, 0}, DType::float32);
  CHECK(l2[0] == Approx(3).epsilon(1e-6));
  const auto linf = projected(*make<Constraint>("linf", {{"radius", 0.1}}), {6, -8}, {0, 0}, DType::float32);
  CHECK(linf == Vector{double{0.1f}, -double{0.1f}});
  const auto l1 = projected(*make<Constraint>("l1", {{"radius", 1.0}}), {6, -6.5}, {0, 0}, DType::float32);
  CHECK(l1 == Vector{0.25, -0.75});
  CHECK(projected(*make<Constraint>("simplex"), {6, 6.5}, {0, 0}, DType::float32) == Vector{0.25, 0.75});
}

TEST_CASE("constraints count coordinates over all tensors") {
  Point x = point_of({5});
  x.tensors.push_back(point_of({5}).tensors[0]);
  make<Constraint>("box", {{"lower", Vector{0, 0}}, {"upper", Vector{1, 2}}})->project(x, x);
  CHECK(numbers_of(x) == Vector{1, 2});
  make<Constraint>("linf", {{"radius", 0.5}, {"centre", Vector{0, 1}}})->project(x, x);
  CHECK(numbers_of(x) == Vector{0.5, 1.5});
  make<Constraint>("l1", {{"radius", 1.0}})->project(x, x);
  CHECK(numbers_of(x) == Vector{0, 1});
  x.tensors[0].fill(1);
  make<Constraint>("simplex", {{"total", 4.0}})->project(x, x);
  CHECK(numbers_of(x) == Vector{2, 2});
  x.tensors[1].fill(3);
  make<Constraint>("l0", {{"count", std::int64_t{1}}})->project(x, x);
  CHECK(numbers_of(x) == Vector{0, 3});
}

TEST_CASE("a box and an L∞ ball say that they project each coordinate by itself") {
  CHECK(make<Constraint>("box", {{"lower", -1.0}, {"upper", 1.0}})->separable());
  CHECK(make<Constraint>("linf", {{"radius", 1.0}})->separable());
  CHECK_FALSE(make<Constraint>("l2", {{"radius", 1.0}})->separable());
  CHECK_FALSE(make<Constraint>("l0", {{"count", std::int64_t{1}}})->separable());
}

TEST_CASE("constraints that do not fit the dimension are refused by name") {
  CHECK_THROWS_WITH(projected(*make<Constraint>("l2", {{"radius", 1.0}, {"centre", Vector{1, 2, 3}}}), {0, 0}, {0, 0}),
                    "option 'centre' has 3 numbers for a point of dimension 2; give one number or 2");
  CHECK_THROWS_WITH(projected(*make<Constraint>("box", {{"lower", Vector{1, 2, 3}}, {"upper", 9.0}}), {0, 0}, {0, 0}),
                    "option 'lower' has 3 values for a problem of dimension 2; give one number or 2");
  CHECK_THROWS_WITH(make<Constraint>("box", {{"lower", 1.0}, {"upper", 0.0}}),
                    "lower must be less than upper: coordinate 1 has 1 and 0");
}
