#include <algorithm>
#include <cmath>
#include <limits>

#include "runtime/estimator/smoothing/median.hpp"
#include "runtime/estimator/smoothing/smoothing.hpp"
#include "runtime/random/uniform.hpp"

// The searches of h = 'auto'.
namespace nilgrad {
namespace {

constexpr std::size_t most_lines = 3;
constexpr double least_step = 1e-200;
constexpr std::uint8_t search_round = 255;  // estimates count their rounds from 0

double first_spacing(const Point& base) { return smoothing_step({}, Difference::forward, base); }

// The rounding of x + h v is noise to an estimator along random directions, and a spacing of few bits would not show
// it. Coordinate differences divide by the distance of the points as rounded, so theirs are steps of few bits.
constexpr double inexact = 1.2345678901234567;
double power_of_two(double x) {
  int exponent = 0;
  std::frexp(x, &exponent);
  return std::ldexp(0.5, exponent);
}

double median_noise(std::span<const StepSearch> searches) {
  std::vector<double> levels;
  for (const StepSearch& search : searches) levels.push_back(search.noise());
  return median(std::move(levels));
}

/// Of the steps that were found; 0 when there are none.
double median_step(std::span<const StepSearch> searches) {
  std::vector<double> steps;
  for (const StepSearch& search : searches)
    if (search.step() > 0) steps.push_back(search.step());
  return steps.empty() ? 0 : median(std::move(steps));
}

/// Where values differ by more than their rounding the default step, which is right for that, would be lost in the
/// noise: at a quadratic's minimum no difference stands out, however large the step.
bool is_noisy(const NoiseLevel& noise) {
  return noise.level > 100 * std::numeric_limits<double>::epsilon() * std::abs(noise.value);
}

/// All coordinates, or `count` drawn with replacement, in increasing order.
std::vector<std::uint64_t> chosen_axes(std::size_t d, std::size_t count, const Key& key) {
  std::vector<std::uint64_t> axes(std::min(d, count));
  for (std::size_t i = 0; i < axes.size(); ++i)
    axes[i] = count < d ? static_cast<std::uint64_t>(integer_at(key, i, 0, static_cast<std::int64_t>(d) - 1)) : i;
  std::sort(axes.begin(), axes.end());
  return axes;
}

/// One step a coordinate, in a point of the base's shape; `otherwise` where none was found.
Point steps_of(std::span<const StepSearch> searches, const Point& base, double otherwise) {
  Point steps = base.clone();
  std::size_t next = 0;
  for (Tensor& tensor : steps.tensors)
    for (std::size_t i = 0; i < tensor.size(); ++i, ++next)
      tensor.set(i, searches[next].step() > 0 ? searches[next].step() : otherwise);
  return steps;
}

}  // namespace

Algorithm<void> Smoothing::search(Exchange& exchange, const Point& base, Key key, Perturbation& perturbation,
                                  Estimate& estimate) {
  const std::int64_t before = estimate.evaluations;
  const auto count = static_cast<std::uint32_t>(std::min<std::size_t>(most_lines, base.dim()));
  Directions lines;
  perturbation.draw(key.round(search_round), count, base, lines);
  Found found;
  NoiseLevel noise;
  if (count > 0) noise = co_await measure_noise(exchange, base, lines[0], inexact * first_spacing(base), estimate);
  if (noise.level > 0) {
    const double first = found_.step > 0 ? found_.step : StepSearch::first(difference_, noise.level);
    std::vector<StepSearch> searches(count, search_from(first, noise, dtype_of(base), root_mean_square(base)));
    co_await find_steps(exchange, base, lines, searches, estimate);
    found.step = median_step(searches);
    found.noise = median_noise(searches);
    found.stale = found.step == 0;
    if (found.stale && is_noisy(noise)) found.step = first;
  }
  settle(found, estimate, before);
}

Algorithm<void> Smoothing::search_axes(Exchange& exchange, const Point& base, Key key, const Axes& axes,
                                       Estimate& estimate, std::size_t count) {
  const std::int64_t before = estimate.evaluations;
  const auto perturbation = catalog::make<Perturbation>("rademacher");
  Directions lines;
  perturbation->draw(key.round(search_round), 1, base, lines);
  Found found;
  NoiseLevel noise;
  if (base.dim() > 0)
    noise = co_await measure_noise(exchange, base, lines[0], power_of_two(first_spacing(base)), estimate);
  Point steps;
  if (noise.level > 0) {
    const auto chosen = chosen_axes(base.dim(), count, key.round(search_round));
    std::vector<StepSearch> searches;
    lines.clear();
    for (const std::uint64_t i : chosen) {
      const double x = element_at(base, i);
      const double below = x - exchange.bounds().lower_at(i), above = exchange.bounds().upper_at(i) - x;
      const Term axis{above < below && above < std::max(1.0, std::abs(x)) ? -1.0 : 1.0, axes.unit(i)};
      lines.add({&axis, 1});
      const double last = found_axes_.dim() == base.dim() ? element_at(found_axes_, i) : found_.step;
      const double first = last > 0 ? last : StepSearch::first(difference_, noise.level);
      searches.push_back(search_from(power_of_two(first), noise, dtype_of(base), std::abs(x)));
    }
    co_await find_steps(exchange, base, lines, searches, estimate);
    found.noise = median_noise(searches);
    found.step = median_step(searches);
    found.stale = found.step == 0;
    const double otherwise = is_noisy(noise) ? StepSearch::first(difference_, noise.level) : 0;
    if (found.stale) found.step = otherwise;
    if (count >= base.dim()) steps = steps_of(searches, base, otherwise);
  }
  found_axes_ = std::move(steps);
  settle(found, estimate, before);
}

StepSearch Smoothing::search_from(double first, const NoiseLevel& noise, DType dtype, double size) const {
  const double least = std::max(least_step, 4 * rounding_unit(dtype) * size);
  return {difference_, noise.level, noise.value, {first, least, std::max(1.0, size)}};
}

void Smoothing::settle(Found found, Estimate& estimate, std::int64_t before) {
  found.cost = estimate.evaluations - before;
  found.searched = true;
  found.stale = found.stale || (found.cost > 0 && found.step == 0);
  found_ = found;
  estimate.search_evaluations += found.cost;
}

}  // namespace nilgrad
