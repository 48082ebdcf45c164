#pragma once
#include <map>

#include "runtime/study/sampler/gaussian_process/fit.hpp"
#include "runtime/study/sampler/gaussian_process/outcomes.hpp"

namespace nilgrad::study {

/// Kernel parameters on a schedule: fitted to the first n outcomes, n being the largest of 1 … 20, 22, 24, 26, 28, 30,
/// 33, … (a tenth more each) that there are, of which at most 100 are used. So they depend on the outcomes alone; those
/// that were fitted are kept.
class GpFits {
 public:
  using Scale = Eigen::VectorXd (*)(const std::vector<double>&);

  GpParameters fit(const GpFactors& factors, const GpOutcomes& outcomes, Scale scale, const GpPrior& prior);

 private:
  std::map<std::uint64_t, GpParameters> kept_;  // by a hash of all that was fitted to
};

}  // namespace nilgrad::study
