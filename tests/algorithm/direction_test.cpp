#include "runtime/algorithm/direction.hpp"

#include <catch2/catch.hpp>

#include "runtime/algorithm/exchange.hpp"
#include "runtime/catalog/catalog.hpp"
#include "runtime/estimator/estimator.hpp"
#include "runtime/perturbation/perturbation.hpp"
#include "tests/algorithm/points.hpp"
#include "tests/contract/entries.hpp"
#include "tests/threads_scope.hpp"

using namespace nilgrad;

namespace {

const std::vector<std::int64_t> sizes{70000, 3, 0, 4096, 100001};  // two above the size from which threads share

std::vector<std::shared_ptr<Perturbation>> every_perturbation() {
  std::vector<std::shared_ptr<Perturbation>> all;
  for (const auto& variant : contract::variants("perturbation")) all.push_back(variant.make<Perturbation>());
  return all;
}

std::vector<Term> terms_of(Perturbation& perturbation, const Point& shape) {
  const Key key = Key::from(3, Purpose::direction);
  Directions directions;
  perturbation.draw(key, 3, shape, directions);
  Estimate sum;
  for (std::uint32_t j = 0; j < 3; ++j) sum.add(0.3 * (j + 1), directions[j]);
  return sum.terms;
}

}  // namespace

TEST_CASE("adding directions gives the same bits for any number of threads", "[threads]") {
  for (const DType dtype : {DType::float64, DType::float32})
    for (const auto& perturbation : every_perturbation()) {
      const Point shape = point_of_sizes(sizes, dtype);
      const auto terms = terms_of(*perturbation, shape);
      std::vector<std::vector<double>> results;
      for (const int count : {1, 2, 5}) {
        const ThreadsScope scope(count);
        Point x = shape.clone();
        add_terms(x, terms, -0.7);
        results.push_back(numbers_of(x));
      }
      CHECK(results[0] == results[1]);
      CHECK(results[0] == results[2]);
      CHECK(results[0] != numbers_of(shape));
    }
}

TEST_CASE("adding directions gives the same bits for any split into slices") {
  for (const auto& perturbation : every_perturbation()) {
    const Point shape = point_of_sizes({5000, 77});
    const auto terms = terms_of(*perturbation, shape);
    Point whole = shape.clone(), parts = shape.clone();
    add_terms(whole, terms, 1);
    std::uint64_t flat = 0;
    for (std::uint32_t t = 0; t < 2; ++t) {
      const auto elements = parts.tensors[t].as<double>();
      std::size_t first = 0;
      for (std::size_t length = 1; first < elements.size(); first += length, length = length * 3 % 1001 + 1) {
        length = std::min(length, elements.size() - first);
        add_terms(Slice{t, first, flat + first}, elements.subspan(first, length), terms, 1);
      }
      flat += elements.size();
    }
    CHECK(numbers_of(whole) == numbers_of(parts));
  }
}

TEST_CASE("apply, dense and materialise are one sum, bit for bit") {
  for (const DType dtype : {DType::float64, DType::float32})
    for (const auto& perturbation : every_perturbation()) {
      const Point zero = [&] {
        Point point = point_of_sizes({5000, 77}, dtype);
        for (Tensor& tensor : point.tensors) tensor.fill(0);
        return point;
      }();
      Estimate estimate;
      estimate.terms = terms_of(*perturbation, zero);
      Point applied = zero.clone(), materialised = zero.clone();
      add_terms(applied, estimate.terms, 1);
      materialise({&zero, estimate.terms, nullptr, {}}, materialised);
      CHECK(numbers_of(estimate.dense(zero)) == numbers_of(applied));
      CHECK(numbers_of(materialised) == numbers_of(applied));
    }
}

TEST_CASE("every element of a large point is moved by its own tensor's direction") {
  // Same key, two tensors of one size: their elements must differ, and sums over each must be what two points give.
  const auto gaussian = catalog::make<Perturbation>("gaussian");
  const Point shape = point_of_sizes({70000, 70000});
  Directions directions;
  gaussian->draw(Key::from(1, Purpose::direction), 1, shape, directions);
  Point x = shape.clone();
  for (Tensor& tensor : x.tensors) tensor.fill(0);
  add_terms(x, directions[0], 1);
  std::size_t same = 0, zeros = 0;
  for (std::size_t i = 0; i < 70000; ++i) {
    same += x.tensors[0].at(i) == x.tensors[1].at(i);
    zeros += x.tensors[0].at(i) == 0;
  }
  CHECK(same < 10);
  CHECK(zeros < 10);
}

TEST_CASE("chunks cover every element once, in order, and no more than a cache's worth") {
  const Point x = point_of_sizes({10000, 0, 4096, 1});
  std::vector<int> seen(x.dim());
  for_each_chunk(x, [&](const Slice& slice, std::size_t count) {
    CHECK(count <= largest_chunk);
    CHECK(count > 0);
    for (std::size_t i = 0; i < count; ++i) ++seen[slice.flat_first + i];
    CHECK(slice.first + count <= x.tensors[slice.tensor].size());
  });
  CHECK(std::all_of(seen.begin(), seen.end(), [](int count) { return count == 1; }));
}

TEST_CASE("no terms leave every bit of a point") {
  Point x = point_of({-0.0, 1});
  add_terms(x, {}, 1);
  CHECK(std::signbit(x.tensors[0].at(0)));
}
