#include "runtime/study/sampler/grid_lattice.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "runtime/error.hpp"

namespace nilgrad::study {
namespace {

constexpr std::int64_t most_configurations = 100'000'000;
constexpr std::int64_t most_orders = 5040;  // of a permutation: 7 items

/// What a trial has for a parameter, or will have where it asks for it.
const Value* value_of(const Trial& trial, const std::string& name) {
  if (const Parameter* parameter = trial.parameter(name)) return &parameter->value;
  if (is_finished(trial.state)) return nullptr;
  const auto given = trial.given.find(name);
  return given == trial.given.end() ? nullptr : &given->second;
}

Value value_at(const Domain& domain, std::int64_t index) {
  if (domain.kind() == Domain::Kind::choice) return domain.choices()[static_cast<std::size_t>(index)];
  const double along = static_cast<double>(index);
  if (domain.kind() == Domain::Kind::integer) return static_cast<std::int64_t>(domain.low() + along * domain.step());
  return domain.at((along + 0.5) / static_cast<double>(domain.count()));
}

}  // namespace

GridLevels::GridLevels(const Domain& domain, const std::string& name, std::int64_t floats, std::int64_t steps) {
  if (domain.kind() == Domain::Kind::permutation)
    add_orders(domain, name);
  else if (domain.count() == 0)
    spread(domain, domain.low() == domain.high() ? 1 : floats);
  else if (domain.ordered() && domain.count() > steps)
    spread(domain, steps);
  else
    for (std::int64_t i = 0; i < domain.count(); ++i) add(value_at(domain, i));
}

void GridLevels::add(Value value) {
  if (values.empty() || values.back() != value) values.push_back(std::move(value));
}

void GridLevels::spread(const Domain& domain, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) {
    const double u = count == 1 ? 0.5 : static_cast<double>(i) / static_cast<double>(count - 1);
    const double end = u == 0 ? domain.low() : domain.high();  // exactly, whatever rounding the scale brings
    add(u > 0 && u < 1 ? domain.at(u) : domain.exact(end, ""));
  }
}

void GridLevels::add_orders(const Domain& domain, const std::string& name) {
  std::vector<std::int64_t> order(domain.coordinates());
  std::iota(order.begin(), order.end(), std::int64_t{1});
  if (std::tgamma(static_cast<double>(order.size()) + 1) > static_cast<double>(most_orders))
    throw_error(ErrorKind::option, "'{}' has too many orders for a grid: {} items, 7 at most; use another sampler",
                name, order.size());
  do add(order);
  while (std::next_permutation(order.begin(), order.end()));
}

GridLattice::GridLattice(const History& history, std::int64_t floats, std::int64_t steps) {
  for (const auto& axis : history.axes()) {
    levels_.emplace_back(*axis.domain, axis.name, floats, steps);
    if (size_ > most_configurations / levels_.back().size())
      throw_error(ErrorKind::option,
                  "the grid has more than {} configurations: give fewer values, or use another sampler",
                  most_configurations);
    size_ *= levels_.back().size();
  }
}

void GridLattice::add(const History& history, const Trial& trial) {
  if (trial.parameters.empty() && trial.given.empty()) return;
  std::vector<bool> asked;
  std::int64_t project = 0, stride = 1;
  for (std::size_t a = 0; a < levels_.size(); ++a) {
    const auto& values = levels_[a].values;
    const Value* value = value_of(trial, history.axes()[a].name);
    if (!value && !is_finished(trial.state)) return;
    const auto level = value ? std::find(values.begin(), values.end(), *value) : values.end();
    if (value && level == values.end() && trial.source != source) return;
    asked.push_back(level != values.end());
    if (asked.back()) project += (level - values.begin()) * stride;
    stride *= levels_[a].size();
  }
  visited_[asked].insert(project);
}

bool GridLattice::visited(std::int64_t index) const {
  return std::any_of(visited_.begin(), visited_.end(),
                     [&](const auto& group) { return group.second.contains(projected(index, group.first)); });
}

Given GridLattice::at(const History& history, std::int64_t index) const {
  Given values;
  for (std::size_t a = 0; a < levels_.size(); ++a) {
    values.emplace(history.axes()[a].name, levels_[a].values[static_cast<std::size_t>(index % levels_[a].size())]);
    index /= levels_[a].size();
  }
  return values;
}

std::int64_t GridLattice::projected(std::int64_t index, const std::vector<bool>& asked) const {
  std::int64_t project = 0, stride = 1;
  for (std::size_t a = 0; a < levels_.size(); ++a) {
    if (asked[a]) project += index % levels_[a].size() * stride;
    index /= levels_[a].size();
    stride *= levels_[a].size();
  }
  return project;
}

}  // namespace nilgrad::study
