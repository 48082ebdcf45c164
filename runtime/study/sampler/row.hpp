#pragma once
#include "runtime/study/history.hpp"

namespace nilgrad::study {

/// A configuration as numbers: one a column of the history, in [0, 1], NaN where a parameter has no value.
using Row = std::vector<double>;

/// What each numbered use of shared keys is for.
enum SharedUse : std::uint8_t { strata_order = 1, sobol_scramble = 2, sobol_search = 3, grid_order = 4 };

/// Whether what was kept of a history at one call may be used at the next: no other history came in between. Histories
/// only grow.
class SameHistory {
 public:
  bool still(const History& history) {
    const bool same = &history == history_ && history.seed() == seed_ && history.finished().size() >= finished_;
    history_ = &history;
    seed_ = history.seed();
    finished_ = history.finished().size();
    return same;
  }

 private:
  const History* history_ = nullptr;
  std::uint64_t seed_ = 0;
  std::size_t finished_ = 0;
};

/// Where a trial lies.
Row row_of(const History& history, std::int64_t number);

/// The values at a row, of those parameters that have one.
Given values_at(const History& history, std::span<const double> row);

/// Moves each number to the middle of its cell, where the parameter's value lies: rows of equal values become equal.
/// Random keys of a permutation become its places.
void settle(const History& history, Row& row);

/// Complete trials of the first objective from best to worst, at most `most`, equals in order of number.
std::vector<std::int64_t> best_trials(const History& history, std::size_t most);

/// The same without those that repeat a better one's values, or its loss: what makes no difference, as on a plateau,
/// would crowd out all else.
std::vector<std::int64_t> best_distinct_trials(const History& history, std::size_t most);

}  // namespace nilgrad::study
