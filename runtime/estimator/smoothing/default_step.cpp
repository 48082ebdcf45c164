#include "runtime/estimator/smoothing/default_step.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "runtime/tensor/half.hpp"

namespace nilgrad {

namespace {

template <class T>
double sum_of_squares(std::span<T> elements, double sum) {
  for (const auto element : elements) sum += static_cast<double>(element) * static_cast<double>(element);
  return sum;
}

}  // namespace

double rounding_unit(DType dtype) { return computed_as(dtype) == DType::float32 ? 0x1p-23 : 0x1p-52; }

double element_at(const Point& x, std::size_t i) {
  x.settle();
  std::size_t tensor = 0;
  while (i >= x.tensors[tensor].size()) i -= x.tensors[tensor++].size();
  return x.tensors[tensor].at(i);
}

double root_mean_square(const Point& x) {
  x.settle();
  double squares = 0;
  for (const Tensor& tensor : x.tensors) {
    if (!is_half(tensor.dtype())) {
      tensor.visit([&](auto elements) { squares = sum_of_squares(elements, squares); });
      continue;
    }
    std::array<float, 4096> floats;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled as far as used
    for (std::size_t first = 0; first < tensor.size(); first += floats.size()) {
      const std::span part(floats.data(), std::min(floats.size(), tensor.size() - first));
      widen(tensor, first, part);
      squares = sum_of_squares(part, squares);
    }
  }
  return std::sqrt(squares / static_cast<double>(std::max<std::size_t>(1, x.dim())));
}

double smoothing_step_at(std::optional<double> given, Difference difference, DType dtype, double coordinate) {
  if (given) return *given;
  // √ε and ∛ε as numbers: a library's cbrt may round otherwise on another machine, and probes would differ.
  const bool single = computed_as(dtype) == DType::float32, forward = difference == Difference::forward;
  const double relative =
      forward ? (single ? 0x1.6a09e667f3bcdp-12 : 0x1p-26) : (single ? 0x1.428a2f98d728bp-8 : 0x1.965fea53d6e3dp-18);
  return relative * std::max(1.0, std::abs(coordinate));
}

double smoothing_step(std::optional<double> given, Difference difference, const Point& x) {
  return given ? *given : smoothing_step_at({}, difference, dtype_of(x), root_mean_square(x));
}

}  // namespace nilgrad
