#include "runtime/study/sampler/parzen.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace nilgrad::study {
namespace {

using Eigen::Index;

constexpr Index block = 512;  // kernels whose exponents stay in the first-level cache
constexpr Index normalizer_places = 1024;
constexpr double root_half = std::numbers::sqrt2 / 2;
constexpr std::size_t full_weights = 25;

/// The width of a value's cell, of logarithmic ints the one in the middle: of a continuum 0.
double cell_of(const Domain& domain, std::int64_t count) {
  if (domain.kind() != Domain::Kind::integer || !domain.log()) return count == 0 ? 0.0 : 1 / static_cast<double>(count);
  const auto middle = static_cast<double>(std::get<std::int64_t>(domain.at(0.5)));
  return std::log((middle + 0.5) / (middle - 0.5)) / std::log((domain.high() + 0.5) / (domain.low() - 0.5));
}

}  // namespace

double log_mass_inside(double center, double sigma) {
  return std::log(0.5 * (std::erf((1 - center) / sigma * root_half) + std::erf(center / sigma * root_half)));
}

Eigen::ArrayXd parzen_weights(std::size_t n) {
  Eigen::ArrayXd weights = Eigen::ArrayXd::Ones(static_cast<Index>(n));
  if (n <= full_weights) return weights;
  const auto ramp = static_cast<Index>(n - full_weights);
  const double first = 1 / static_cast<double>(n);
  for (Index i = 0; i < ramp; ++i)
    weights[i] = ramp == 1 ? first : first + (1 - first) * static_cast<double>(i) / static_cast<double>(ramp - 1);
  return weights;
}

double least_parzen_width(double trials, const ParzenOptions& options) {
  return options.magic_clip ? 1 / std::min(100.0, trials + 2) : 1e-12;
}

double draw_normal_inside(double mean, double sigma, Generator& random) {
  for (;;)
    if (const double u = mean + sigma * random.normal(); u >= 0 && u <= 1) return u;
}

std::vector<Factor> factors_of(const History& history) {
  std::vector<Factor> factors;
  for (const auto& axis : history.axes()) {
    const Domain& domain = *axis.domain;
    const auto count =
        domain.kind() == Domain::Kind::permutation ? static_cast<std::int64_t>(domain.coordinates()) : domain.count();
    if (count == 1 || (count == 0 && domain.low() == domain.high())) continue;
    for (std::size_t c = 0; c < domain.coordinates(); ++c)
      factors.push_back({axis.first_column + c, domain.ordered() ? 0 : count, cell_of(domain, count),
                         domain.ordered() && domain.count() > 0 ? &domain : nullptr});
  }
  return factors;
}

Parzen::Parzen(const History& history, std::vector<Factor> factors, const std::vector<std::int64_t>& numbers,
               const ParzenOptions& options)
    : factors_(std::move(factors)), weights_(parzen_weights(numbers.size())) {
  const double total = weights_.sum() + options.prior_weight;
  weights_ /= total;
  prior_ = options.prior_weight / total;
  base_ = weights_.log();
  for (const Factor& factor : factors_) {
    const auto column = history.column(factor.column);
    Numbers center(weights_.size());
    for (std::size_t k = 0; k < numbers.size(); ++k)
      center[static_cast<Index>(k)] = column[static_cast<std::size_t>(numbers[k])];
    kernels_.push_back(factor.choices > 0 ? choices(factor, std::move(center), options)
                                          : normals(factor, std::move(center), options));
  }
  highest_ = base_.size() > 0 ? base_.maxCoeff() : 0;
  for (const Kernels& kernels : kernels_) highest_ += std::max(kernels.same, kernels.other);
}

Parzen::Kernels Parzen::choices(const Factor& factor, Numbers center, const ParzenOptions& options) {
  const double share = options.prior_weight / static_cast<double>(center.size() + 1);
  const double all = 1 + static_cast<double>(factor.choices) * share;
  // Relative to the uniform density, which is what a flat kernel has: 0.
  const double uniform = std::log(static_cast<double>(factor.choices));
  return {std::move(center),
          {},
          {},
          std::log((1 + share) / all) + uniform,
          (share > 0 ? std::log(share / all) : -700) + uniform};
}

Parzen::Kernels Parzen::normals(const Factor& factor, Numbers center, const ParzenOptions& options) {
  const Index n = center.size();
  const Index known = n - center.isNaN().count();
  const double counted = static_cast<double>(known);
  const double widening = factor.cell * factor.cell / 12;
  const double scott = 0.2 * std::pow(std::max(1.0, counted), -1 / (static_cast<double>(factors_.size()) + 4));
  const double clipped = std::clamp(scott, least_parzen_width(counted, options), 1.0);
  const double sigma = std::sqrt(clipped * clipped + widening);
  Kernels kernels;
  kernels.scale = Numbers::Constant(known == n ? 1 : n, root_half / sigma);
  if (known < n) kernels.scale = center.isNaN().select(0.0, kernels.scale);
  subtract_normalizers(center, sigma);
  kernels.scaled = kernels.scale.size() == n ? Numbers(center * kernels.scale) : Numbers(center * kernels.scale[0]);
  if (known < n) kernels.scaled = center.isNaN().select(0.0, kernels.scaled);
  kernels.center = std::move(center);
  return kernels;
}

/// ln of the densities' constants. Of many kernels by linear interpolation, which is off by less than 0.002 for the
/// least σ that the magic clip allows.
void Parzen::subtract_normalizers(const Numbers& center, double sigma) {
  const double height = std::log(sigma * std::sqrt(2 * std::numbers::pi));
  if (center.size() <= normalizer_places / 2 || sigma < 0.01) {
    for (Index k = 0; k < center.size(); ++k)
      if (!std::isnan(center[k])) base_[k] -= height + log_mass_inside(center[k], sigma);
    return;
  }
  auto table = std::find_if(normalizers_.begin(), normalizers_.end(), [&](const auto& t) { return t.first == sigma; });
  if (table == normalizers_.end()) {
    Numbers values(normalizer_places + 1);
    for (Index i = 0; i <= normalizer_places / 2; ++i)
      values[i] = values[normalizer_places - i] =
          height + log_mass_inside(static_cast<double>(i) / static_cast<double>(normalizer_places), sigma);
    table = normalizers_.insert(normalizers_.end(), {sigma, std::move(values)});
  }
  for (Index k = 0; k < center.size(); ++k) {
    if (std::isnan(center[k])) continue;
    const double place = center[k] * static_cast<double>(normalizer_places);
    const Index i = std::min(static_cast<Index>(place), normalizer_places - 1);
    const double left = table->second[i], right = table->second[i + 1];
    base_[k] -= left + (place - static_cast<double>(i)) * (right - left);
  }
}

void Parzen::draw(Generator& random, Row& row) const {
  double rest = random.uniform();
  Index k = 0;
  while (k < weights_.size() && rest >= weights_[k]) rest -= weights_[k++];
  for (std::size_t f = 0; f < factors_.size(); ++f) {
    const double u = draw(f, k, random);
    const Domain* values = factors_[f].values;
    row[factors_[f].column] = values ? values->locate(values->at(u)) : u;
  }
}

/// A number of factor f from kernel k, the prior's after the last.
double Parzen::draw(std::size_t f, Index k, Generator& random) const {
  const Kernels& kernels = kernels_[f];
  const auto choices = static_cast<double>(factors_[f].choices);
  const bool flat = k == weights_.size() || std::isnan(kernels.center[k]);
  if (choices > 0) {
    const double own = std::exp(kernels.same), other = std::exp(kernels.other);
    const bool stays = random.uniform() * choices < own - other;
    const double anew = (std::floor(random.uniform() * choices) + 0.5) / choices;
    return stays && !flat ? kernels.center[k] : anew;
  }
  if (k == weights_.size()) return draw_normal_inside(0.5, 1, random);
  if (flat) return random.uniform();
  return draw_normal_inside(kernels.center[k], root_half / kernels.scale[kernels.scale.size() == 1 ? 0 : k], random);
}

double Parzen::log_prior(const Row& row) const {
  static const double constant = std::log(std::sqrt(2 * std::numbers::pi)) + log_mass_inside(0.5, 1);
  double sum = std::log(prior_);
  for (const Factor& factor : factors_)
    if (factor.choices == 0) sum -= (row[factor.column] - 0.5) * (row[factor.column] - 0.5) / 2 + constant;
  return sum;
}

void Parzen::add_exponents(std::size_t factor, double x, Index first, Eigen::Ref<Numbers> exponents) const {
  const Kernels& kernels = kernels_[factor];
  const Index count = exponents.size();
  if (factors_[factor].choices > 0) {
    const double* center = kernels.center.data() + first;
    double* to = exponents.data();
    for (Index k = 0; k < count; ++k)
      to[k] += center[k] == x ? kernels.same : std::isnan(center[k]) ? 0.0 : kernels.other;
  } else if (kernels.scale.size() == 1) {
    exponents -= (x * kernels.scale[0] - kernels.scaled.segment(first, count)).square();
  } else {
    exponents -= (x * kernels.scale.segment(first, count) - kernels.scaled.segment(first, count)).square();
  }
}

std::vector<double> Parzen::log_densities(const std::vector<Row>& rows) const {
  std::vector<double> sums;
  for (const Row& row : rows) sums.push_back(prior_ > 0 ? std::exp(log_prior(row) - highest_) : 0.0);
  Numbers exponents(block);
  for (Index first = 0; first < base_.size(); first += block) {
    const Index count = std::min(block, base_.size() - first);
    auto some = exponents.head(count);
    for (std::size_t j = 0; j < rows.size(); ++j) {
      some = base_.segment(first, count) - highest_;
      for (std::size_t f = 0; f < factors_.size(); ++f) add_exponents(f, rows[j][factors_[f].column], first, some);
      sums[j] += some.exp().sum();
    }
  }
  for (double& sum : sums) sum = std::log(std::max(sum, 1e-300)) + highest_;
  return sums;
}

}  // namespace nilgrad::study
