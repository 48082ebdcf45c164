#include "runtime/study/space/domain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "runtime/error.hpp"
#include "runtime/reproducible_math.hpp"

namespace nilgrad::study {
namespace {

// Whole numbers beyond this are not all doubles.
constexpr std::int64_t largest_integer = std::int64_t{1} << 53;

double clamp01(double u) { return u > 0 ? std::min(u, 1.0) : 0.0; }

/// Which of `count` cells of equal size u lies in.
std::int64_t cell(double u, std::int64_t count) {
  const auto index = static_cast<std::int64_t>(clamp01(u) * static_cast<double>(count));
  return std::min(index, count - 1);
}

double middle(std::int64_t index, std::int64_t count) {
  return (static_cast<double>(index) + 0.5) / static_cast<double>(count);
}

/// The value as a number, where it is one: 3 for 3.0.
std::optional<double> number_of(const Value& value) {
  if (const auto* number = std::get_if<double>(&value)) return *number;
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
  return {};
}

void check_bounds(double low, double high, bool log) {
  if (!std::isfinite(low) || !std::isfinite(high))
    throw_error(ErrorKind::option, "bounds must be finite numbers, got {} and {}", low, high);
  if (low > high) throw_error(ErrorKind::option, "the lower bound {} is above the upper bound {}", low, high);
  if (log && low <= 0)
    throw_error(ErrorKind::option, "log needs a lower bound above 0, got {}: move the range or drop log", low);
}

bool is_permutation_of(const Value& value, std::int64_t items) {
  const auto* order = std::get_if<std::vector<std::int64_t>>(&value);
  if (!order || static_cast<std::int64_t>(order->size()) != items) return false;
  std::vector<std::int64_t> sorted = *order;
  std::sort(sorted.begin(), sorted.end());
  for (std::int64_t i = 0; i < items; ++i)
    if (sorted[static_cast<std::size_t>(i)] != i + 1) return false;
  return true;
}

}  // namespace

Domain Domain::real(double low, double high, bool log, double step) {
  check_bounds(low, high, log);
  if (!(step >= 0) || !std::isfinite(step)) throw_error(ErrorKind::option, "step must be above 0, got {}", step);
  if (log && step > 0) throw_error(ErrorKind::option, "log and step do not go together: give one of them");
  Domain domain;
  domain.kind_ = Kind::real;
  domain.log_ = log;
  domain.low_ = low;
  domain.high_ = high;
  domain.step_ = step;
  if (step > 0) {
    const double steps = std::floor((high - low) / step * (1 + 1e-12) + 1e-12);
    if (steps >= static_cast<double>(largest_integer))
      throw_error(ErrorKind::option, "a step of {} makes too many values between {} and {}", step, low, high);
    domain.count_ = static_cast<std::int64_t>(steps) + 1;
    domain.high_ = std::min(high, low + steps * step);
  }
  return domain;
}

Domain Domain::integer(std::int64_t low, std::int64_t high, bool log, std::int64_t step) {
  check_bounds(static_cast<double>(low), static_cast<double>(high), log);
  if (low < -largest_integer || high > largest_integer)
    throw_error(ErrorKind::option, "an int's bounds must be within ±2^53, got {} and {}", low, high);
  if (step < 1) throw_error(ErrorKind::option, "step must be at least 1, got {}", step);
  if (log && step > 1) throw_error(ErrorKind::option, "log and step do not go together: give one of them");
  Domain domain;
  domain.kind_ = Kind::integer;
  domain.log_ = log;
  domain.count_ = (high - low) / step + 1;
  domain.low_ = static_cast<double>(low);
  domain.high_ = static_cast<double>(low + (domain.count_ - 1) * step);
  domain.step_ = static_cast<double>(step);
  return domain;
}

Domain Domain::choice(std::vector<Value> values) {
  if (values.empty()) throw_error(ErrorKind::option, "a choice needs at least one value");
  for (std::size_t i = 0; i < values.size(); ++i)
    if (std::find(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(i), values[i]) !=
        values.begin() + static_cast<std::ptrdiff_t>(i))
      throw_error(ErrorKind::option, "a choice has the value {} twice", study::to_string(values[i]));
  Domain domain;
  domain.kind_ = Kind::choice;
  domain.count_ = static_cast<std::int64_t>(values.size());
  domain.high_ = static_cast<double>(values.size());
  domain.choices_ = std::move(values);
  return domain;
}

Domain Domain::permutation(std::int64_t items) {
  if (items < 1 || items > 1'000'000)
    throw_error(ErrorKind::option, "a permutation is of 1 to 1000000 items, got {}", items);
  Domain domain;
  domain.kind_ = Kind::permutation;
  domain.count_ = items;
  return domain;
}

bool Domain::is_boolean() const {
  return kind_ == Kind::choice && choices_ == std::vector<Value>{Value(false), Value(true)};
}

Value Domain::at(std::span<const double> u) const {
  switch (kind_) {
    case Kind::choice:
      return choices_[static_cast<std::size_t>(cell(u[0], count_))];
    case Kind::permutation: {
      std::vector<std::int64_t> order(u.size());
      std::iota(order.begin(), order.end(), 1);
      std::stable_sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
        return u[static_cast<std::size_t>(a - 1)] < u[static_cast<std::size_t>(b - 1)];
      });
      return order;
    }
    case Kind::integer: {
      if (!log_) return static_cast<std::int64_t>(low_ + static_cast<double>(cell(u[0], count_)) * step_);
      const double from = reproducible::log(low_ - 0.5), to = reproducible::log(high_ + 0.5);
      const double value = std::floor(reproducible::exp(from + clamp01(u[0]) * (to - from)) + 0.5);
      return static_cast<std::int64_t>(std::clamp(value, low_, high_));
    }
    case Kind::real:
      break;
  }
  if (step_ > 0) return std::min(high_, low_ + static_cast<double>(cell(u[0], count_)) * step_);
  if (!log_) return std::clamp(low_ + clamp01(u[0]) * (high_ - low_), low_, high_);
  const double from = reproducible::log(low_), to = reproducible::log(high_);
  return std::clamp(reproducible::exp(from + clamp01(u[0]) * (to - from)), low_, high_);
}

double Domain::locate(const Value& value) const {
  double u = 0.5;
  locate(value, std::span(&u, 1));
  return u;
}

void Domain::locate(const Value& value, std::span<double> u) const {
  if (kind_ == Kind::permutation) {
    const auto& order = std::get<std::vector<std::int64_t>>(value);
    for (std::size_t place = 0; place < order.size(); ++place)
      u[static_cast<std::size_t>(order[place] - 1)] = middle(static_cast<std::int64_t>(place), count_);
    return;
  }
  if (kind_ == Kind::choice) {
    u[0] = middle(std::find(choices_.begin(), choices_.end(), value) - choices_.begin(), count_);
    return;
  }
  const double x = *number_of(value);
  if (kind_ == Kind::integer && log_) {
    const double from = reproducible::log(low_ - 0.5), to = reproducible::log(high_ + 0.5);
    u[0] = ((reproducible::log(x - 0.5) + reproducible::log(x + 0.5)) / 2 - from) / (to - from);
  } else if (step_ > 0) {
    u[0] = middle(static_cast<std::int64_t>(std::llround((x - low_) / step_)), count_);
  } else if (high_ == low_) {
    u[0] = 0.5;
  } else if (log_) {
    const double from = reproducible::log(low_), to = reproducible::log(high_);
    u[0] = clamp01((reproducible::log(x) - from) / (to - from));
  } else {
    u[0] = clamp01((x - low_) / (high_ - low_));
  }
}

bool Domain::contains(const Value& value) const {
  if (kind_ == Kind::choice) return std::find(choices_.begin(), choices_.end(), value) != choices_.end();
  if (kind_ == Kind::permutation) return is_permutation_of(value, count_);
  const auto x = number_of(value);
  if (!x || !(*x >= low_ && *x <= high_)) return false;
  if (step_ == 0) return true;
  const double steps = (*x - low_) / step_;
  return std::fabs(steps - std::round(steps)) <= (kind_ == Kind::integer ? 0 : 1e-9 * std::max(1.0, steps));
}

Value Domain::exact(const Value& value, const std::string& name) const {
  if (!contains(value))
    throw_error(ErrorKind::option, "the value {} of '{}' is not in its domain: {}", study::to_string(value), name,
                to_string());
  if (kind_ == Kind::integer) return static_cast<std::int64_t>(*number_of(value));
  if (kind_ == Kind::real) return *number_of(value);
  return value;
}

std::string Domain::to_string() const {
  switch (kind_) {
    case Kind::permutation:
      return fmt::format("permutation of {}", count_);
    case Kind::choice: {
      if (is_boolean()) return "bool";
      std::string text = "choice";
      for (std::size_t i = 0; i < choices_.size(); ++i) text += (i == 0 ? " " : ", ") + study::to_string(choices_[i]);
      return text;
    }
    case Kind::integer:
      return fmt::format("int {} … {}{}{}", low_, high_, log_ ? ", log" : "",
                         step_ > 1 ? fmt::format(", step {}", step_) : "");
    case Kind::real:
      break;
  }
  return fmt::format("float {} … {}{}{}", low_, high_, log_ ? ", log" : "",
                     step_ > 0 ? fmt::format(", step {}", step_) : "");
}

}  // namespace nilgrad::study
