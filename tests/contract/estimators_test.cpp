#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <limits>

#include "runtime/estimator/estimate_options.hpp"
#include "runtime/tensor/buffer.hpp"
#include "runtime/tensor/parallel.hpp"
#include "tests/algorithm/points.hpp"
#include "tests/contract/entries.hpp"
#include "tests/threads_scope.hpp"

using namespace nilgrad;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Values that differ and depend on nothing but their place.
double some_value(std::int64_t i) { return static_cast<double>(i * 7919 % 1009) / 1009 - 0.5; }

/// The estimate made from value(0), value(1), … in the order of the probes: as many as it asks for.
template <class Value>
Estimate replay(Estimator& estimator, const Point& x, Value value, const EstimateOptions& options = {}) {
  std::int64_t next = 0;
  return estimate_gradient(estimator, x, options, {}, [&](auto probes, auto out) {
    for (std::size_t i = 0; i < probes.size(); ++i) out[i] = value(next++);
  });
}

/// What an estimator says that its estimate costs, and what its search of h took.
std::int64_t cost_of(const Estimator& estimator, std::size_t d, const Estimate& estimate, std::int64_t number = 0) {
  return estimator.evaluations(d, number) + estimate.search_evaluations;
}

/// ThreadSanitizer, under which all takes ten times as long, sees a race of two threads as well as one of eight, and in
/// the first estimate that finds something remembered; the bits are compared in the other builds.
#ifdef __SANITIZE_THREAD__
constexpr std::array<int, 1> thread_counts = {2};
constexpr std::uint64_t estimates_in_a_row = 2;
#else
constexpr std::array<int, 3> thread_counts = {1, 2, 8};
constexpr std::uint64_t estimates_in_a_row = 3;
#endif

bool same_bits(const Point& a, const Point& b) {
  for (std::size_t t = 0; t < a.tensors.size(); ++t)
    if (std::memcmp(a.tensors[t].data(), b.tensors[t].data(), a.tensors[t].bytes()) != 0) return false;
  return a.tensors.size() == b.tensors.size();
}

}  // namespace

TEST_CASE("each of an estimator's first estimates costs as many evaluations as it says, in dimension 1 too") {
  for (const auto& variant : contract::variants("estimator"))
    for (const std::size_t d : {1, 2, 7, 40}) {
      INFO(variant.to_string() << " in dimension " << d);
      const auto estimator = variant.make<Estimator>();
      const Point x = point_of(std::vector<double>(d, 0.5));
      EstimateOptions options;
      for (options.step = 0; options.step < 12; ++options.step) {
        std::int64_t asked = 0;
        const Estimate estimate = estimate_gradient(*estimator, x, options, {}, [&](auto probes, auto values) {
          asked += static_cast<std::int64_t>(probes.size());
          for (std::size_t i = 0; i < probes.size(); ++i) values[i] = sum_of_squares(point_of_probe(probes[i]));
        });
        CHECK(asked == cost_of(*estimator, d, estimate, static_cast<std::int64_t>(options.step)));
        CHECK(estimate.evaluations == asked);
        CHECK(estimate.failures == 0);
        CHECK(estimate.usable());
        for (const double element : numbers_of(estimate.dense(x))) CHECK(std::isfinite(element));
      }
    }
}

TEST_CASE("an estimator keeps between estimates exactly as many vectors as its memory says") {
  for (const DType dtype : {DType::float64, DType::float32})
    for (const auto& variant : contract::variants("estimator")) {
      INFO(variant.to_string() << ", " << name_of(dtype));
      const Point x = point_of_sizes({4096, 512}, dtype);
      const std::size_t before_copy = live_buffer_bytes();
      const Point copy = x.clone();
      const std::size_t vector_bytes = live_buffer_bytes() - before_copy;  // a little above the elements' own
      const auto estimator = variant.make<Estimator>();
      EstimateOptions options;
      for (options.step = 0; options.step < 12; ++options.step)
        static_cast<void>(replay(*estimator, x, some_value, options));
      const auto kept =
          static_cast<std::int64_t>(live_buffer_bytes() - before_copy) - static_cast<std::int64_t>(vector_bytes);
      // Vectors of any dtype, of 9 KiB or more here; padding and a few scalars are less than that.
      CHECK(std::abs(kept - estimator->memory(x)) < 2048);
      if (!estimator->remembers().empty()) CHECK(estimator->memory(x) > 0);
    }
}

TEST_CASE("an estimate is the same again from the same values") {
  for (const auto& variant : contract::variants("estimator")) {
    INFO(variant.to_string());
    const Point x = point_of({1, -2, 0.5});
    std::vector<double> told;
    const auto first = variant.make<Estimator>(), second = variant.make<Estimator>();
    const Estimate estimate = estimate_gradient(*first, x, {}, {}, [&](auto probes, auto values) {
      for (std::size_t i = 0; i < probes.size(); ++i)
        told.push_back(values[i] = sum_of_squares(point_of_probe(probes[i])));
    });
    const Estimate again = replay(*second, x, [&](std::int64_t i) { return told[static_cast<std::size_t>(i)]; });
    CHECK(numbers_of(estimate.dense(x)) == numbers_of(again.dense(x)));
    REQUIRE(estimate.terms.size() == again.terms.size());
    for (std::size_t j = 0; j < estimate.terms.size(); ++j) {
      CHECK(estimate.terms[j].scale == again.terms[j].scale);
      CHECK(estimate.terms[j].direction.key == again.terms[j].direction.key);
    }
  }
}

TEST_CASE("an estimator leaves the point as it was") {
  for (const auto& variant : contract::variants("estimator")) {
    INFO(variant.to_string());
    const Point x = point_of({1, -2, 0.5}, DType::float32);
    const auto estimator = variant.make<Estimator>();
    replay(*estimator, x, some_value);
    CHECK(numbers_of(x) == std::vector<double>{1, -2, 0.5});
  }
}

TEST_CASE("estimates have the same bits for any number of threads, the first and those after it", "[threads]") {
  for (const DType dtype : {DType::float64, DType::float32})
    for (const auto& variant : contract::variants("estimator")) {
      INFO(variant.to_string());
      const Point x = point_of_sizes({66000, 5}, dtype);
      std::vector<Point> alone;
      for (const int count : thread_counts) {
        const ThreadsScope scope(count);
        const auto estimator = variant.make<Estimator>();
        EstimateOptions options;
        for (options.step = 0; options.step < estimates_in_a_row; ++options.step) {
          const Point g = replay(*estimator, x, some_value, options).dense(x);
          if (count == thread_counts.front())
            alone.push_back(g);
          else
            CHECK(same_bits(g, alone.at(options.step)));
        }
      }
    }
}

TEST_CASE("each value that fails is counted and leaves the estimate finite") {
  for (const auto& variant : contract::variants("estimator")) {
    INFO(variant.to_string());
    const Point x = point_of({1, -2, 0.5});
    const auto count = replay(*variant.make<Estimator>(), x, some_value).evaluations;
    for (std::int64_t failing = 0; failing < count; ++failing)
      for (const double failure : {std::nan(""), infinity, -infinity}) {
        const auto estimator = variant.make<Estimator>();
        const Estimate estimate =
            replay(*estimator, x, [&](std::int64_t i) { return i == failing ? failure : some_value(i); });
        CHECK(estimate.failures == (failing < estimate.evaluations ? 1 : 0));
        CHECK(estimate.evaluations == cost_of(*estimator, 3, estimate));
        for (const double element : numbers_of(estimate.dense(x))) CHECK(std::isfinite(element));
      }
  }
}

TEST_CASE("an estimate of nothing but failures is unusable") {
  for (const auto& variant : contract::variants("estimator"))
    for (const double failure : {std::nan(""), infinity, -infinity}) {
      INFO(variant.to_string());
      const auto estimator = variant.make<Estimator>();
      const Estimate estimate = replay(*estimator, point_of({1, -2, 0.5}), [&](std::int64_t) { return failure; });
      CHECK_FALSE(estimate.usable());
      CHECK(estimate.failures == estimate.evaluations);
    }
}

TEST_CASE("an estimator can be used again, and after an estimate that was dropped half done") {
  for (const auto& variant : contract::variants("estimator")) {
    INFO(variant.to_string());
    const Point x = point_of({1, -2, 0.5});
    const auto estimator = variant.make<Estimator>(), fresh = variant.make<Estimator>();
    {
      Exchange exchange;
      const Point elsewhere = point_of({9, 9, 9, 9});
      auto dropped = estimator->estimate(exchange, elsewhere, Key::from(5, Purpose::direction));
      dropped.start();
    }
    CHECK(numbers_of(replay(*estimator, x, some_value).dense(x)) == numbers_of(replay(*fresh, x, some_value).dense(x)));
  }
}

TEST_CASE("an estimate in dimension 0 asks for no more than it says, and is empty") {
  for (const auto& variant : contract::variants("estimator")) {
    INFO(variant.to_string());
    const auto estimator = variant.make<Estimator>();
    const Point x = point_of({});
    const Estimate estimate = replay(*estimator, x, some_value);
    CHECK(estimate.evaluations == estimator->evaluations(0));
    CHECK(estimate.dense(x).dim() == 0);
  }
}
