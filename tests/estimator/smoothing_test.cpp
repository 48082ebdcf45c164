#include "runtime/estimator/smoothing/smoothing.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "runtime/random/uniform.hpp"
#include "tests/estimator/estimating.hpp"
#include "tests/optimizer/optimizing.hpp"

// Noise is keyed and the seeds are fixed. Limits on steps are factors of what theory calls best.

using namespace nilgrad;
using catalog::make, catalog::Values;

namespace {

using Vector = std::vector<double>;

/// f plus normal noise of standard deviation sigma, another for every call.
Function noisy(Function f, double sigma, std::uint64_t seed = 1) {
  return [f = std::move(f), sigma, generator = Generator(Key::from(seed, Purpose::draw))](auto x) mutable {
    return f(x) + sigma * generator.normal();
  };
}

double sum_of_exponentials(std::span<const double> x) {
  double sum = 0;
  for (const double xi : x) sum += std::exp(xi);
  return sum;
}

std::shared_ptr<Estimator> automatic(const char* name, const char* side) {
  return make<Estimator>(name, {{"h", std::string("auto")}, {"side", std::string(side)}});
}

double within(double number, double factor, double expected) {
  return number >= expected / factor && number <= expected * factor;
}

/// The step of a search on a line through 0 in dimension 1, with the noise given.
double search(Difference difference, double noise, double (*f)(double), double first = 0, double usual = 1) {
  if (first == 0) first = StepSearch::first(difference, noise);
  StepSearch search(difference, noise, f(0), {first, 1e-15, usual});
  for (int rounds = 0; !search.wanted().empty(); ++rounds) {
    REQUIRE(rounds < 100);
    Vector values;
    for (const double t : search.wanted()) values.push_back(f(t));
    search.tell(values);
  }
  return search.step();
}

constexpr Difference forward = Difference::forward, central = Difference::central;

}  // namespace

TEST_CASE("the cube root is within four units of the library's") {
  for (double x = 1e-300; x < 1e300; x *= 1.7) {
    const double expected = std::cbrt(x);
    CHECK(std::abs(cube_root(x) - expected) <= 4 * (std::nextafter(expected, 1e308) - expected));
  }
  CHECK(cube_root(0) == 0);
  CHECK(cube_root(27) == 3);
}

TEST_CASE("a difference table shows the noise on a smooth function, whatever its slope and curvature") {
  for (const double sigma : {1e-10, 1e-6, 1e-3}) {
    Generator generator(Key::from(5, Purpose::draw));
    double squares = 0;
    for (int repeat = 0; repeat < 50; ++repeat) {
      std::array<double, noise_values> values;
      for (std::size_t i = 0; i < values.size(); ++i) {
        const double t = static_cast<double>(i) * 1e-8;
        values[i] = 3 + 5 * t + 7 * t * t + sigma * generator.normal();
      }
      const NoiseReading reading = read_noise(values);
      CHECK(within(std::max(reading.level, reading.least_level), 10, sigma));
      squares += reading.level * reading.level / 50;
    }
    CHECK(std::sqrt(squares) == Approx(sigma).epsilon(0.3));
  }
}

TEST_CASE(
    "half of the first differences 0 means that values are too close, a large range that they are too far apart") {
  using Spacing = NoiseReading::Spacing;
  CHECK(read_noise(std::array<double, 7>{1, 1, 1, 1, 2, 3, 2}).spacing == Spacing::too_narrow);
  CHECK(read_noise(std::array<double, 7>{1, 2, 3, 4, 5, 6, 7}).spacing == Spacing::too_wide);
  CHECK(read_noise(std::array<double, 7>{1, 2, 3, NAN, 5, 6, 7}).spacing == Spacing::too_wide);
  CHECK(read_noise(std::array<double, 7>{1e3, 1001, 1e3, 1002, 1001, 1e3, 1002}).spacing == Spacing::right);
}

TEST_CASE("a search finds the step that theory calls best, on either side") {
  const auto f = [](double x) { return std::exp(x); };  // all derivatives 1 at 0
  for (const double noise : {1e-12, 1e-6, 1e-3})
    for (const double first : {1e-9, 1e-4, 1.0, 0.0}) {
      INFO("noise " << noise << ", first " << first);
      CHECK(within(search(forward, noise, f, first), 1.8, 1.68 * std::sqrt(noise)));
      CHECK(within(search(central, noise, f, first), 1.8, std::cbrt(3 * noise)));
    }
}

TEST_CASE("on a line h is the usual step, or as much as it takes for the difference to stand out of the noise") {
  for (const Difference difference : {forward, central}) {
    CHECK(search(difference, 1e-12, [](double x) { return 3 * x; }) == 1);
    const double far = search(difference, 1e-3, [](double x) { return 1e-2 * x; });
    CHECK((far >= 100 && far <= 1e4));
  }
  CHECK(search(central, 1e-12, [](double x) { return x * x + x; }) == 1);  // no third derivative
}

TEST_CASE("a function that does not change has no step, nor one that is a number nowhere else") {
  for (const Difference difference : {forward, central}) {
    CHECK(search(difference, 1e-12, [](double) { return 2.0; }) == 0);
    CHECK(search(difference, 1e-12, [](double x) { return x == 0 ? 1.0 : std::nan(""); }) == 0);
  }
}

TEST_CASE("a step keeps within the numbers") {
  for (const Difference difference : {forward, central}) {
    const double h = search(difference, 1e-6, [](double x) { return std::abs(x) < 1e-5 ? x : std::nan(""); });
    CHECK((h > 1e-8 && h < 1e-5));
  }
}

TEST_CASE("noise that was read a hundred times too small is found out") {
  for (const Difference difference : {forward, central}) {
    const auto f = [](double x) { return std::exp(x) + 1e-6 * std::sin(1e12 * x); };
    const double h = search(difference, 1e-8, f);
    CHECK(within(h, 6, difference == forward ? 1.68e-3 : std::cbrt(3e-6)));
  }
}

TEST_CASE("searches end on jumps, kinks and fast waves") {
  for (const Difference difference : {forward, central}) {
    CHECK(search(difference, 1e-10, [](double x) { return x > 0 ? 1.0 : 0.0; }) > 0);
    const bool uneven = difference == forward;  // the central differences of an even function are 0
    CHECK((search(difference, 1e-10, [](double x) { return std::abs(x); }) > 0) == uneven);
    CHECK((search(difference, 1e-10, [](double x) { return std::sqrt(std::abs(x)); }) > 0) == uneven);
    CHECK(search(difference, 1e-5, [](double x) { return std::sin(100 * x); }) < 1e-2);
  }
}

TEST_CASE("automatic steps are near the best along random directions and along every coordinate") {
  for (const double sigma : {1e-7, 1e-4}) {
    // Along a direction of length √d the derivatives are about those of a sum of d exponentials at 0.
    const Point x = point_of(Vector(4, 0.0));
    for (const char* side : {"forward", "central"}) {
      INFO(side << ", noise " << sigma);
      const bool is_forward = std::string(side) == "forward";
      const double best = is_forward ? 1.68 * std::sqrt(sigma) : std::cbrt(3 * sigma);
      const Estimate along = estimate_of(*automatic("two_point", side), x, noisy(sum_of_exponentials, sigma));
      CHECK(within(along.h, 4, best));
      CHECK(along.search_evaluations == along.evaluations - 2);
      CHECK((along.search_evaluations >= 13 && along.search_evaluations <= 100));
      const Estimate axes = estimate_of(*automatic("coordinate", side), x, noisy(sum_of_exponentials, sigma));
      REQUIRE(axes.coordinate_h.size() == 4);
      for (const double h : axes.coordinate_h) CHECK(within(h, 4, best));
    }
  }
}

TEST_CASE("each coordinate of a badly scaled problem gets a step of its own") {
  const auto f = [](std::span<const double> x) {
    return std::exp(x[0]) + std::exp(1e-3 * x[1]) + std::exp(1e3 * x[2]);
  };
  const Estimate estimate = estimate_of(*automatic("coordinate", "central"), point_of({0, 0, 0}), noisy(f, 1e-6));
  const double best = std::cbrt(3e-6);
  CHECK(within(estimate.coordinate_h[0], 3, best));
  CHECK(within(estimate.coordinate_h[1], 3, best * 1e3));
  CHECK(within(estimate.coordinate_h[2], 3, best / 1e3));
}

TEST_CASE("without noise the rounding of values takes its place") {
  const Point x = point_of(Vector(4, 0.3));
  const Estimate estimate = estimate_of(*automatic("two_point", "forward"), x, sum_of_exponentials);
  CHECK(within(estimate.h, 10, 1e-8));
  // float32 points are moved by float32 steps: their rounding is noise to f.
  const Point single = point_of(Vector(4, 0.3), DType::float32);
  CHECK(within(estimate_of(*automatic("two_point", "forward"), single, sum_of_exponentials).h, 10, 3e-4));
}

TEST_CASE("where a search finds nothing the default step is used, and what it cost is counted") {
  const Point x = point_of({0.5, -0.5});
  for (const char* side : {"forward", "central"}) {
    const double usual = smoothing_step({}, std::string(side) == "forward" ? forward : central, x);
    const auto check_default = [&](const Function& f, std::int64_t least_cost, std::int64_t most_cost) {
      const Estimate along = estimate_of(*automatic("two_point", side), x, f);
      CHECK(along.h == usual);
      CHECK(along.search_evaluations >= least_cost);
      CHECK(along.search_evaluations <= most_cost);
      const Estimate axes = estimate_of(*automatic("coordinate", side), x, f);
      CHECK(axes.coordinate_h == Vector(2, usual));
      CHECK(axes.search_evaluations >= least_cost);
    };
    check_default([](auto) { return std::nan(""); }, 7, 7);
    check_default([](auto) { return 0.0; }, 28, 28);   // ε_f is 0 too: nothing to balance
    check_default([](auto) { return 4.0; }, 28, 400);  // no h moves it
    check_default([](auto v) { return v[0] == 0.5 && v[1] == -0.5 ? 1.0 : std::nan(""); }, 28, 200);
  }
}

TEST_CASE("in noise h is never the step of smooth functions, also where no difference stands out of it") {
  const auto quadratic = [](auto v) { return v[0] * v[0] + 10 * v[1] * v[1]; };
  for (const char* name : {"two_point", "coordinate"})
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      const Point minimum = point_of({0, 0});
      const Estimate estimate = estimate_of(*automatic(name, "central"), minimum, noisy(quadratic, 0.01, seed), seed);
      for (const double h : std::string(name) == "coordinate" ? estimate.coordinate_h : Vector{estimate.h})
        CHECK(h > 0.05);  // the cube root of the noise is 0.2
    }
}

TEST_CASE("no probe of a search leaves the bounds, and h suits the differences within them") {
  const Bounds bounds{{0}, {1}};
  for (const char* side : {"forward", "central"})
    for (const char* name : {"two_point", "coordinate"})
      for (const Vector& x : {Vector{0, 1, 0.5}, Vector{1, 1, 1}, Vector{1e-9, 0.3, 1}}) {
        const auto f = noisy(
            [](auto v) {
              for (const double vi : v) CHECK((vi >= 0 && vi <= 1));
              return sum_of_exponentials(v);
            },
            1e-6);
        const auto estimator = automatic(name, side);
        const Estimate estimate = estimate_of(*estimator, point_of(x), f, 1, bounds);
        const Vector g = numbers_of(estimate.dense(point_of(x)));
        if (std::string(name) == "coordinate")
          for (std::size_t i = 0; i < x.size(); ++i) CHECK(g[i] == Approx(std::exp(x[i])).epsilon(0.02));
      }
}

TEST_CASE("a search is repeated when differences sink into the noise, and takes a fifth of all evaluations at most") {
  for (const char* name : {"two_point", "coordinate"}) {
    const auto estimator = automatic(name, "central");
    const Point far = point_of({2, 2}), minimum = point_of({0, 0});
    const auto f = noisy([](auto v) { return 1 + v[0] * v[0] * v[0] * v[0] + v[1] * v[1] * v[1] * v[1]; }, 1e-4);
    std::int64_t all = 0, searching = 0;
    int searches = 0;
    const auto estimate_at = [&](const Point& x, std::uint64_t seed) {
      const Estimate estimate = estimate_of(*estimator, x, f, seed);
      all += estimate.evaluations;
      searching += estimate.search_evaluations;
      searches += estimate.search_evaluations > 0;
    };
    for (std::uint64_t step = 0; step < 200; ++step) estimate_at(far, step);
    CHECK(searches == 1);
    for (std::uint64_t step = 0; step < 2000; ++step) estimate_at(minimum, step);
    CHECK(searches > 1);
    CHECK(5 * searching <= all + 500);
  }
}

TEST_CASE("a budget that ends within a search ends the run as it would anywhere else") {
  const auto optimizer = [] {
    return make<Optimizer>("zeroth_order",
                           {{"estimator", part("estimator", "two_point", {{"h", std::string("auto")}})}});
  };
  for (const std::int64_t budget : {1, 7, 12, 20, 30}) {
    const auto run = start_run(optimizer(), point_of({1, 2}), settings_of(budget));
    FunctionObjective objective(2, sum_of_exponentials);
    minimize(*run, objective, {});
    CHECK(run->result().reason == "budget");
    CHECK(run->result().evaluations <= budget);
    CHECK((budget < 7) == std::isnan(run->result().value));
  }
}

TEST_CASE("all probes of a search see the sample of the estimate") {
  const auto estimator = automatic("two_point", "central");
  EstimateOptions options;
  options.step = 3;
  const Key sample = Key::from(0, Purpose::sample).at_step(3);
  estimate_gradient(*estimator, point_of({0, 0}), options, {}, [&](auto probes, auto values) {
    for (std::size_t i = 0; i < probes.size(); ++i) {
      CHECK(probes[i].sample == sample);
      values[i] = sum_of_exponentials(point_of_probe(probes[i]));
    }
  });
}
