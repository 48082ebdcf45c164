#pragma once
#include <span>

#include "runtime/algorithm/point.hpp"

namespace nilgrad {

/// A point's elements in double, tensors laid end to end, for methods that work on one dense vector. `to` has the
/// point's dimension.
void read_coordinates(const Point& from, std::span<double> to);

/// The way back; float32 elements are rounded to nearest.
void write_coordinates(std::span<const double> from, const Point& to);

}  // namespace nilgrad
