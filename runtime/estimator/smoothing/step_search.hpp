#pragma once
#include <array>
#include <cstddef>
#include <limits>
#include <span>

#include "runtime/estimator/estimator.hpp"

namespace nilgrad {

/// What a search for a step along a line has to keep to.
struct StepRange {
  double first = 0;  ///< where to begin
  double least = 0;  ///< smaller steps do not move x; above 0
  double usual = 1;  ///< larger ones only while the difference does not stand out of the noise by 10⁴
};

/// The step h along one line with which the noise and the curvature of f do equal harm to a difference: bisection on
/// the testing ratio
///
///     forward  r = |f(x+4h) − 4f(x+h) + 3f(x)| / 8ε_f,               raised and lowered by 4,
///     central  r = |f(x+3h) − 3f(x+h) + 3f(x−h) − f(x−3h)| / 8ε_f,   by 8,
///
/// until 1.5 ≤ r ≤ 6. (Shi, Xie, Xuan & Nocedal, Optim. Methods Softw. 37, 2022, algorithms 2.1 and 2.2.) Beyond them:
/// - an h is accepted once ratios were seen below and above it, and a search that begins with r < 1.5 looks at another
/// h
///   first: noise alone exceeds 1.5 once in fifty times, and a wave of f may hide its curvature from one h;
/// - a ratio that does not fall with h (three times in a row where it is above 50), or is above 1.5 at the least h, is
///   noise: ε_f was read too small, and is raised;
/// - where f is as good as linear no r is large: then h is `usual`, or what it takes for the difference to stand out of
///   the noise; where f never changes, there is no step;
/// - a value that is no number means that h is too large.
class StepSearch {
 public:
  StepSearch(Difference difference, double noise, double centre, const StepRange& range);

  /// The offsets t at which f(x + t v) is wanted next; none when the search is over.
  std::span<const double> wanted() const { return {wanted_.data(), wanted_count_}; }
  void tell(std::span<const double> values);

  /// 0 when f does not change, or there is no step at which it can be evaluated.
  double step() const { return step_; }
  /// ε_f, as corrected.
  double noise() const { return noise_; }
  /// |f''| (forward) or |f'''| (central) along v, from the last ratio.
  double derivative() const;

  /// Where a search begins that knows nothing but the noise: the paper's h₀ for derivatives of 1.
  static double first(Difference difference, double noise);

 private:
  void place(double h);
  void decide();
  bool is_noise();
  void confirm();
  void bisect();
  void raise();
  void lower();
  void accept(double h);

  Difference difference_;
  double noise_, centre_;
  StepRange range_;
  double h_ = 0, ratio_ = 0, change_ = 0;  // of the round; change_ is |Δf|
  double last_h_ = std::numeric_limits<double>::infinity(), last_ratio_ = last_h_;
  int flat_ = 0;  // times in a row that lowering h did not lower the ratio
  double candidate_ = 0, step_ = 0;
  double low_ = 0, high_ = std::numeric_limits<double>::infinity();
  int rounds_ = 0;
  std::size_t count_;  // offsets a round
  std::array<double, 4> offsets_{}, values_{}, wanted_{};
  std::array<bool, 4> known_{};
  std::size_t wanted_count_ = 0;
};

/// Runs a search along each line, all of them together: one request a round. Adds what it costs to the estimate's
/// counts.
Algorithm<void> find_steps(Exchange& exchange, const Point& base, const Directions& lines,
                           std::span<StepSearch> searches, Estimate& cost);

/// ∛x by Newton's iteration: the same bits on every machine, which a library's cbrt is not.
double cube_root(double x);

}  // namespace nilgrad
