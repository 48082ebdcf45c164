#pragma once
#include <span>

#include "runtime/study/space/value.hpp"

namespace nilgrad::study {

/// The values that one parameter may take, and how samplers that know only numbers see them: `coordinates()` numbers in
/// [0, 1], one but for a permutation, which has one an item (its random keys: the items in ascending order of them).
///
/// From the unit interval to values, so that uniform numbers give what a user means by uniform:
///   - float: low + u (high − low), in logarithms for log; with a step, u's cell among the K values low, low + step, …
///   - int: u's cell among the K values; log: rounds e^v, v uniform from log(low − 1/2) to log(high + 1/2), so that
///   both
///     ends are reached and each value has the mass of its own half-open cell
///   - choice: u's cell among the values, in the order given.
class Domain {
 public:
  enum class Kind { real, integer, choice, permutation };

  /// All throw Error(option) naming what is wrong: bounds that are not finite or not in order, log with low ≤ 0 or with
  /// a step, a step ≤ 0, no values, a value twice, n < 1.
  static Domain real(double low, double high, bool log = false, double step = 0);
  static Domain integer(std::int64_t low, std::int64_t high, bool log = false, std::int64_t step = 1);
  static Domain choice(std::vector<Value> values);
  static Domain permutation(std::int64_t items);

  Kind kind() const { return kind_; }
  bool log() const { return log_; }
  double low() const { return low_; }
  double high() const { return high_; }  ///< of a step: the last value reached
  double step() const { return step_; }  ///< 0: none
  const std::vector<Value>& choices() const { return choices_; }
  /// Of a choice of false and true alone.
  bool is_boolean() const;

  std::size_t coordinates() const { return kind_ == Kind::permutation ? static_cast<std::size_t>(count_) : 1; }
  /// Whether near coordinates are near values: of all but choices.
  bool ordered() const { return kind_ != Kind::choice; }
  /// How many values there are along a coordinate: 0 where they are a continuum.
  std::int64_t count() const { return kind_ == Kind::permutation ? 0 : count_; }

  /// The value at u (coordinates() numbers in [0, 1], clamped).
  Value at(std::span<const double> u) const;
  Value at(double u) const { return at(std::span(&u, 1)); }
  /// Where a value that the domain contains lies: the middle of its cell. at() of it is the value again.
  void locate(const Value& value, std::span<double> u) const;
  double locate(const Value& value) const;

  /// Whether the value is of the right type and within: an int's 3.0 counts as 3 (`exact`), a float's 3 as 3.0.
  bool contains(const Value& value) const;
  /// The value in the domain's own type. Throws Error(option), naming `name`, for one that it does not contain.
  Value exact(const Value& value, const std::string& name) const;

  /// "float 0.001 … 1000, log", "choice 'linear', 'rbf'"
  std::string to_string() const;
  std::string to_json() const;
  /// Throws Error(file).
  static Domain from_json(std::string_view text);

  bool operator==(const Domain&) const = default;

 private:
  Kind kind_ = Kind::real;
  bool log_ = false;
  double low_ = 0, high_ = 1, step_ = 0;
  std::int64_t count_ = 0;  // of values; items of a permutation; 0: a continuum
  std::vector<Value> choices_;
};

}  // namespace nilgrad::study
