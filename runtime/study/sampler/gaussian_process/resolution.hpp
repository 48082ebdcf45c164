#pragma once
#include "runtime/study/sampler/gaussian_process/kernel.hpp"

namespace nilgrad::study {

/// How far apart along each ordered parameter two configurations have to be to be worth telling apart: half the sides
/// of the box within which pairs of points better than the median, of equal choices, mostly had the same loss to the
/// bit. Longer along parameters that make no difference. `least` where there are no such pairs: losses that are smooth
/// or noisy say nothing about what can be told apart.
Eigen::VectorXd gp_resolution(const GpFactors& factors, const std::vector<Eigen::VectorXd>& points,
                              const std::vector<double>& losses, double least);

}  // namespace nilgrad::study
