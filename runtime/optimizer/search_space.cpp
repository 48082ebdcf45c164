#include "runtime/optimizer/search_space.hpp"

#include <algorithm>
#include <cmath>

#include "runtime/optimizer/coordinates.hpp"

namespace nilgrad {
namespace {

constexpr double step_without_interval = 0.3;
constexpr double margin_of_interval = 0.05;  // at most

}  // namespace

std::vector<double> first_steps(const char* name, const std::vector<double>& given, double share, const Bounds& bounds,
                                std::size_t dim) {
  if (given.size() > 1 && given.size() != dim)
    throw_error(ErrorKind::option, "option '{}' has {} numbers for a problem of dimension {}; give one number or {}",
                name, given.size(), dim, dim);
  std::vector<double> steps(dim, step_without_interval);
  for (std::size_t i = 0; i < dim; ++i) {
    const double width = bounds.upper_at(i) - bounds.lower_at(i);
    if (!given.empty())
      steps[i] = given[given.size() == 1 ? 0 : i];
    else if (std::isfinite(width))
      steps[i] = share * width;
    if (!(steps[i] > 0)) throw_error(ErrorKind::option, "option '{}' must be > 0, got {}", name, steps[i]);
  }
  return steps;
}

SearchSpace::SearchSpace(const Point& start, const Bounds& bounds, const std::vector<double>& steps) {
  const std::size_t n = start.dim();
  std::vector<double> x(n);
  read_coordinates(start, x);
  start_.resize(static_cast<Eigen::Index>(n));
  for (std::size_t i = 0; i < n; ++i) {
    Axis axis{bounds.lower_at(i), bounds.upper_at(i), steps[i], 0};
    axis.margin = std::min(axis.scale, margin_of_interval * (axis.upper - axis.lower));
    start_[static_cast<Eigen::Index>(i)] = axis.outside(x[i]) / axis.scale;
    axes_.push_back(axis);
  }
}

Eigen::VectorXd SearchSpace::start(const std::vector<double>& uniform01) const {
  Eigen::VectorXd u = start_;
  for (std::size_t i = 0; i < axes_.size(); ++i) {
    const Axis& axis = axes_[i];
    if (axis.bounded())
      u[static_cast<Eigen::Index>(i)] =
          axis.outside(axis.lower + (axis.upper - axis.lower) * uniform01[i]) / axis.scale;
  }
  return u;
}

void SearchSpace::write(const Eigen::VectorXd& u, const Point& point) const {
  std::vector<double> x(axes_.size());
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = axes_[i].inside(axes_[i].scale * u[static_cast<Eigen::Index>(i)]);
  write_coordinates(x, point);
}

bool SearchSpace::Axis::bounded() const { return std::isfinite(upper - lower); }

double SearchSpace::Axis::inside(double y) const {
  const double low = lower - margin, high = upper + margin;  // where it is mirrored
  if ((y < low || y > high) && bounded()) {
    const double width = high - low;
    double along = std::fmod(y - low, 2 * width);
    if (along < 0) along += 2 * width;
    y = low + std::min(along, 2 * width - along);
  } else if (y < low) {
    y = low + (low - y);
  } else if (y > high) {
    y = high - (y - high);
  }
  if (y < lower + margin) y = lower + (y - low) * (y - low) / (4 * margin);
  if (y > upper - margin) y = upper - (high - y) * (high - y) / (4 * margin);
  return std::clamp(y, lower, upper);  // rounding
}

double SearchSpace::Axis::outside(double x) const {
  x = std::clamp(x, lower, upper);
  if (x < lower + margin) return lower - margin + 2 * std::sqrt(margin * (x - lower));
  if (x > upper - margin) return upper + margin - 2 * std::sqrt(margin * (upper - x));
  return x;
}

}  // namespace nilgrad
