#include "runtime/algorithm/point.hpp"

#include <limits>

#include "runtime/algorithm/deferred_updates.hpp"

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

template <class T>
void clip_elements(const Bounds& bounds, std::size_t first, std::span<T> x) {
  if (bounds.empty()) return;
  const auto clip_one = [](T& element, double low, double high) {
    // Written so that NaN compares false twice and stays what it is.
    const double value = static_cast<double>(element);
    if (value < low) element = static_cast<T>(low);
    if (value > high) element = static_cast<T>(high);
  };
  if (bounds.lower.size() <= 1 && bounds.upper.size() <= 1) {
    const double low = bounds.lower_at(first), high = bounds.upper_at(first);
    for (T& element : x) clip_one(element, low, high);
  } else {
    for (std::size_t i = 0; i < x.size(); ++i) clip_one(x[i], bounds.lower_at(first + i), bounds.upper_at(first + i));
  }
}

}  // namespace

void Point::settle_deferred() const { deferred->settle(); }

double Bounds::lower_at(std::size_t i) const { return bound_at(lower, i, -std::numeric_limits<double>::infinity()); }
double Bounds::upper_at(std::size_t i) const { return bound_at(upper, i, std::numeric_limits<double>::infinity()); }

void Bounds::clip(Point& x) const {
  if (empty()) return;
  std::size_t offset = 0;
  for (const Tensor& tensor : x.tensors) {
    tensor.visit([&](auto elements) { clip(offset, elements); });
    offset += tensor.size();
  }
}

void Bounds::clip(std::size_t first, std::span<float> x) const { clip_elements(*this, first, x); }
void Bounds::clip(std::size_t first, std::span<double> x) const { clip_elements(*this, first, x); }

void Bounds::check(std::size_t dim) const {
  if (empty()) return;
  check_size("lower", lower, dim);
  check_size("upper", upper, dim);
  for (std::size_t i = 0; i < dim; ++i)
    if (!(lower_at(i) < upper_at(i)))
      throw_error(ErrorKind::option, "lower must be less than upper: coordinate {} has {} and {}", i + 1, lower_at(i),
                  upper_at(i));
}

}  // namespace nilgrad
