#include "runtime/study/sampler/row.hpp"

#include <algorithm>
#include <cmath>

namespace nilgrad::study {
namespace {

std::span<const double> part(std::span<const double> row, const History::Axis& axis) {
  return row.subspan(axis.first_column, axis.domain->coordinates());
}

/// NaN equals NaN here: both trials were not asked for the parameter.
bool same_place(const History& history, std::int64_t a, std::int64_t b) {
  for (std::size_t c = 0; c < history.columns(); ++c) {
    const double x = history.column(c)[static_cast<std::size_t>(a)], y = history.column(c)[static_cast<std::size_t>(b)];
    if (x != y && !(std::isnan(x) && std::isnan(y))) return false;
  }
  return true;
}

/// Finite losses with their numbers.
std::vector<std::pair<double, std::int64_t>> ranked(const History& history, std::size_t most) {
  std::vector<std::pair<double, std::int64_t>> all;
  all.reserve(history.finished().size());
  for (const std::int64_t number : history.finished())
    if (const double loss = history.loss(number); !std::isnan(loss)) all.emplace_back(loss, number);
  const auto end = all.begin() + static_cast<std::ptrdiff_t>(std::min(most, all.size()));
  std::partial_sort(all.begin(), end, all.end());
  all.erase(end, all.end());
  return all;
}

}  // namespace

Row row_of(const History& history, std::int64_t number) {
  Row row(history.columns());
  for (std::size_t c = 0; c < row.size(); ++c) row[c] = history.column(c)[static_cast<std::size_t>(number)];
  return row;
}

Given values_at(const History& history, std::span<const double> row) {
  Given values;
  for (const auto& axis : history.axes())
    if (const auto u = part(row, axis); !std::isnan(u[0]))
      values.emplace_hint(values.end(), axis.name, axis.domain->at(u));
  return values;
}

void settle(const History& history, Row& row) {
  for (const auto& axis : history.axes()) {
    const auto u = std::span(row).subspan(axis.first_column, axis.domain->coordinates());
    if (!std::isnan(u[0])) axis.domain->locate(axis.domain->at(u), u);
  }
}

std::vector<std::int64_t> best_trials(const History& history, std::size_t most) {
  std::vector<std::int64_t> numbers;
  for (const auto& [loss, number] : ranked(history, most)) numbers.push_back(number);
  return numbers;
}

std::vector<std::int64_t> best_distinct_trials(const History& history, std::size_t most) {
  // Looking at twice as many is nearly always enough, and much cheaper than sorting all.
  for (std::size_t looked_at = 2 * most;; looked_at *= 4) {
    std::vector<std::int64_t> numbers;
    const auto candidates = ranked(history, looked_at);
    for (const auto& [loss, number] : candidates) {
      if (numbers.size() == most) break;
      if (std::none_of(numbers.begin(), numbers.end(), [&, n = number](std::int64_t kept) {
            return history.loss(kept) == history.loss(n) || same_place(history, kept, n);
          }))
        numbers.push_back(number);
    }
    if (numbers.size() == most || candidates.size() < looked_at) return numbers;
  }
}

}  // namespace nilgrad::study
