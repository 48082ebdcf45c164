#include "runtime/algorithm/point.hpp"

#include <limits>

namespace nilgrad {
namespace {

double bound_at(const std::vector<double>& bound, std::size_t i, double unbounded) {
  if (bound.empty()) return unbounded;
  return bound.size() == 1 ? bound[0] : bound[i];
}

void check_size(const char* name, const std::vector<double>& bound, std::size_t dim) {
  if (bound.size() > 1 && bound.size() != dim)
    throw_error(ErrorKind::option, "option '{}' has {} values for a problem of dimension {}; give one number or {}",
                name, bound.size(), dim, dim);
}

}  // namespace

double Bounds::lower_at(std::size_t i) const { return bound_at(lower, i, -std::numeric_limits<double>::infinity()); }
double Bounds::upper_at(std::size_t i) const { return bound_at(upper, i, std::numeric_limits<double>::infinity()); }

void Bounds::clip(Point& x) const {
  if (empty()) return;
  std::size_t offset = 0;
  for (const Tensor& tensor : x.tensors) {
    tensor.visit([&](auto elements) {
      using T = typename decltype(elements)::value_type;
      for (std::size_t i = 0; i < elements.size(); ++i) {
        const double value = static_cast<double>(elements[i]), low = lower_at(offset + i), high = upper_at(offset + i);
        // Written so that NaN compares false twice and stays what it is.
        if (value < low) elements[i] = static_cast<T>(low);
        if (value > high) elements[i] = static_cast<T>(high);
      }
    });
    offset += tensor.size();
  }
}

void Bounds::check(std::size_t dim) const {
  check_size("lower", lower, dim);
  check_size("upper", upper, dim);
  for (std::size_t i = 0; i < dim; ++i)
    if (!(lower_at(i) < upper_at(i)))
      throw_error(ErrorKind::option, "lower must be less than upper: coordinate {} has {} and {}", i + 1, lower_at(i),
                  upper_at(i));
}

}  // namespace nilgrad
