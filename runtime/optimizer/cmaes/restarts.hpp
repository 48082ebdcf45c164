#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "runtime/optimizer/cmaes/constants.hpp"

namespace nilgrad::cmaes {

/// One search of a run that begins anew when a search has ended.
struct Search {
  Index population = 0;
  double sigma = 1;                   ///< in units of the first standard deviations
  std::int64_t most_evaluations = 0;  ///< 0: no limit
};

/// How searches follow each other. "ipop" doubles the population each time (Auger & Hansen, CEC 2005). "bipop" does so
/// too, and spends as many evaluations on small populations ⌊λ₀ (½ λ/λ₀)^{u²}⌋ with σ = 10^{−2v}, each of which may use
/// half of what the last large one used (Hansen, GECCO BBOB workshop 2009). The population is doubled nine times at
/// most.
class Restarts {
 public:
  Restarts(std::string kind, Index population) : kind_(std::move(kind)), first_(population), large_(population) {}

  Search first() const { return {first_, 1, 0}; }
  /// What follows a search that used `evaluations`, given two uniform numbers of (0, 1). None after the last.
  std::optional<Search> next(std::int64_t evaluations, double u, double v);
  /// Searches begun after the first.
  int count() const { return count_; }

 private:
  Search small(double u, double v) const;

  std::string kind_;
  Index first_, large_;
  int count_ = 0, doublings_ = 0;
  bool is_small_ = false;  // the search that runs
  std::int64_t spent_large_ = 0, spent_small_ = 0, last_large_ = 0;
};

}  // namespace nilgrad::cmaes
