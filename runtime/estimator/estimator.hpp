#pragma once
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/algorithm/algorithm.hpp"
#include "runtime/algorithm/exchange.hpp"
#include "runtime/estimator/smoothing/default_step.hpp"
#include "runtime/perturbation/perturbation.hpp"

namespace nilgrad {

/// The stated rule for values that are no numbers: NaN, +inf and −inf are failed evaluations. They count in the budget,
/// are never the best, and what an estimate would have learnt from them is left out: random directions are averaged
/// over those left, a failed partial derivative is 0. An estimate with nothing left is unusable, and the step that
/// wanted it is skipped.
inline bool failed(double value) { return !std::isfinite(value); }

/// A gradient estimate: scalars and the directions they belong to. A vector only on request.
struct Estimate {
  std::vector<Term> terms;              ///< ĝ = Σ scale_j · v_j
  std::int64_t evaluations = 0;         ///< spent on it, failed ones included
  std::int64_t failures = 0;            ///< non-finite values among them
  std::int64_t search_evaluations = 0;  ///< those among them that looked for the smoothing step (h = 'auto')
  double h = 0;                         ///< smoothing step used; 0 where there is none, or one a coordinate
  std::vector<double> coordinate_h;     ///< one a coordinate
  /// What terms refer to that no perturbation owns: vectors that cannot be regenerated. Most estimates have none.
  std::vector<std::shared_ptr<const Distribution>> stored;

  /// Counts the evaluations that the estimate was made from.
  void count(std::span<const double> values);
  /// Counts those of an estimate that this one is made from, and takes its h.
  void count(const Estimate& part);
  /// Adds factor · Σ scale·direction.
  void add(double factor, std::span<const Term> combination);
  /// Adds factor · another estimate; what that cost is counted apart.
  void add(double factor, const Estimate& other);
  /// Adds slope_j / (n δ) · v_j over the n directions whose slope is finite; keyed directions that several v_j share
  /// become one term each.
  void add_average(const Directions& directions, std::span<const double> slopes, double delta);

  /// Terms of the same direction become one, where the first of them stood.
  void merge();

  bool usable() const { return !terms.empty(); }
  /// ĝ as a vector of the shape and dtype of `shape`. Costs a point's memory.
  Point dense(const Point& shape) const;
};

/// Estimates the gradient of whatever answers the probes. An instance makes one estimate at a time and may keep what
/// the last one told it; every run has its own.
class Estimator {
 public:
  static constexpr const char* kind = "estimator";
  virtual ~Estimator() = default;

  /// One estimate at `base`, which must outlive the algorithm, with directions keyed by `key` (of this step): by its
  /// query and those after it, at most as many as the estimate makes evaluations, so that whoever makes several
  /// estimates of a step gives each a key so much further on. The Estimate refers to this estimator's distribution: it
  /// must not outlive the estimator.
  virtual Algorithm<Estimate> estimate(Exchange& exchange, const Point& base, Key key) = 0;

  /// Evaluations that an instance's estimate number `estimate` (from 0) costs in dimension d, exactly; besides those of
  /// a search of h, which depend on the values and are counted in the estimate.
  virtual std::int64_t evaluations(std::size_t d, std::int64_t estimate = 0) const = 0;

  /// Bytes that an instance keeps from one estimate to the next at points like `shape`: exactly, once it keeps all it
  /// ever will. What an estimate needs only while it is made, q terms for most, is not counted.
  virtual std::int64_t memory(const Point& shape) const {
    (void)shape;
    return 0;
  }

  /// What an estimate takes from those before it ("the value before"); empty: nothing, estimates of different keys are
  /// independent, and of the same key alike.
  virtual std::string remembers() const { return ""; }

  /// Whether it is right on average as h → 0 for every f that has a gradient.
  virtual bool unbiased() const { return true; }
};

}  // namespace nilgrad
