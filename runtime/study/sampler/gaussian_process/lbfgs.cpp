#include "runtime/study/sampler/gaussian_process/lbfgs.hpp"

#include <cmath>
#include <deque>

namespace nilgrad::study {
namespace {

constexpr std::size_t memory = 8;
constexpr int halvings = 12;
constexpr double longest_first_step = 1;

/// The pairs of steps and changes of gradient that stand for the inverse Hessian.
class Pairs {
 public:
  Eigen::VectorXd direction(const Eigen::VectorXd& gradient) const {
    Eigen::VectorXd q = -gradient;
    if (pairs_.empty()) return q * std::min(1.0, longest_first_step / gradient.norm());
    std::vector<double> alpha(pairs_.size());
    for (std::size_t i = pairs_.size(); i-- > 0;) {
      alpha[i] = pairs_[i].step.dot(q) / pairs_[i].curvature;
      q -= alpha[i] * pairs_[i].change;
    }
    const Pair& last = pairs_.back();
    q *= last.curvature / last.change.squaredNorm();
    for (std::size_t i = 0; i < pairs_.size(); ++i)
      q += (alpha[i] - pairs_[i].change.dot(q) / pairs_[i].curvature) * pairs_[i].step;
    return q;
  }

  void add(Eigen::VectorXd step, Eigen::VectorXd change) {
    const double curvature = step.dot(change);
    if (curvature <= 1e-10 * step.norm() * change.norm()) return;
    pairs_.push_back({std::move(step), std::move(change), curvature});
    if (pairs_.size() > memory) pairs_.pop_front();
  }

  void clear() { pairs_.clear(); }
  bool empty() const { return pairs_.empty(); }

 private:
  struct Pair {
    Eigen::VectorXd step, change;
    double curvature;
  };
  std::deque<Pair> pairs_;
};

}  // namespace

double lbfgs_minimize(const SmoothFunction& function, Eigen::VectorXd& x, int iterations, double tolerance) {
  Eigen::VectorXd gradient(x.size()), next_gradient(x.size());
  double value = function(x, gradient);
  if (!std::isfinite(value)) return value;
  Pairs pairs;
  for (int i = 0; i < iterations && gradient.lpNorm<Eigen::Infinity>() > tolerance; ++i) {
    Eigen::VectorXd direction = pairs.direction(gradient);
    if (direction.dot(gradient) >= 0) {
      pairs.clear();
      direction = pairs.direction(gradient);
    }
    const double slope = direction.dot(gradient);
    double length = 1, next = 0;
    int tries = 0;
    for (; tries < halvings; ++tries, length /= 2) {
      next = function(x + length * direction, next_gradient);
      if (std::isfinite(next) && next <= value + 1e-4 * length * slope) break;
    }
    if (tries == halvings) {
      if (pairs.empty()) break;
      pairs.clear();
      continue;
    }
    const double gain = value - next;
    pairs.add(length * direction, next_gradient - gradient);
    x += length * direction;
    value = next;
    gradient.swap(next_gradient);
    if (gain < tolerance * 1e-2) break;
  }
  return value;
}

}  // namespace nilgrad::study
