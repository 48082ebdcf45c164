#pragma once
#include "runtime/tensor/tensor.hpp"

namespace nilgrad {

/// What one coordinate is probed with: the probe's displacement, and the distance between the two points compared,
/// which rounding and bounds may have made another than h or 2h.
struct Difference1D {
  double step;
  double width;
};

/// Forward steps turn inwards where a bound is in the way, so that a point on its bound can leave it.
template <class T>
Difference1D difference_at(T x, double h, bool central, double low, double high) {
  const double here = static_cast<double>(x);
  const auto reached = [&](double step) {
    const auto there = static_cast<double>(static_cast<T>(here + step));
    return static_cast<double>(static_cast<T>(there < low ? low : there > high ? high : there));
  };
  const bool inwards = !central && here + h > high && here - low > high - here;
  const double step = inwards ? -h : h;
  const double width = central ? reached(step) - reached(-step) : reached(step) - here;
  return {step, width == 0 ? (central ? 2 * step : step) : width};  // too small to move x: the difference is 0
}

/// Of element i of a tensor, as it is when it is computed with: 16-bit numbers are perturbed as floats.
inline Difference1D difference_at(const Tensor& x, std::size_t i, double h, bool central, double low, double high) {
  const double here = x.at(i);
  return computed_as(x.dtype()) == DType::float32 ? difference_at(static_cast<float>(here), h, central, low, high)
                                                  : difference_at(here, h, central, low, high);
}

}  // namespace nilgrad
