#include "runtime/estimator/smoothing/step_search.hpp"

#include <algorithm>
#include <cmath>

namespace nilgrad {
namespace {

constexpr double low_ratio = 1.5, high_ratio = 6;
constexpr double clear = 1e4;             // |Δf|/ε_f with which no one needs a larger step
constexpr double farthest = 1e4;          // times the usual step: how far to look for a change of f
constexpr double likely_misreading = 50;  // of the noise level
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr int most_rounds = 40;

double factor(Difference difference) { return difference == Difference::forward ? 4 : 8; }

/// The outer point of a ratio, in units of h.
double outer(Difference difference) { return difference == Difference::forward ? 4 : 3; }

}  // namespace

double cube_root(double x) {
  if (!(x > 0) || std::isinf(x)) return x;
  int exponent = 0;
  double mantissa = std::frexp(x, &exponent);  // exact, and in [1/8, 1) once the exponent is a multiple of 3
  while (exponent % 3 != 0) mantissa /= 2, ++exponent;
  double root = 0.4 + 0.6 * mantissa;
  for (int i = 0; i < 7; ++i) root -= (root - mantissa / (root * root)) / 3;
  return std::ldexp(root, exponent / 3);
}

double StepSearch::first(Difference difference, double noise) {
  return difference == Difference::forward ? 2 / std::sqrt(3.0) * std::sqrt(noise) : cube_root(3 * noise);
}

StepSearch::StepSearch(Difference difference, double noise, double centre, const StepRange& range)
    : difference_(difference),
      noise_(noise),
      centre_(centre),
      range_(range),
      count_(difference == Difference::forward ? 2 : 4) {
  place(std::max(range.least, std::min(range.first, range.usual)));
}

void StepSearch::place(double h) {
  h_ = h;
  const auto old_offsets = offsets_;
  const auto old_values = values_;
  const auto old_known = known_;
  if (difference_ == Difference::forward)
    offsets_ = {h, 4 * h, 0, 0};
  else
    offsets_ = {h, -h, 3 * h, -3 * h};
  wanted_count_ = 0;
  for (std::size_t i = 0; i < count_; ++i) {
    known_[i] = false;
    for (std::size_t old = 0; old < count_; ++old)
      if (old_known[old] && old_offsets[old] == offsets_[i]) known_[i] = true, values_[i] = old_values[old];
    if (!known_[i]) wanted_[wanted_count_++] = offsets_[i];
  }
}

void StepSearch::tell(std::span<const double> values) {
  std::size_t next = 0;
  for (std::size_t i = 0; i < count_; ++i)
    if (!known_[i]) known_[i] = true, values_[i] = values[next++];
  const auto& f = values_;
  const bool forward = difference_ == Difference::forward;
  ratio_ = std::abs(forward ? f[1] - 4 * f[0] + 3 * centre_ : f[2] - 3 * f[0] + 3 * f[1] - f[3]) / (8 * noise_);
  change_ = std::abs(forward ? f[0] - centre_ : f[0] - f[1]);
  decide();
}

void StepSearch::decide() {
  if (is_noise()) {
    noise_ *= ratio_;
    ratio_ = 1;
    high_ = infinity;
    candidate_ = 0;
  }
  last_h_ = h_;
  last_ratio_ = ratio_;
  if (ratio_ < low_ratio && rounds_ == 0 && 0.375 * h_ >= range_.least) {
    ++rounds_;
    return place(0.375 * h_);
  }
  if (ratio_ < low_ratio)
    low_ = h_;
  else if (ratio_ <= high_ratio)
    candidate_ = h_;
  else
    high_ = h_;  // also where the ratio is no number
  if (candidate_ <= low_ || candidate_ >= high_) candidate_ = 0;
  if (++rounds_ == most_rounds) return accept(candidate_ > 0 ? candidate_ : std::isfinite(ratio_) ? h_ : low_);
  if (candidate_ > 0)
    confirm();
  else if (low_ > 0 && high_ < infinity)
    bisect();
  else if (low_ > 0)
    raise();
  else
    lower();
}

bool StepSearch::is_noise() {
  if (!(ratio_ >= low_ratio) || std::isinf(ratio_) || h_ > last_h_ / 4) return false;
  flat_ = ratio_ > last_ratio_ / 4 ? flat_ + 1 : 0;
  const bool least = h_ / factor(difference_) < range_.least;
  return least || flat_ >= (ratio_ < likely_misreading ? 1 : 3);
}

void StepSearch::confirm() {
  const double h = candidate_, below = h / 4, above = outer(difference_) * h;
  if (low_ == 0 && below >= range_.least) return place(below);
  if (high_ == infinity && h < farthest * range_.usual) return place(above);
  accept(h);
}

void StepSearch::bisect() {
  if (high_ > 1.25 * low_) return place((low_ + high_) / 2);
  accept(low_);  // a jump of f, or noise in the ratio: no step has a ratio in between
}

void StepSearch::raise() {
  if (h_ >= range_.usual && change_ > clear * noise_) return accept(h_);
  if (h_ >= farthest * range_.usual) return accept(change_ > 2 * noise_ ? h_ : 0);
  const double next = h_ * factor(difference_);
  place(h_ < range_.usual ? std::min(next, range_.usual) : next);
}

void StepSearch::lower() {
  const double next = h_ / factor(difference_);
  if (next < range_.least) return accept(0);  // not a number at any step
  place(next);
}

void StepSearch::accept(double h) {
  step_ = h;
  wanted_count_ = 0;
}

Algorithm<void> find_steps(Exchange& exchange, const Point& base, const Directions& lines,
                           std::span<StepSearch> searches, Estimate& cost) {
  for (;;) {
    for (std::size_t j = 0; j < lines.size(); ++j)
      for (const double offset : searches[j].wanted()) exchange.ask(base, offset, lines[j]);
    const auto f = co_await exchange.values();
    if (f.empty()) co_return;
    cost.count(f);
    std::size_t next = 0;
    for (StepSearch& search : searches) {
      const std::size_t count = search.wanted().size();
      if (count > 0) search.tell(f.subspan(next, count));
      next += count;
    }
  }
}

double StepSearch::derivative() const {
  const double third = 8 * ratio_ * noise_;
  return difference_ == Difference::forward ? third / (6 * h_ * h_) : third / (8 * h_ * h_ * h_);
}

}  // namespace nilgrad
