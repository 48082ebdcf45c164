#include "runtime/algorithm/mask.hpp"

#include <catch2/catch.hpp>
#include <cstring>

#include "runtime/estimator/estimate_options.hpp"
#include "runtime/update/update.hpp"
#include "tests/algorithm/points.hpp"
#include "tests/contract/entries.hpp"
#include "tests/threads_scope.hpp"

using namespace nilgrad;

namespace {

/// Three tensors, the second of 16-bit numbers, of which every third element moves and of the last none.
Point masked_point() {
  Point x;
  for (const auto& [size, dtype] :
       {std::pair(70000, DType::float32), std::pair(9001, DType::bfloat16), std::pair(5, DType::float32)})
    x.tensors.push_back(Tensor::full({size}, 0.25, dtype));
  auto mask = std::make_shared<Mask>(x);
  for (std::uint32_t t = 0; t < 2; ++t)
    for (std::size_t i = 0; i < x.tensors[t].size(); i += 3) mask->set(t, i);
  x.mask = mask;
  return x;
}

std::size_t moved(const Point& x, bool of_those_that_move) {
  std::size_t count = 0;
  for (std::uint32_t t = 0; t < x.tensors.size(); ++t)
    for (std::size_t i = 0; i < x.tensors[t].size(); ++i)
      count += x.mask->moves(t, i) == of_those_that_move && x.tensors[t].at(i) != 0.25;
  return count;
}

}  // namespace

TEST_CASE("a mask counts its elements and takes a bit each") {
  const Point x = masked_point();
  CHECK(x.mask->count() == 23334 + 3001);
  CHECK(x.mask->bytes() == 8 * (1094 + 141 + 1));
  CHECK(x.clone().mask == x.mask);
}

TEST_CASE("elements that a mask leaves out keep their bytes in steps of every perturbation and update", "[threads]") {
  for (const int count : {1, 8}) {
    const ThreadsScope scope(count);
    for (const auto& variant : contract::variants("perturbation")) {
      INFO(variant.to_string());
      const auto perturbation = variant.make<Perturbation>();
      Point x = masked_point();
      Directions directions;
      for (std::uint64_t step = 0; step < 3; ++step) {
        perturbation->draw(Key::from(1, Purpose::direction).at_step(step), 1, x, directions);
        add_terms(x, directions[0], 0.5, Key::from(1, Purpose::rounding).at_step(step));
      }
      CHECK(moved(x, false) == 0);
    }
    for (const auto& variant : contract::rated_updates()) {
      INFO(variant.to_string());
      const auto update = variant.make<Update>();
      const auto gaussian = catalog::make<Perturbation>("gaussian");
      Point x = masked_point();
      Directions directions;
      for (std::int64_t step = 0; step < 4; ++step) {
        gaussian->draw(Key::from(1, Purpose::direction).at_step(static_cast<std::uint64_t>(step)), 1, x, directions);
        Estimate estimate;
        estimate.add(5, directions[0]);
        Progress progress;
        progress.step = step;
        progress.steps = 4;
        progress.rounding = Key::from(1, Purpose::rounding).at_step(static_cast<std::uint64_t>(step));
        update->step(x, estimate, progress);
      }
      CHECK(moved(x, false) == 0);
      CHECK(moved(x, true) > 20000);
    }
  }
}

TEST_CASE("steps are as long as the elements that move make them, and dense estimates are 0 elsewhere") {
  const Point x = masked_point();
  const auto rademacher = catalog::make<Perturbation>("rademacher");
  Directions directions;
  rademacher->draw(Key::from(1, Purpose::direction), 1, x, directions);
  Estimate estimate;
  estimate.add(2, directions[0]);
  CHECK(Step(estimate.terms, x).norm() == Approx(2 * std::sqrt(static_cast<double>(x.mask->count()))));
  const Point dense = estimate.dense(x);
  for (std::size_t i = 0; i < 3000; ++i) CHECK((dense.tensors[0].at(i) != 0) == (i % 3 == 0));
}

TEST_CASE("aligned directions lie along what moves of their reference") {
  // f(x) = Σ of the elements that move: from the first estimate on its slope along aligned directions is ±|∇f|.
  Point x(Tensor({64}, DType::float64));
  auto mask = std::make_shared<Mask>(x);
  for (std::size_t i = 0; i < 64; i += 8) mask->set(0, i);
  x.mask = mask;
  const auto dap = catalog::make<Perturbation>("dap", {{"reference", std::vector<double>{1}}, {"fixed_length", true}});
  Directions directions;
  dap->draw(Key::from(1, Purpose::direction), 20, x, directions);
  for (std::size_t j = 0; j < directions.size(); ++j) {
    Estimate estimate;
    estimate.add(1, directions[j]);
    const Point v = estimate.dense(x);
    double sum = 0, squares = 0;
    for (std::size_t i = 0; i < 64; ++i) {
      sum += v.tensors[0].at(i);
      squares += v.tensors[0].at(i) * v.tensors[0].at(i);
    }
    CHECK(std::abs(sum) == Approx(std::sqrt(8)));
    CHECK(squares == Approx(8));
  }
}
