#include "runtime/study/history.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "runtime/error.hpp"

namespace nilgrad::study {

const History::Axis* History::axis(std::string_view name) const {
  const auto found = std::lower_bound(axes_.begin(), axes_.end(), name,
                                      [](const Axis& axis, std::string_view wanted) { return axis.name < wanted; });
  return found != axes_.end() && found->name == name ? &*found : nullptr;
}

const History::Axis* History::axis(std::string_view name) {
  if (axes_.empty()) return nullptr;
  std::size_t& follower = followers_[asked_last_];
  if (axes_[follower].name != name) {
    const Axis* found = std::as_const(*this).axis(name);
    if (!found) return nullptr;
    follower = static_cast<std::size_t>(found - axes_.data());
  }
  asked_last_ = follower;
  return &axes_[follower];
}

const Trial* History::best() const { return best_ < 0 ? nullptr : &trials_[static_cast<std::size_t>(best_)]; }

void History::declare(const std::string& name, std::shared_ptr<const Domain> domain) {
  const auto place = std::lower_bound(axes_.begin(), axes_.end(), name,
                                      [](const Axis& axis, const std::string& wanted) { return axis.name < wanted; });
  if (place != axes_.end() && place->name == name) {
    if (*place->domain == *domain) return;
    place->domain = std::move(domain);
  } else {
    axes_.insert(place, {name, std::move(domain), 0});
  }
  layout();
}

void History::layout() {
  followers_.assign(axes_.size(), 0);
  asked_last_ = 0;
  std::size_t columns = 0;
  for (Axis& axis : axes_) {
    axis.first_column = columns;
    columns += axis.domain->coordinates();
  }
  columns_.assign(columns, std::vector<double>(trials_.size(), std::numeric_limits<double>::quiet_NaN()));
  for (const Trial& trial : trials_) place(trial);
}

void History::place(const Trial& trial) {
  const auto row = static_cast<std::size_t>(trial.number);
  for (auto& column : columns_) column[row] = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> many;
  for (const Parameter& parameter : trial.parameters) {
    const Axis& axis = *this->axis(parameter.name);
    if (axis.domain != parameter.domain && !axis.domain->contains(parameter.value)) continue;
    if (axis.domain->coordinates() == 1) {
      columns_[axis.first_column][row] = axis.domain->locate(parameter.value);
      continue;
    }
    many.resize(axis.domain->coordinates());
    axis.domain->locate(parameter.value, many);
    for (std::size_t c = 0; c < many.size(); ++c) columns_[axis.first_column + c][row] = many[c];
  }
}

void History::update(Trial trial) {
  for (const Parameter& parameter : trial.parameters)
    if (!axis(parameter.name)) declare(parameter.name, parameter.domain);
  const auto row = static_cast<std::size_t>(trial.number);
  // Trials become known in any order; those before a new number are taken to be waiting until they are.
  while (trials_.size() <= row) {
    Trial unknown;
    unknown.number = static_cast<std::int64_t>(trials_.size());
    trials_.push_back(std::move(unknown));
    for (auto& column : columns_) column.push_back(std::numeric_limits<double>::quiet_NaN());
  }
  const bool was_finished = is_finished(trials_[row].state);
  trials_[row] = std::move(trial);
  place(trials_[row]);
  const Trial& now = trials_[row];
  if (was_finished || !is_finished(now.state)) return;
  finished_.push_back(now.number);
  if (const double loss = this->loss(now.number); !std::isnan(loss)) {
    const double least = best_ < 0 ? std::numeric_limits<double>::infinity() : this->loss(best_);
    if (loss < least || (loss == least && now.number < best_)) best_ = now.number;
  }
}

}  // namespace nilgrad::study
