#pragma once
#include "runtime/catalog/describe.hpp"

namespace nilgrad {

/// What an estimator's option h may be: nothing (the default rule), a number, a list of one number a coordinate, or
/// 'auto'.
struct StepOption {
  std::vector<double> given;
  bool automatic = false;
};

/// The limits of an option h, for descriptors; `default_text` says the default rule.
inline catalog::Limits step_limits(
    std::string default_text = "√ε·max(1,|x|) forward, ∛ε·max(1,|x|) central, |x| the root mean square") {
  return {.low = 0, .above_low = true, .choices = {"auto"}, .default_text = std::move(default_text)};
}

/// Help of an option h, the same for all estimators.
inline constexpr const char* step_help =
    "smoothing step: a number; a list of one a coordinate, for badly scaled problems; or 'auto': the noise is measured "
    "and "
    "the step searched for, at the start and when differences sink into the noise (e.search_evaluations; at most a "
    "fifth "
    "of all evaluations in the long run)";

}  // namespace nilgrad

template <>
struct nilgrad::catalog::Slot<nilgrad::StepOption> {
  static constexpr Type type = Type::numbers;
  static void assign(StepOption& to, const Value& from) {
    to.automatic = std::holds_alternative<std::string>(from);
    if (!to.automatic) Slot<std::vector<double>>::assign(to.given, from);
  }
  static std::string text(const StepOption& value) {
    return value.automatic ? "'auto'" : Slot<std::vector<double>>::text(value.given);
  }
};
