#pragma once
#include <deque>
#include <string>

#include "runtime/optimizer/cmaes/search_distribution.hpp"

namespace nilgrad::cmaes {

struct Tolerances {
  double tolx = 1e-12;         ///< of the first standard deviations
  double tolfun = 1e-12;       ///< in values
  Index most_generations = 0;  ///< 0: no limit
};

/// When a search has ended by itself (Hansen's tutorial, arXiv:1604.00772, appendix B.3). Expects distributions that
/// begin with standard deviations of at most 1 (SearchSpace).
class StopCriteria {
 public:
  StopCriteria(const Constants& constants, Tolerances tolerances, double first_sigma);

  /// After each generation: `values` are its finite values, ascending. The name of the criterion that holds, or "".
  ///
  /// maxiter         so many generations
  /// tolx            all standard deviations, and σ times the path, are below tolx times the first ones
  /// tolfun          the best values of the last 10 + ⌈30 n/λ⌉ generations and the values now span less than tolfun
  /// equalfunvalues  those best values are all the same
  /// stagnation      over the last fifth of the generations (120 + 30 n/λ to 20000) neither the best nor the median
  ///                 values got better
  /// conditioncov    the condition number of C is above 1e14
  /// noeffectaxis    a tenth of a standard deviation along a principal axis does not change the mean
  /// noeffectcoord   a fifth of a standard deviation in a coordinate does not change the mean
  /// tolxup          a standard deviation grew by 1e4: the first ones were far too small, or the values are unbounded
  std::string check(const SearchDistribution& distribution, const std::vector<double>& values);

 private:
  void record(const std::vector<double>& values);
  const char* check_values(const std::vector<double>& values) const;
  bool stagnates() const;

  Index n_, lambda_;
  Tolerances tolerances_;
  double first_sigma_;
  Index generation_ = 0;
  std::size_t recent_;                // 10 + ⌈30 n/λ⌉
  std::deque<double> best_, median_;  // of the generations, newest last
};

}  // namespace nilgrad::cmaes
