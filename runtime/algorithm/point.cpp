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
  const bool alike = lower.size() <= 1 && upper.size() <= 1;
  const double lower_of_all = lower_at(0), upper_of_all = upper_at(0);
  std::size_t offset = 0;
  for (const Tensor& tensor : x.tensors) {
    tensor.visit([&](auto elements) {
      using T = typename decltype(elements)::value_type;
      const auto clip_one = [](T& element, double low, double high) {
        // Written so that NaN compares false twice and stays what it is.
        const double value = static_cast<double>(element);
        if (value < low) element = static_cast<T>(low);
        if (value > high) element = static_cast<T>(high);
      };
      if (alike)
        for (T& element : elements) clip_one(element, lower_of_all, upper_of_all);
      else
        for (std::size_t i = 0; i < elements.size(); ++i)
          clip_one(elements[i], lower_at(offset + i), upper_at(offset + i));
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
