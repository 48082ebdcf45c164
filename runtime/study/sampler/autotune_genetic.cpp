#include "runtime/study/sampler/autotune_genetic.hpp"

#include <algorithm>
#include <numeric>

namespace nilgrad::study {
namespace {

constexpr std::size_t population = 10;
constexpr int attempts = 40;
constexpr double mutation_length = 0.15;

double inside(double u) { return std::clamp(u < 0 ? -u : u > 1 ? 2 - u : u, 0.0, 1.0); }

class Breeding {
 public:
  Breeding(const GpSpace& space, const GpOutcomes& losses, Generator& random) : space_(space), random_(random) {
    std::vector<std::size_t> order(losses.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return losses.values[a] < losses.values[b]; });
    for (std::size_t i = 0; i < std::min(population, order.size()); ++i)
      parents_.push_back(space.coordinates(losses.points[order[i]]));
  }

  Eigen::VectorXd child() {
    Eigen::VectorXd u = parent();
    const Eigen::VectorXd& other = parent();
    const double mutated = 1.0 / static_cast<double>(space_.factors().size());
    for (const GpFactor& factor : space_.factors()) {
      if (random_.uniform() < 0.5) u.segment(factor.first, factor.count) = other.segment(factor.first, factor.count);
      if (random_.uniform() >= mutated) continue;
      for (double& coordinate : u.segment(factor.first, factor.count))
        coordinate = factor.ordered ? inside(coordinate + mutation_length * random_.normal()) : random_.uniform();
    }
    return u;
  }

 private:
  const Eigen::VectorXd& parent() {
    const auto last = static_cast<std::int64_t>(parents_.size()) - 1;
    const auto one = random_.integer(0, last), two = random_.integer(0, last);
    return parents_[static_cast<std::size_t>(std::min(one, two))];  // best first
  }

  const GpSpace& space_;
  Generator& random_;
  std::vector<Eigen::VectorXd> parents_;
};

}  // namespace

GpSpace::Point genetic_child(const GpSpace& space, const GpOutcomes& losses, const GpSuccess& success,
                             Generator& random) {
  GpSpace::Point last_resort;
  if (losses.size() == 0) return last_resort;
  Breeding breeding(space, losses, random);
  for (int i = 0; i < attempts; ++i) {
    GpSpace::Point point = space.snapped(breeding.child());
    if (space.tried(point)) continue;
    if (success.likely(point)) return point;
    last_resort = std::move(point);
  }
  return last_resort;
}

}  // namespace nilgrad::study
