#include "runtime/estimator/smoothing/smoothing.hpp"

#include <algorithm>

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

double Smoothing::along(const Point& base) const {
  check(base.dim());
  if (is_list()) return 1;
  if (option_.given.size() == 1) return option_.given[0];
  return found_.size() == 1 ? found_[0] : smoothing_step({}, difference_, base);
}

double Smoothing::at(std::size_t i, DType dtype, double x) const {
  const std::vector<double>& steps = option_.automatic ? found_ : option_.given;
  if (steps.empty()) return smoothing_step_at({}, difference_, dtype, x);
  return steps[steps.size() == 1 ? 0 : i];
}

Algorithm<void> Smoothing::search(Exchange&, const Point&, Key, Perturbation&, Estimate&) { co_return; }

Algorithm<void> Smoothing::search_axes(Exchange&, const Point&, Key, const Axes&, Estimate&) { co_return; }

void Smoothing::observe(std::span<const double>, double) {}

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
