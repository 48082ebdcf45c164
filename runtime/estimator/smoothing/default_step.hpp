#pragma once
#include <optional>

#include "runtime/algorithm/point.hpp"

namespace nilgrad {

enum class Difference { forward, central };

/// The rounding unit ε of what numbers of this dtype are computed with: 2⁻²³ or 2⁻⁵².
double rounding_unit(DType dtype);
/// What a point is computed with.
inline DType dtype_of(const Point& x) { return x.tensors.empty() ? DType::float64 : computed_as(x.tensors[0].dtype()); }

/// Coordinate i of the tensors laid end to end.
double element_at(const Point& x, std::size_t i);

/// √(Σ x_i²/d), 0 in dimension 0.
double root_mean_square(const Point& x);

/// The given h, else the default for smooth functions: √ε·max(1, |x|) forward and ∛ε·max(1, |x|) central, where |x| is
/// the root mean square of the coordinates and ε the rounding unit of the point's dtype.
double smoothing_step(std::optional<double> given, Difference difference, const Point& x);

/// The default for one coordinate: |x| is that coordinate's magnitude.
double smoothing_step_at(std::optional<double> given, Difference difference, DType dtype, double coordinate);

}  // namespace nilgrad
