#pragma once
#include <Eigen/Core>

#include "runtime/study/history.hpp"

namespace nilgrad::study {

/// When a trial asks for which parameter, guessed from the trials that went to their end. A parameter that not all of
/// them asked for hangs on another one, if there is one with a few values that tells them apart without exception: a
/// choice before an int, fewer values before more, then in order of name. Otherwise it is asked for where the nearest
/// trial asked for it. A value of the other parameter that was never tried is taken to ask for it.
class GpConditions {
 public:
  explicit GpConditions(const History& history);

  bool any() const { return any_; }
  /// One flag an axis for a point given by all columns of the history.
  std::vector<bool> active(const Eigen::VectorXd& u) const;

 private:
  struct Rule {
    bool always = true;
    std::ptrdiff_t parent = -1;         ///< axis; −1: none was found
    std::vector<signed char> by_value;  ///< of the parent: 1 asks, 0 does not, −1 not known
  };
  Rule explain(std::size_t axis) const;
  bool separates(std::size_t axis, std::size_t parent, Rule& rule) const;
  bool by_rules(const Eigen::VectorXd& u, std::size_t axis, std::vector<signed char>& known) const;
  bool by_nearest(const Eigen::VectorXd& u, std::size_t axis) const;
  bool asked(std::int64_t trial, std::size_t axis) const;
  std::int64_t value_of(double u, std::size_t axis) const;

  const History& history_;
  std::vector<std::int64_t> trials_;
  std::vector<std::int64_t> asked_count_;
  std::vector<Rule> rules_;
  bool any_ = false;
};

}  // namespace nilgrad::study
