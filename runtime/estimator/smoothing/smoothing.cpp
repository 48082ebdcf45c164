#include "runtime/estimator/smoothing/smoothing.hpp"

#include <algorithm>
#include <cmath>

#include "runtime/estimator/smoothing/median.hpp"

namespace nilgrad {
Smoothing::Smoothing(StepOption option, Difference difference) : option_(std::move(option)), difference_(difference) {
  if (is_list())
    for (const double h : option_.given) inverse_.push_back(1 / h);
}

void Smoothing::check(std::size_t dim) const {
  if (is_list() && option_.given.size() != dim)
    throw_error(ErrorKind::option, "option 'h' has {} numbers for a problem of dimension {}; give one number or {}",
                option_.given.size(), dim, dim);
}

std::int64_t Smoothing::memory(const Point& shape, bool each_axis) const {
  if (!option_.automatic) return 0;
  std::int64_t bytes = sizeof found_;
  for (const Tensor& tensor : shape.tensors) bytes += each_axis ? static_cast<std::int64_t>(tensor.bytes()) : 0;
  return bytes;
}

std::string Smoothing::remembers() const { return option_.automatic ? "the smoothing step that a search found" : ""; }

double Smoothing::along(const Point& base) const {
  check(base.dim());
  if (is_list()) return 1;
  if (option_.given.size() == 1) return option_.given[0];
  return found_.step > 0 ? found_.step : smoothing_step({}, difference_, base);
}

double Smoothing::at(std::size_t i, DType dtype, double x) const {
  if (!option_.automatic) {
    if (option_.given.empty()) return smoothing_step_at({}, difference_, dtype, x);
    return option_.given[is_list() ? i : 0];
  }
  const double step = found_axes_.dim() == 0 ? found_.step : element_at(found_axes_, i);
  return step > 0 ? step : smoothing_step_at({}, difference_, dtype, x);
}

void Smoothing::observe(std::span<const double> slopes, double h) {
  if (!option_.automatic) return;
  const double width = difference_ == Difference::central ? 2 * h : h;
  changes_.clear();
  for (const double slope : slopes) changes_.push_back(slope * width);
  observe(changes_);
}

void Smoothing::observe(std::span<const double> differences) {
  if (!option_.automatic) return;
  found_.spent += static_cast<std::int64_t>(differences.size()) * (difference_ == Difference::central ? 2 : 1);
  std::vector<double> sizes;
  for (const double difference : differences)
    if (!failed(difference)) sizes.push_back(std::abs(difference));
  if (sizes.empty() || median(std::move(sizes)) <= 2 * found_.noise) found_.stale = true;
}

const Directions& Smoothing::probing(const Directions& directions) {
  return is_list() ? stretch(directions, option_.given, probing_) : directions;
}

const Directions& Smoothing::estimating(const Directions& directions) {
  return is_list() ? stretch(directions, inverse_, estimating_) : directions;
}

const Directions& Smoothing::stretch(const Directions& directions, const std::vector<double>& diagonal,
                                     Directions& out) {
  out.clear();
  std::vector<Term> terms;
  for (std::size_t j = 0; j < directions.size(); ++j) {
    terms.assign(directions[j].begin(), directions[j].end());
    for (Term& term : terms) {
      const Distribution& inner = *term.direction.distribution;
      auto found = std::find_if(stretched_.begin(), stretched_.end(),
                                [&](const auto& known) { return known->is(inner, diagonal); });
      if (found == stretched_.end()) found = stretched_.insert(found, std::make_unique<Stretched>(inner, diagonal));
      term.direction.distribution = found->get();
    }
    out.add(terms);
  }
  return out;
}

}  // namespace nilgrad
