#pragma once
#include "runtime/algorithm/direction.hpp"

namespace nilgrad {

/// The distribution of an estimator's directions. One is δ-unbiased when E[v vᵀ] = δ I; estimators divide by δ, so that
/// all perturbations estimate the same gradient and can share a learning rate.
class Perturbation : public Distribution {
 public:
  static constexpr const char* kind = "perturbation";

  /// δ in dimension d: 1 for all but the normalized sphere.
  virtual double delta(std::size_t d) const {
    (void)d;
    return 1;
  }
};

}  // namespace nilgrad
