#include <catch2/catch.hpp>
#include <cmath>

#include "runtime/algorithm/low_rank_factors.hpp"
#include "tests/perturbation/drawing.hpp"
#include "tests/statistics/mean.hpp"

// Sparse, block and low rank: directions that are 0 in places, or matrices.

using namespace nilgrad;
using catalog::make;

namespace {

Point matrices() {
  Point point;
  point.tensors.emplace_back(Shape{5, 7});
  point.tensors.emplace_back(Shape{4});
  point.tensors.emplace_back(Shape{3, 2});
  return point;
}

/// Whether every 2×2 minor of rows × columns numbers is 0.
bool of_rank_one(std::span<const double> v, std::size_t rows, std::size_t columns) {
  for (std::size_t i = 1; i < rows; ++i)
    for (std::size_t j = 1; j < columns; ++j)
      if (std::abs(v[0] * v[i * columns + j] - v[j] * v[i * columns]) > 1e-12) return false;
  return true;
}

}  // namespace

TEST_CASE("sparse directions have equal lengths in the coordinates that move, about as many as the share says") {
  const auto sparse = make<Perturbation>("sparse", {{"share", 0.25}});
  for (const auto& v : draw_vectors(*sparse, 20, point_of_sizes({3000, 1000}))) {
    double moved = 0;
    for (const double vi : v) {
      if (vi != 0) CHECK(std::abs(vi) == Approx(2).epsilon(1e-8));
      moved += vi != 0;
    }
    CHECK(std::abs(moved - 1000) < 5 * std::sqrt(750));
  }
}

TEST_CASE("a sparse direction of share 1 has every coordinate, and may then be DAP's first stage") {
  const auto all = make<Perturbation>("sparse", {{"share", 1.0}});
  const auto v = draw_vectors(*all, 1, point_of_sizes({1000}))[0];
  for (const double vi : v) CHECK(std::abs(vi) == 1);
  CHECK(all->fixed_length());
  CHECK_FALSE(make<Perturbation>("sparse")->fixed_length());
  // The smallest share still moves something, some time.
  CHECK(draw_vectors(*make<Perturbation>("sparse", {{"share", 1e-300}}), 1, point_of_sizes({8})).size() == 1);
}

TEST_CASE("a block is one run of coordinates within a tensor, every run as likely") {
  const auto block = make<Perturbation>("block", {{"size", std::int64_t{3}}});
  const Point shape = point_of_sizes({7, 3});  // blocks of 3, 3, 1 and 3
  std::vector<int> hits(4);
  for (const auto& v : draw_vectors(*block, 4000, shape)) {
    std::vector<bool> inside;
    for (const double vi : v) {
      if (vi != 0) CHECK(std::abs(vi) == 2);
      inside.push_back(vi != 0);
    }
    const std::vector<std::vector<bool>> runs{{true, true, true, false, false, false, false, false, false, false},
                                              {false, false, false, true, true, true, false, false, false, false},
                                              {false, false, false, false, false, false, true, false, false, false},
                                              {false, false, false, false, false, false, false, true, true, true}};
    const auto found = std::find(runs.begin(), runs.end(), inside);
    REQUIRE(found != runs.end());
    ++hits[static_cast<std::size_t>(found - runs.begin())];
  }
  for (const int count : hits) CHECK(std::abs(count - 1000) < 5 * std::sqrt(750));
}

TEST_CASE("without a size every tensor is a block") {
  for (const auto& v : draw_vectors(*make<Perturbation>("block"), 20, point_of_sizes({5, 2}))) {
    const bool first = v[0] != 0;
    for (std::size_t i = 0; i < 7; ++i) CHECK(std::abs(v[i]) == (first == (i < 5) ? Approx(std::sqrt(2)) : Approx(0)));
  }
}

TEST_CASE("a block in a large tensor is where it should be, whatever slices the point is walked in") {
  const auto v =
      draw_vectors(*make<Perturbation>("block", {{"size", std::int64_t{10000}}}), 1, point_of_sizes({95000}))[0];
  std::size_t first = 0, count = 0;
  for (std::size_t i = 0; i < v.size(); ++i) {
    if (v[i] == 0) continue;
    if (count++ == 0) first = i;
  }
  CHECK(first % 10000 == 0);
  CHECK(count == std::min<std::size_t>(10000, v.size() - first));
}

TEST_CASE("low-rank directions are matrices of their rank; what is no matrix is gaussian") {
  const auto rank_one = draw_vectors(*make<Perturbation>("low_rank"), 1, matrices())[0];
  const auto rank_two = draw_vectors(*make<Perturbation>("low_rank", {{"rank", std::int64_t{2}}}), 1, matrices())[0];
  CHECK(of_rank_one(std::span(rank_one).first(35), 5, 7));
  CHECK(of_rank_one(std::span(rank_one).last(6), 3, 2));
  CHECK_FALSE(of_rank_one(std::span(rank_two).first(35), 5, 7));
  const auto gaussian = draw_vectors(*make<Perturbation>("gaussian"), 1, matrices())[0];
  for (std::size_t i = 35; i < 39; ++i) CHECK(rank_one[i] == gaussian[i]);
}

TEST_CASE("low-rank directions do not depend on the slices in which the point is walked") {
  const auto low_rank = make<Perturbation>("low_rank", {{"rank", std::int64_t{3}}});
  Point shape;
  shape.tensors.emplace_back(Shape{40, 1001});  // rows and chunks end in different places
  const auto whole = draw_vectors(*low_rank, 1, shape)[0];
  Directions directions;
  low_rank->draw(Key::from(4, Purpose::direction), 1, shape, directions);
  std::vector<double> pieces(whole.size(), 0.0);
  for (std::size_t first = 0; first < pieces.size(); first += 333)
    add_terms({0, first, first}, std::span(pieces).subspan(first, std::min<std::size_t>(333, pieces.size() - first)),
              directions[0], 1);
  CHECK(pieces == whole);
}

TEST_CASE("E[v vᵀ] = I for low-rank matrices beside other tensors") {
  for (const std::int64_t rank : {1, 2}) {
    const auto low_rank = make<Perturbation>("low_rank", {{"rank", rank}});
    Point shape;
    shape.tensors.emplace_back(Shape{2, 2});
    shape.tensors.emplace_back(Shape{1});
    Mean moment[5][5];
    for (const auto& v : draw_vectors(*low_rank, 20000, shape))
      for (std::size_t i = 0; i < 5; ++i)
        for (std::size_t j = 0; j <= i; ++j) moment[i][j].add(v[i] * v[j]);
    for (std::size_t i = 0; i < 5; ++i)
      for (std::size_t j = 0; j <= i; ++j) CHECK(moment[i][j].agrees_with(i == j ? 1 : 0));
  }
}

TEST_CASE("E[v vᵀ] = I for U Z Wᵀ with orthonormal factors, drawn for each direction or for several steps") {
  for (const std::int64_t every : {1, 2}) {
    const auto low_rank =
        make<Perturbation>("low_rank", {{"rank", std::int64_t{2}}, {"orthonormal", true}, {"every", every}});
    Point shape;
    shape.tensors.emplace_back(Shape{3, 2});
    Mean moment[6][6];
    Directions directions;
    for (std::uint32_t step = 0; step < 20000; ++step) {
      low_rank->draw(Key::from(6, Purpose::direction).at_step(std::uint64_t{step} * 2), 1, shape, directions);
      std::vector<double> v(6, 0.0);
      add_terms(Slice{}, std::span(v), directions[0], 1);
      for (std::size_t i = 0; i < 6; ++i)
        for (std::size_t j = 0; j <= i; ++j) moment[i][j].add(v[i] * v[j]);
    }
    for (std::size_t i = 0; i < 6; ++i)
      for (std::size_t j = 0; j <= i; ++j) CHECK(moment[i][j].agrees_with(i == j ? 1 : 0));
  }
}

TEST_CASE("the factors of a direction of low rank are the direction, and its columns are orthonormal where asked for") {
  Point shape;
  shape.tensors.emplace_back(Shape{9, 70});
  shape.tensors.emplace_back(Shape{4});
  for (const bool orthonormal : {false, true}) {
    const auto low_rank = make<Perturbation>(
        "low_rank", {{"rank", std::int64_t{3}}, {"orthonormal", orthonormal}, {"every", std::int64_t{5}}});
    const auto v = draw_vectors(*low_rank, 1, shape)[0];
    Directions directions;
    low_rank->draw(Key::from(4, Purpose::direction), 1, shape, directions);
    const Direction direction = directions[0][0].direction;
    const auto& factored = dynamic_cast<const LowRankFactors&>(*direction.distribution);
    REQUIRE(factored.rank(direction, 0) == 3);
    CHECK(factored.rank(direction, 1) == 0);
    std::vector<float> left(27), right(210);
    factored.factors(direction, 0, left, right);
    for (std::size_t i = 0; i < 9; ++i)
      for (std::size_t j = 0; j < 70; ++j) {
        double sum = 0;
        for (std::size_t k = 0; k < 3; ++k) sum += double{left[k * 9 + i]} * double{right[k * 70 + j]};
        CHECK(sum == Approx(v[i * 70 + j]).margin(1e-5));
      }
    if (!orthonormal) continue;
    const std::vector<double> columns(right.begin(), right.end());
    for (std::size_t a = 0; a < 3; ++a)
      for (std::size_t b = 0; b <= a; ++b)
        CHECK(inner(std::span(columns).subspan(a * 70, 70), std::span(columns).subspan(b * 70, 70)) ==
              Approx(a == b ? 1 : 0).margin(1e-6));
  }
}

TEST_CASE("with `every` steps in one subspace, directions of those steps share it and the next ones do not") {
  Point shape;
  shape.tensors.emplace_back(Shape{6, 8});
  const auto low_rank = make<Perturbation>("low_rank", {{"every", std::int64_t{4}}});
  const auto row_at = [&](std::uint64_t step, std::uint32_t query) {  // along Wᵀ, up to a factor
    Directions directions;
    low_rank->draw(Key::from(4, Purpose::direction).at_step(step).query(query), 1, shape, directions);
    std::vector<double> v(48, 0.0);
    add_terms(Slice{}, std::span(v), directions[0], 1);
    std::vector<double> row(v.begin(), v.begin() + 8);
    const double length = std::sqrt(inner(row, row));
    for (double& element : row) element /= length;
    return std::pair(row, v);
  };
  const auto [first, of_first] = row_at(4, 0);
  for (const auto& [step, query] : {std::pair(4, 1), std::pair(5, 0), std::pair(7, 3)}) {
    const auto [other, of_other] = row_at(static_cast<std::uint64_t>(step), static_cast<std::uint32_t>(query));
    CHECK(std::abs(inner(first, other)) == Approx(1));
    CHECK(of_first != of_other);
  }
  for (const std::uint64_t step : {3, 8}) CHECK(std::abs(inner(first, row_at(step, 0).first)) < 0.99);
}

TEST_CASE("float32 and float64 points are moved along the same structured direction") {
  Point narrow;
  narrow.tensors.emplace_back(Shape{6, 9}, DType::float32);
  Point wide;
  wide.tensors.emplace_back(Shape{6, 9});
  for (const char* name : {"sparse", "block", "low_rank", "orthogonal", "dap"}) {
    const auto u = draw_vectors(*make<Perturbation>(name), 2, narrow),
               v = draw_vectors(*make<Perturbation>(name), 2, wide);
    for (std::size_t i = 0; i < 54; ++i) CHECK(u[1][i] == Approx(v[1][i]).epsilon(1e-5));
  }
}
