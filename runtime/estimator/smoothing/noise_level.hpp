#pragma once
#include <span>

#include "runtime/estimator/estimator.hpp"

namespace nilgrad {

/// What seven values at equal spacings on a line say about a function's noise.
struct NoiseReading {
  enum class Spacing { right, too_wide, too_narrow };
  Spacing spacing = Spacing::right;
  double level = 0;  ///< the standard deviation of one value's noise, where the difference table shows one; else 0
  double least_level = 0;  ///< the least that the table's last columns show: what is left when no spacing is right
};

inline constexpr std::size_t noise_values = 7;

/// The difference table of ECNoise: σ_k² = γ_k · mean (Δᵏf)², γ_k = γ_{k−1}·k/(2(2k−1)); the level is the first σ_k
/// with max(σ_k … σ_{k+2}) ≤ 4·min and a change of sign in column k. Too narrow: half of the first differences or more
/// are 0. Too wide: no level, a value that is no number, or values that differ by more than a tenth of the largest.
/// (Moré & Wild, SIAM J. Sci. Comput. 33, 2011.)
NoiseReading read_noise(std::span<const double, noise_values> values);

/// A measured noise level ε_f.
struct NoiseLevel {
  double value = 0;    ///< f(x)
  double level = 0;    ///< never below the rounding of f(x); 0 where f is exactly 0; NaN when f(x) is no number
  double spacing = 0;  ///< of the values that it was read from
};

/// Reads the noise at `base` along a direction from x, x + s v, … x + 6 s v, beginning with s = `spacing` and with a
/// hundred times less or more where the reading asks for it. A level that does not change with the spacing is noise
/// even when it is more than a tenth of f. Costs 7 to 28 evaluations, which are added to the estimate's counts.
Algorithm<NoiseLevel> measure_noise(Exchange& exchange, const Point& base, std::span<const Term> direction,
                                    double spacing, Estimate& cost);

}  // namespace nilgrad
