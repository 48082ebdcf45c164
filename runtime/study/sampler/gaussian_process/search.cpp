#include "runtime/study/sampler/gaussian_process/search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace nilgrad::study {
namespace {

constexpr int uniform_candidates = 300, near_each = 25, climbers = 4, rounds = 5, steps_each = 16;

struct Scored {
  GpSpace::Point point;
  double score;
};

class Search {
 public:
  Search(const GpModel& model, const GpSpace& space, Generator random, const Allowed& allowed)
      : model_(model), space_(space), random_(random), allowed_(allowed) {}

  GpSpace::Point best() {
    for (int i = 0; i < uniform_candidates; ++i) add(space_.uniform(random_));
    for (const GpSpace::Point& incumbent : model_.incumbents())
      for (int i = 0; i < near_each; ++i) add(moved(incumbent, std::pow(10.0, -0.5 - 1.5 * random_.uniform())));
    std::vector<Scored> leaders = evaluated();
    keep(leaders, climbers);
    double length = 0.1;
    for (int round = 0; round < rounds; ++round, length /= 2) {
      for (const Scored& leader : leaders)
        for (int i = 0; i < steps_each; ++i) add(moved(leader.point, length));
      std::vector<Scored> next = evaluated();
      // Each climber's own neighbourhood: the best of all would soon be one hill.
      for (std::size_t k = 0; k < leaders.size(); ++k)
        for (Scored& candidate : next)
          if (candidate.score > leaders[k].score && near(candidate.point, leaders[k].point)) leaders[k] = candidate;
    }
    keep(leaders, 1);
    return leaders.empty() ? GpSpace::Point() : leaders.front().point;
  }

 private:
  /// A few coordinates changed: ordered ones by a normal step, choices to any value.
  Eigen::VectorXd moved(const GpSpace::Point& point, double length) {
    Eigen::VectorXd u = space_.coordinates(point);
    const auto n = static_cast<double>(space_.factors().size());
    const std::int64_t surely = random_.integer(0, static_cast<std::int64_t>(space_.factors().size()) - 1);
    for (std::size_t f = 0; f < space_.factors().size(); ++f) {
      const GpFactor& factor = space_.factors()[f];
      if (static_cast<std::int64_t>(f) != surely && random_.uniform() > std::max(1 / n, factor.ordered ? 0.5 : 0.15))
        continue;
      for (Eigen::Index c = factor.first; c < factor.first + factor.count; ++c)
        u[c] = factor.ordered ? reflected(u[c] + length * random_.normal()) : random_.uniform();
    }
    return u;
  }

  static double reflected(double u) {
    if (u < 0) u = -u;
    if (u > 1) u = 2 - u;
    return std::clamp(u, 0.0, 1.0);
  }

  bool near(const GpSpace::Point& a, const GpSpace::Point& b) const { return (a - b).cwiseAbs().maxCoeff() < 0.5; }

  void add(const Eigen::VectorXd& u) {
    GpSpace::Point point = space_.snapped(u);
    if (!space_.tried(point)) waiting_.push_back(std::move(point));
  }

  std::vector<Scored> evaluated() {
    std::vector<Scored> scored;
    if (waiting_.empty()) return scored;
    Eigen::MatrixXd points(space_.columns(), static_cast<Eigen::Index>(waiting_.size()));
    for (std::size_t i = 0; i < waiting_.size(); ++i) points.col(static_cast<Eigen::Index>(i)) = waiting_[i];
    const Eigen::VectorXd scores = model_.scores(points);
    for (std::size_t i = 0; i < waiting_.size(); ++i)
      scored.push_back({std::move(waiting_[i]), scores[static_cast<Eigen::Index>(i)]});
    waiting_.clear();
    return scored;
  }

  void keep(std::vector<Scored>& scored, std::size_t count) const {
    std::stable_sort(scored.begin(), scored.end(), [](const Scored& a, const Scored& b) { return a.score > b.score; });
    if (allowed_) {
      std::vector<Scored> fine;
      for (Scored& candidate : scored)
        if (fine.size() < count && allowed_(space_.values(candidate.point))) fine.push_back(std::move(candidate));
      scored = std::move(fine);
    }
    if (scored.size() > count) scored.resize(count);
  }

  const GpModel& model_;
  const GpSpace& space_;
  Generator random_;
  const Allowed& allowed_;
  std::vector<GpSpace::Point> waiting_;
};

}  // namespace

GpSpace::Point gp_best_point(const GpModel& model, const GpSpace& space, Generator random, const Allowed& allowed) {
  return Search(model, space, random, allowed).best();
}

}  // namespace nilgrad::study
