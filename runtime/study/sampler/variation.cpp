#include "runtime/study/sampler/variation.hpp"

#include <algorithm>
#include <cmath>

namespace nilgrad::study {
namespace {

constexpr double blend_beyond = 0.4, blend_share = 0.8;
constexpr double least_step = 0.01, most_step = 0.5;
constexpr int most_children = 16;

double folded(double u) {
  u = std::fabs(std::remainder(u, 2.0));
  return std::min(u, 1.0);
}

/// Blend crossover (Eshelman & Schaffer, 1993): between the parents and somewhat beyond, so that a population keeps its
/// spread where nothing selects.
double blend(double a, double b, Generator& random) {
  return folded((a + b) / 2 + 2 * (random.uniform() - 0.5) * (0.5 + blend_beyond) * std::fabs(a - b));
}

using Order = std::vector<std::int64_t>;

/// A run of a's places stays, the other items follow in b's order.
Order order_crossover(const Order& a, const Order& b, Generator& random) {
  const auto n = static_cast<std::int64_t>(a.size());
  auto first = random.integer(0, n - 1), last = random.integer(0, n - 1);
  if (first > last) std::swap(first, last);
  std::vector<bool> kept(a.size() + 1);
  for (auto i = first; i <= last; ++i) kept[static_cast<std::size_t>(a[static_cast<std::size_t>(i)])] = true;
  Order child = a;
  std::size_t to = 0;
  for (const std::int64_t item : b) {
    if (kept[static_cast<std::size_t>(item)]) continue;
    if (to == static_cast<std::size_t>(first)) to = static_cast<std::size_t>(last) + 1;
    child[to++] = item;
  }
  return child;
}

void cross(const Domain& domain, std::span<double> child, std::span<const double> other, Generator& random) {
  const bool takes_other = random.uniform() < 0.5;
  if (std::isnan(child[0]) || std::isnan(other[0])) {
    if (std::isnan(child[0])) std::copy(other.begin(), other.end(), child.begin());
  } else if (domain.kind() == Domain::Kind::permutation) {
    const Value mine = domain.at(child), theirs = domain.at(other);
    domain.locate(order_crossover(std::get<Order>(mine), std::get<Order>(theirs), random), child);
  } else if (domain.ordered() && random.uniform() < blend_share) {
    child[0] = blend(child[0], other[0], random);
  } else if (takes_other) {
    child[0] = other[0];
  }
}

/// A value other than u's among `count`.
double other_choice(double u, std::int64_t count, Generator& random) {
  const auto old = std::min(static_cast<std::int64_t>(u * static_cast<double>(count)), count - 1);
  auto drawn = random.integer(0, count - 2);
  if (drawn >= old) ++drawn;
  return (static_cast<double>(drawn) + 0.5) / static_cast<double>(count);
}

void mutate(const Domain& domain, std::span<double> u, Generator& random) {
  if (std::isnan(u[0]) || domain.count() == 1 || (domain.kind() == Domain::Kind::permutation && u.size() == 1)) return;
  if (domain.kind() == Domain::Kind::permutation) {
    const auto n = static_cast<std::int64_t>(u.size());
    const auto i = random.integer(0, n - 1), j = (i + random.integer(1, n - 1)) % n;
    std::swap(u[static_cast<std::size_t>(i)], u[static_cast<std::size_t>(j)]);
  } else if (!domain.ordered()) {
    u[0] = other_choice(u[0], domain.count(), random);
  } else {
    const double size = least_step * std::pow(most_step / least_step, random.uniform());
    const double step = size * random.normal();
    const Value before = domain.at(u[0]);
    u[0] = folded(u[0] + step);
    // Values far apart would never change by small steps: to the next one then.
    const double cell = domain.count() > 0 ? 1 / static_cast<double>(domain.count()) : 0;
    for (double reach = cell; reach > 0 && reach <= 2 && domain.at(u[0]) == before; reach *= 2)
      u[0] = folded(u[0] + std::copysign(reach, step));
  }
}

}  // namespace

Row child_of(const History& history, const Row& a, const Row& b, const Variation& variation, Generator& random) {
  Row child = a;
  const bool crosses = random.uniform() < variation.crossover;
  const double rate =
      variation.mutation.value_or(1 / static_cast<double>(std::max<std::size_t>(1, history.axes().size())));
  for (const auto& axis : history.axes()) {
    const auto u = std::span(child).subspan(axis.first_column, axis.domain->coordinates());
    if (crosses || std::isnan(u[0])) cross(*axis.domain, u, std::span(b).subspan(axis.first_column, u.size()), random);
    if (random.uniform() < rate) mutate(*axis.domain, u, random);
  }
  settle(history, child);
  return child;
}

Row new_child(const History& history, const std::function<Row(Generator&)>& pick, const Variation& variation,
              const std::function<bool(const Row&)>& allowed, Generator& random) {
  Row child, allowed_child;
  Variation now = variation;
  for (int i = 0; i < most_children; ++i) {
    const Row a = pick(random), b = pick(random);
    child = child_of(history, a, b, now, random);
    if (!allowed(child)) continue;
    const bool tried = has_been_tried(history, child);
    if (!tried && !is_near_failure(history, child)) return child;
    if (tried)
      now.mutation = std::min(1.0, 2 * now.mutation.value_or(1.0 / static_cast<double>(history.axes().size())));
    allowed_child = child;
  }
  return allowed_child.empty() ? child : allowed_child;
}

bool has_been_tried(const History& history, const Row& row) {
  for (const Trial& trial : history.trials()) {
    if (trial.parameters.empty()) continue;
    bool same = true;
    for (std::size_t c = 0; same && c < row.size(); ++c) {
      const double u = history.column(c)[static_cast<std::size_t>(trial.number)];
      same = u == row[c] || std::isnan(u);
    }
    if (same) return true;
  }
  return false;
}

bool is_near_failure(const History& history, const Row& row) {
  const auto& finished = history.finished();
  const auto is_failed = [&](std::int64_t n) {
    return history.trials()[static_cast<std::size_t>(n)].state == State::failed;
  };
  if (std::none_of(finished.begin(), finished.end(), is_failed)) return false;
  std::vector<double> distance(history.trials().size()), shared(history.trials().size());
  for (const auto& axis : history.axes())
    for (std::size_t c = axis.first_column; c < axis.first_column + axis.domain->coordinates(); ++c) {
      if (std::isnan(row[c])) continue;
      const auto column = history.column(c);
      for (std::size_t n = 0; n < column.size(); ++n) {
        if (std::isnan(column[n])) continue;
        const double difference = column[n] - row[c];
        distance[n] += axis.domain->ordered() ? difference * difference : difference == 0 ? 0 : 1;
        shared[n] += 1;
      }
    }
  double least = HUGE_VAL;
  bool failed = false;
  for (const std::int64_t number : finished) {
    const auto n = static_cast<std::size_t>(number);
    if (shared[n] == 0) continue;
    const double mean = distance[n] / shared[n];
    // Of equals the failed one counts, so that the order of the trials does not.
    if (mean < least || (mean == least && is_failed(number))) failed = is_failed(number);
    least = std::min(least, mean);
  }
  return failed;
}

}  // namespace nilgrad::study
