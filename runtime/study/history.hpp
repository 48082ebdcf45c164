#pragma once
#include <limits>
#include <span>

#include "runtime/study/trial.hpp"

namespace nilgrad::study {

/// A study's trials as one worker knows them, and as the coordinates that samplers work on. Everything that samplers
/// and pruners decide is a function of it and of the trial's number, so that a study replays to the bit.
class History {
 public:
  /// A parameter that some trial was asked for.
  struct Axis {
    std::string name;
    std::shared_ptr<const Domain> domain;  ///< the study's: the one asked for last
    std::size_t first_column = 0;          ///< it has domain->coordinates() of them
  };

  History(std::uint64_t seed, std::vector<bool> maximize) : seed_(seed), maximize_(std::move(maximize)) {}

  std::uint64_t seed() const { return seed_; }
  std::size_t objectives() const { return maximize_.size(); }
  const std::vector<bool>& maximize() const { return maximize_; }

  /// By number: trials()[n].number == n.
  const std::vector<Trial>& trials() const { return trials_; }
  /// Numbers of finished trials, in the order in which they were finished.
  const std::vector<std::int64_t>& finished() const { return finished_; }

  /// All parameters seen or declared, in order of name, so that the order does not depend on who came first.
  const std::vector<Axis>& axes() const { return axes_; }
  const Axis* axis(std::string_view name) const;
  /// The same, looking first at the one that was asked for after the last one before.
  const Axis* axis(std::string_view name);
  std::size_t columns() const { return columns_.size(); }
  /// Where each trial lies along a coordinate, in [0, 1] (by number); NaN where the parameter was not asked for or lies
  /// outside of the study's domain.
  std::span<const double> column(std::size_t column) const { return columns_[column]; }

  /// What objective k says of a trial, as something to minimize: NaN unless it is complete.
  double loss(std::int64_t number, std::size_t objective = 0) const {
    const Trial& trial = trials_[static_cast<std::size_t>(number)];
    if (trial.state != State::complete) return std::numeric_limits<double>::quiet_NaN();
    return maximize_[objective] ? -trial.values[objective] : trial.values[objective];
  }
  /// The complete trial of least loss, the first of equals; nullptr when there is none. Of the first objective.
  const Trial* best() const;

  /// Trials that are new or have changed. Numbers without gaps are the caller's duty.
  void update(Trial trial);
  /// Declares a parameter, or a new domain of it: its columns are made anew.
  void declare(const std::string& name, std::shared_ptr<const Domain> domain);

 private:
  void place(const Trial& trial);
  void layout();

  std::uint64_t seed_;
  std::vector<bool> maximize_;
  std::vector<Trial> trials_;
  std::vector<std::int64_t> finished_;
  std::vector<Axis> axes_;
  std::vector<std::size_t> followers_;  // of each axis: which was asked for after it
  std::size_t asked_last_ = 0;
  std::vector<std::vector<double>> columns_;
  std::int64_t best_ = -1;
};

}  // namespace nilgrad::study
