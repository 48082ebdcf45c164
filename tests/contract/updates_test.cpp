#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "runtime/perturbation/perturbation.hpp"
#include "runtime/tensor/buffer.hpp"
#include "runtime/update/update.hpp"
#include "tests/algorithm/points.hpp"
#include "tests/contract/entries.hpp"
#include "tests/threads_scope.hpp"

using namespace nilgrad;

namespace {

/// ĝ of two random directions.
Estimate random_estimate(Perturbation& perturbation, const Point& shape, std::uint32_t step) {
  const Key key = Key::from(9, Purpose::direction).at_step(step);
  Estimate estimate;
  Directions directions;
  perturbation.draw(key, 2, shape, directions);
  for (std::uint32_t j = 0; j < 2; ++j) estimate.add(0.75, directions[j]);
  return estimate;
}

/// Weight decay moves x by itself.
bool decays(const contract::Variant& update) { return update.to_string().find("weight_decay") != std::string::npos; }

std::vector<double> after_steps(Update& update, const Point& start, std::uint32_t steps) {
  const auto gaussian = catalog::make<Perturbation>("gaussian");
  Point x = start.clone();
  for (std::uint32_t step = 0; step < steps; ++step) update.step(x, random_estimate(*gaussian, x, step), {step, steps});
  return numbers_of(x);
}

}  // namespace

TEST_CASE("an estimate of 0 leaves the point") {
  for (const DType dtype : {DType::float64, DType::float32})
    for (const auto& variant : contract::variants("update")) {
      INFO(variant.to_string());
      const auto gaussian = catalog::make<Perturbation>("gaussian");
      Point x = point_of({1, -2, 1e-9}, dtype);
      const auto before = numbers_of(x);
      Estimate zero = random_estimate(*gaussian, x, 0);
      for (Term& term : zero.terms) term.scale = 0;
      if (decays(variant)) continue;
      const auto update = variant.make<Update>();
      update->step(x, zero, {0, 2});
      update->step(x, {}, {1, 2});
      CHECK(numbers_of(x) == before);
    }
}

TEST_CASE("a first step goes downhill") {
  for (const auto& variant : contract::variants("update")) {
    INFO(variant.to_string());
    const auto gaussian = catalog::make<Perturbation>("gaussian");
    const Point start = point_of(std::vector<double>(20, 1.0));
    const auto gradient = numbers_of(random_estimate(*gaussian, start, 0).dense(start));
    const auto update = variant.make<Update>();
    Point moved = start.clone();
    for (int step = 0; step < 9 && numbers_of(moved) == numbers_of(start); ++step)  // some gather estimates first
      update->step(moved, random_estimate(*gaussian, start, 0), {step, 9});
    const auto x = numbers_of(moved);
    double along = 0;
    for (std::size_t i = 0; i < 20; ++i) along += (x[i] - 1) * gradient[i];
    CHECK(along < 0);
  }
}

TEST_CASE("two instances share no state") {
  for (const auto& variant : contract::variants("update")) {
    INFO(variant.to_string());
    const Point start = point_of({1, 2, 3});
    const auto first = variant.make<Update>(), second = variant.make<Update>();
    const auto before = after_steps(*first, start, 4);
    after_steps(*first, start, 5);
    CHECK(after_steps(*second, start, 4) == before);
  }
}

TEST_CASE("updates keep the point's dtype and change nothing but its elements") {
  for (const DType dtype : {DType::float64, DType::float32})
    for (const auto& variant : contract::variants("update")) {
      INFO(variant.to_string());
      const auto gaussian = catalog::make<Perturbation>("gaussian");
      Point x = point_of_sizes({3, 1}, dtype);
      const Tensor same = x.tensors[0];
      variant.make<Update>()->step(x, random_estimate(*gaussian, x, 0), {0, 1});
      CHECK(x.tensors.size() == 2);
      CHECK(x.tensors[0].dtype() == dtype);
      CHECK(x.tensors[0].data() == same.data());
    }
}

TEST_CASE("updates have the same bits for any number of threads", "[threads]") {
  for (const DType dtype : {DType::float64, DType::float32})
    for (const auto& variant : contract::variants("update")) {
      INFO(variant.to_string());
      const Point start = point_of_sizes({66000, 5}, dtype);
      std::vector<std::vector<double>> results;
      for (const int count : {1, 3}) {
        const ThreadsScope scope(count);
        results.push_back(after_steps(*variant.make<Update>(), start, 5));
      }
      CHECK(results[0] == results[1]);
    }
}

TEST_CASE("updates keep as many vectors as their help says, and allocate no others") {
  const std::vector<std::pair<std::string, std::size_t>> words = {
      {"none", 0}, {"one vector", 1}, {"two vectors", 2}, {"three vectors", 3}};
  for (const DType dtype : {DType::float64, DType::float32})
    for (const auto& variant : contract::variants("update")) {
      INFO(variant.to_string());
      if (variant.values.contains("updates")) continue;  // a chain's memory is its parts'
      const std::string& help = variant.descriptor->memory;
      const auto said =
          std::find_if(words.begin(), words.end(), [&](const auto& word) { return help.find(word.first) == 0; });
      REQUIRE(said != words.end());
      const auto gaussian = catalog::make<Perturbation>("gaussian");
      Point x = point_of_sizes({6400, 64}, dtype);
      const Estimate estimate = random_estimate(*gaussian, x, 0);
      const std::size_t point_bytes = x.tensors[0].bytes() + x.tensors[1].bytes();
      const auto update = variant.make<Update>();
      const std::size_t live = live_buffer_bytes();
      const std::uint64_t allocated = allocated_buffer_bytes();
      for (int step = 0; step < 3; ++step) update->step(x, estimate, {step, 3});
      const std::size_t counts = 2 * 64;  // a line in front of each tensor's elements holds their reference count
      CHECK(live_buffer_bytes() - live >= said->second * point_bytes);
      CHECK(live_buffer_bytes() - live <= said->second * (point_bytes + counts));
      CHECK(allocated_buffer_bytes() - allocated == live_buffer_bytes() - live);
    }
}

TEST_CASE("an update keeps between steps exactly as many vectors as its memory says") {
  for (const DType dtype : {DType::float64, DType::float32, DType::bfloat16})
    for (const auto& variant : contract::variants("update")) {
      INFO(variant.to_string() << ", " << name_of(dtype));
      const auto gaussian = catalog::make<Perturbation>("gaussian");
      Point x = point_of_sizes({4096, 512}, dtype);
      const std::size_t before = live_buffer_bytes();
      const auto update = variant.make<Update>();
      for (std::uint32_t step = 0; step < 9; ++step) update->step(x, random_estimate(*gaussian, x, step), {step, 9});
      const auto kept = static_cast<std::int64_t>(live_buffer_bytes() - before);
      // Whole vectors, 9 KiB of bfloat16 or more; up to a quarter is the buffers' rounding.
      CHECK(kept >= update->memory(x));
      CHECK(kept <= update->memory(x) + update->memory(x) / 4);
    }
}
