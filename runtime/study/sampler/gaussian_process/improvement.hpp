#pragma once

namespace nilgrad::study {

/// log of the expected improvement, for a deviation of 1, on something that lies z above the mean: log(φ(z) + z Φ(z)).
/// Right to 1e-9 however small it is (Ament et al., NeurIPS 2023): log-EI is log σ + this at z = (best − μ) / σ.
double log_improvement(double z);

/// log Φ(z).
double log_normal_probability(double z);

}  // namespace nilgrad::study
