#include "runtime/study/sampler/gaussian_process/fits.hpp"

#include <algorithm>
#include <bit>

namespace nilgrad::study {
namespace {

constexpr std::size_t fitted_each_time = 20, most_to_fit = 100, most_kept = 16;

std::size_t last_fit(std::size_t n) {
  std::size_t fit = std::min(n, fitted_each_time);
  while (fit >= fitted_each_time && fit + fit / 10 <= n) fit += fit / 10;
  return fit;
}

class Hash {
 public:
  void add(double value) {
    std::uint64_t bits = std::bit_cast<std::uint64_t>(value) + hash_;
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
    hash_ = bits ^ (bits >> 31);
  }
  std::uint64_t value() const { return hash_; }

 private:
  std::uint64_t hash_ = 0x9e3779b97f4a7c15;
};

}  // namespace

GpParameters GpFits::fit(const GpFactors& factors, const GpOutcomes& outcomes, Scale scale, const GpPrior& prior) {
  const GpOutcomes used = outcomes.thinned(last_fit(outcomes.size()), most_to_fit);
  const Eigen::MatrixXd points = used.matrix();
  const Eigen::VectorXd values = scale(used.values);
  Hash hash;
  for (const double number : points.reshaped()) hash.add(number);
  for (const double number : values) hash.add(number);
  for (const GpFactor& factor : factors) hash.add(static_cast<double>(factor.count) + factor.off_distance);
  for (const double number : {prior.noise_mean, prior.length_mean}) hash.add(number);
  const auto found = kept_.find(hash.value());
  if (found != kept_.end()) return found->second;
  if (kept_.size() >= most_kept) kept_.clear();
  return kept_[hash.value()] = gp_fit(factors, points, values, prior);
}

}  // namespace nilgrad::study
