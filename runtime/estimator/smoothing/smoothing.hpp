#pragma once
#include "runtime/estimator/estimator.hpp"
#include "runtime/estimator/smoothing/noise_level.hpp"
#include "runtime/estimator/smoothing/step_option.hpp"
#include "runtime/estimator/smoothing/step_search.hpp"
#include "runtime/estimator/smoothing/stretched.hpp"
#include "runtime/perturbation/axis.hpp"

namespace nilgrad {

/// An estimator's h: given, given for each coordinate, the default for smooth functions, or found by a search. An
/// estimator along random directions uses it as two_point does:
///
///     Estimate estimate;
///     if (smoothing_.due()) co_await smoothing_.search(exchange, base, key, *perturbation_, estimate);
///     const double h = estimate.h = smoothing_.along(base);
///     perturbation_->draw(key, queries_, base, directions_);
///     const Directions& probing = smoothing_.probing(directions_);
///     … exchange.ask(base, ±h, probing[j]) …
///     smoothing_.observe(slopes_, h);
///     estimate.add_average(smoothing_.estimating(directions_), slopes_, delta);
///
/// A list h stretches the probes' directions to D v, D = diag(h), with a step of 1: the slope along D v is that of the
/// rescaled problem u ↦ f(D u) along v, whose gradient is D ∇f(x). So terms get the directions D⁻¹ v, and
/// Σ slope · D⁻¹ v is the gradient again.
///
/// The search (h = 'auto'): ECNoise finds the noise level ε_f along one direction, then the bisection of Shi, Xie, Xuan
/// and Nocedal a step along each of up to three directions, drawn from the estimator's perturbation; the median counts.
/// All its probes have the sample of the estimate: noise that they share (a minibatch) cancels in differences, so it
/// is not noise to h. Probes are moved into the bounds as all probes are, so h suits what the estimator will see. A
/// search that finds nothing (f(x) is no number, f does not change) leaves the default. It is repeated when an
/// estimate's median |Δf| is ≤ 2ε_f, or when it found nothing, but not before estimates have cost four times what it
/// did: searches are at most a fifth of all evaluations in the long run.
class Smoothing {
 public:
  Smoothing(StepOption option, Difference difference);
  Smoothing(const Smoothing&) = delete;  // directions refer to it
  Smoothing& operator=(const Smoothing&) = delete;

  /// Whether the next estimate must begin with a search.
  bool due() const {
    return option_.automatic && (!found_.searched || (found_.stale && found_.spent >= patience * found_.cost));
  }

  /// One step for directions drawn from `perturbation`. Adds what it costs to the estimate's counts.
  Algorithm<void> search(Exchange& exchange, const Point& base, Key key, Perturbation& perturbation,
                         Estimate& estimate);

  /// h for all directions alike; 1 where h is a list, since directions are stretched.
  double along(const Point& base) const;
  /// Directions as probes use them, and as an estimate's terms use them: the ones given, unless h is a list. Valid
  /// until the next call.
  const Directions& probing(const Directions& directions);
  const Directions& estimating(const Directions& directions);

  /// The slopes that an estimate found with step h, or its values' differences: whether they still stand out of the
  /// noise.
  void observe(std::span<const double> slopes, double h);
  void observe(std::span<const double> differences);

  /// h of coordinate i, whose value is x. For coordinate-wise differences, which want no stretched directions.
  double at(std::size_t i, DType dtype, double x) const;
  /// A step for each coordinate; or one for all of them, the median over `count` drawn coordinates.
  Algorithm<void> search_axes(Exchange& exchange, const Point& base, Key key, const Axes& axes, Estimate& estimate,
                              std::size_t count = std::numeric_limits<std::size_t>::max());

  /// What is kept from one estimate to the next (Estimator::memory, remembers); with a step for each coordinate where
  /// search_axes looks for that.
  std::int64_t memory(const Point& shape, bool each_axis = false) const;
  std::string remembers() const;

  /// Throws Error(option) unless h is one number, or one a coordinate.
  void check(std::size_t dim) const;

 private:
  static constexpr std::int64_t patience = 4;

  /// What the last search found, and what happened since.
  struct Found {
    double step = 0;   // 0: none
    double noise = 0;  // ε_f
    std::int64_t cost = 0, spent = 0;
    bool searched = false, stale = false;
  };
  StepSearch search_from(double first, const NoiseLevel& noise, DType dtype, double size) const;
  void settle(Found found, Estimate& estimate, std::int64_t before);

  bool is_list() const { return option_.given.size() > 1; }
  const Directions& stretch(const Directions& directions, const std::vector<double>& diagonal, Directions& out);

  StepOption option_;
  Difference difference_;
  std::vector<double> inverse_;                        // of a list
  std::vector<std::unique_ptr<Stretched>> stretched_;  // a distribution met and a diagonal each
  Directions probing_, estimating_;

  Found found_;
  Point found_axes_;             // a step for each coordinate, 0: none; or empty
  std::vector<double> changes_;  // |Δf| of the last estimate
};

/// What an estimator remembers that is made of two things which may.
inline std::string joined_memories(const std::string& one, const std::string& other) {
  return one.empty() || other.empty() ? one + other : one + ", and " + other;
}

}  // namespace nilgrad
