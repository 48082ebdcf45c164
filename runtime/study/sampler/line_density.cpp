#include "runtime/study/sampler/line_density.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nilgrad::study {
namespace {

using Eigen::Index;

constexpr double root_half = std::numbers::sqrt2 / 2;
constexpr Index places = 512;              // where many narrow kernels are gathered
constexpr double reach_in_deviations = 7;  // e^-24.5

std::vector<Index> ascending(const std::vector<double>& u) {
  // By buckets first, which is several times faster than sorting all.
  constexpr std::size_t buckets = 1024;
  const auto bucket = [](double x) { return static_cast<std::size_t>(x * (buckets - 1)); };
  std::vector<std::size_t> ends(buckets + 1);
  for (const double x : u) ++ends[bucket(x) + 1];
  for (std::size_t b = 0; b < buckets; ++b) ends[b + 1] += ends[b];
  std::vector<Index> order(u.size());
  std::vector<std::size_t> next(ends.begin(), ends.end() - 1);
  for (std::size_t k = 0; k < u.size(); ++k) order[next[bucket(u[k])]++] = static_cast<Index>(k);
  const auto less = [&](Index a, Index b) {
    const double x = u[static_cast<std::size_t>(a)], y = u[static_cast<std::size_t>(b)];
    return x != y ? x < y : a < b;
  };
  for (std::size_t b = 0; b < buckets; ++b)
    std::sort(order.begin() + static_cast<std::ptrdiff_t>(ends[b]),
              order.begin() + static_cast<std::ptrdiff_t>(ends[b + 1]), less);
  return order;
}

/// Of centers in ascending order.
Eigen::ArrayXd neighbour_distances(const Eigen::ArrayXd& center) {
  Eigen::ArrayXd distances(center.size());
  for (Index k = 0; k < center.size(); ++k) {
    const double at = center[k];
    double left = k > 0 ? at - center[k - 1] : 0, right = k + 1 < center.size() ? center[k + 1] - at : 0;
    if (at >= 0.5 && (k == 0 || center[k - 1] < 0.5)) left = at - 0.5;
    if (at < 0.5 && (k + 1 == center.size() || center[k + 1] >= 0.5)) right = 0.5 - at;
    distances[k] = std::max(left, right);
  }
  return distances;
}

}  // namespace

LineDensity::LineDensity(const std::vector<double>& centers, double cell, const ParzenOptions& options) {
  const std::vector<Index> order = ascending(centers);
  const Eigen::ArrayXd by_age = parzen_weights(centers.size());
  const double total = by_age.sum() + options.prior_weight;
  prior_ = options.prior_weight / total;
  center_.resize(by_age.size());
  weights_.resize(by_age.size());
  for (Index k = 0; k < by_age.size(); ++k) {
    const Index from = order[static_cast<std::size_t>(k)];
    center_[k] = centers[static_cast<std::size_t>(from)];
    weights_[k] = by_age[from] / total;
  }
  const double least = least_parzen_width(static_cast<double>(centers.size()), options);
  const Numbers sigma = (neighbour_distances(center_).max(least).min(1.0).square() + cell * cell / 12).sqrt();
  scale_ = root_half / sigma;
  if (sigma.size() > 0) part(sigma);
}

void LineDensity::part(const Numbers& sigma) {
  const double least = sigma.minCoeff();
  narrow_ = (sigma == least).count();
  reach_ = reach_in_deviations * least;
  kernels_ = {center_, scale_, center_};
  for (Index k = 0, front = 0, back = narrow_; k < sigma.size(); ++k) {
    const Index to = sigma[k] == least ? front++ : back++;
    kernels_.center[to] = center_[k];
    kernels_.scale[to] = scale_[k];
    kernels_.base[to] = std::log(weights_[k] * scale_[k] / std::sqrt(std::numbers::pi));
    if (std::min(center_[k], 1 - center_[k]) < 8 * sigma[k]) kernels_.base[to] -= log_mass_inside(center_[k], sigma[k]);
  }
  if (narrow_ > places && least * static_cast<double>(places) > 5) merge_narrow();
}

/// Each narrow kernel becomes two, at the places on both sides of it: with places closer than an eighth of its width
/// that changes the density by less than a thousandth.
void LineDensity::merge_narrow() {
  Numbers amplitude = Numbers::Zero(places + 1);
  for (Index k = 0; k < narrow_; ++k) {
    const double at = kernels_.center[k] * static_cast<double>(places);
    const Index left = std::min(static_cast<Index>(at), places - 1);
    const double share = at - static_cast<double>(left), whole = std::exp(kernels_.base[k]);
    amplitude[left] += whole * (1 - share);
    amplitude[left + 1] += whole * share;
  }
  const Index wide = kernels_.center.size() - narrow_;
  Kernels merged{Numbers(places + 1 + wide), Numbers(places + 1 + wide), Numbers(places + 1 + wide)};
  merged.center.head(places + 1) = Numbers::LinSpaced(places + 1, 0, 1);
  merged.scale.head(places + 1) = kernels_.scale[0];
  merged.base.head(places + 1) = amplitude.max(1e-300).log();
  merged.center.tail(wide) = kernels_.center.tail(wide);
  merged.scale.tail(wide) = kernels_.scale.tail(wide);
  merged.base.tail(wide) = kernels_.base.tail(wide);
  kernels_ = std::move(merged);
  narrow_ = places + 1;
}

double LineDensity::draw(Generator& random) const {
  double rest = random.uniform();
  Index k = 0;
  while (k < weights_.size() && rest >= weights_[k]) rest -= weights_[k++];
  return k == weights_.size() ? draw_normal_inside(0.5, 1, random)
                              : draw_normal_inside(center_[k], root_half / scale_[k], random);
}

double LineDensity::sum(double u, Index first, Index count) const {
  const auto distance = (u - kernels_.center.segment(first, count)) * kernels_.scale.segment(first, count);
  return (kernels_.base.segment(first, count) - distance.square()).exp().sum();
}

std::vector<double> LineDensity::log_densities(std::span<const double> u) const {
  static const double prior_constant = std::log(std::sqrt(2 * std::numbers::pi)) + log_mass_inside(0.5, 1);
  const double* centers = kernels_.center.data();
  std::vector<double> logs;
  for (const double x : u) {
    double density = prior_ * std::exp(-(x - 0.5) * (x - 0.5) / 2 - prior_constant);
    const auto first = std::lower_bound(centers, centers + narrow_, x - reach_) - centers;
    const auto end = std::upper_bound(centers, centers + narrow_, x + reach_) - centers;
    density += sum(x, first, end - first) + sum(x, narrow_, kernels_.center.size() - narrow_);
    logs.push_back(std::log(std::max(density, 1e-300)));
  }
  return logs;
}

}  // namespace nilgrad::study
