#include "runtime/study/sampler/gaussian_process/conditions.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nilgrad::study {
namespace {

constexpr std::int64_t few_values = 64;

}  // namespace

GpConditions::GpConditions(const History& history) : history_(history) {
  for (const Trial& trial : history.trials())
    if ((trial.state == State::complete || trial.state == State::pruned) && !trial.parameters.empty())
      trials_.push_back(trial.number);
  for (std::size_t axis = 0; axis < history.axes().size(); ++axis)
    asked_count_.push_back(
        std::count_if(trials_.begin(), trials_.end(), [&](std::int64_t trial) { return asked(trial, axis); }));
  for (std::size_t axis = 0; axis < history.axes().size(); ++axis) {
    rules_.push_back(explain(axis));
    any_ = any_ || !rules_.back().always;
  }
}

bool GpConditions::asked(std::int64_t trial, std::size_t axis) const {
  return !std::isnan(history_.column(history_.axes()[axis].first_column)[static_cast<std::size_t>(trial)]);
}

std::int64_t GpConditions::value_of(double u, std::size_t axis) const {
  const std::int64_t count = history_.axes()[axis].domain->count();
  return std::clamp<std::int64_t>(static_cast<std::int64_t>(u * static_cast<double>(count)), 0, count - 1);
}

GpConditions::Rule GpConditions::explain(std::size_t axis) const {
  Rule best;
  if (asked_count_[axis] == static_cast<std::int64_t>(trials_.size()) || asked_count_[axis] == 0) return best;
  best.always = false;
  const auto rank = [&](std::size_t parent) {
    const Domain& domain = *history_.axes()[parent].domain;
    return std::pair(domain.kind() != Domain::Kind::choice, domain.count());
  };
  for (std::size_t parent = 0; parent < history_.axes().size(); ++parent) {
    const Domain& domain = *history_.axes()[parent].domain;
    if (parent == axis || domain.count() < 2 || domain.count() > few_values) continue;
    if (asked_count_[parent] <= asked_count_[axis]) continue;  // so no rule hangs on itself
    if (best.parent >= 0 && rank(static_cast<std::size_t>(best.parent)) <= rank(parent)) continue;
    Rule rule;
    if (separates(axis, parent, rule)) best = std::move(rule);
  }
  return best;
}

bool GpConditions::separates(std::size_t axis, std::size_t parent, Rule& rule) const {
  const auto values = history_.column(history_.axes()[parent].first_column);
  rule.always = false;
  rule.parent = static_cast<std::ptrdiff_t>(parent);
  rule.by_value.assign(static_cast<std::size_t>(history_.axes()[parent].domain->count()), -1);
  for (const std::int64_t trial : trials_) {
    const bool wanted = asked(trial, axis);
    if (!asked(trial, parent)) {
      if (wanted) return false;
      continue;
    }
    auto& known = rule.by_value[static_cast<std::size_t>(value_of(values[static_cast<std::size_t>(trial)], parent))];
    if (known >= 0 && (known == 1) != wanted) return false;
    known = wanted;
  }
  return true;
}

bool GpConditions::by_rules(const Eigen::VectorXd& u, std::size_t axis, std::vector<signed char>& known) const {
  if (known[axis] >= 0) return known[axis] == 1;
  const Rule& rule = rules_[axis];
  bool active = rule.always;
  if (!rule.always && rule.parent < 0) active = by_nearest(u, axis);
  if (rule.parent >= 0) {
    const auto parent = static_cast<std::size_t>(rule.parent);
    const double at = u[static_cast<Eigen::Index>(history_.axes()[parent].first_column)];
    active = by_rules(u, parent, known) && rule.by_value[static_cast<std::size_t>(value_of(at, parent))] != 0;
  }
  known[axis] = active;
  return active;
}

bool GpConditions::by_nearest(const Eigen::VectorXd& u, std::size_t axis) const {
  double least = std::numeric_limits<double>::infinity();
  bool active = true;
  for (const std::int64_t trial : trials_) {
    double distance = 0;
    for (std::size_t other = 0; other < rules_.size(); ++other) {
      if (!rules_[other].always || other == axis) continue;
      const History::Axis& along = history_.axes()[other];
      for (std::size_t c = along.first_column; c < along.first_column + along.domain->coordinates(); ++c) {
        const double gap =
            std::fabs(u[static_cast<Eigen::Index>(c)] - history_.column(c)[static_cast<std::size_t>(trial)]);
        distance += along.domain->ordered() ? gap * gap : static_cast<double>(gap > 1e-9);
      }
    }
    if (distance < least) {
      least = distance;
      active = asked(trial, axis);
    }
  }
  return active;
}

std::vector<bool> GpConditions::active(const Eigen::VectorXd& u) const {
  std::vector<bool> flags(rules_.size(), true);
  if (!any_) return flags;
  std::vector<signed char> known(rules_.size(), -1);
  for (std::size_t axis = 0; axis < rules_.size(); ++axis) flags[axis] = by_rules(u, axis, known);
  return flags;
}

}  // namespace nilgrad::study
