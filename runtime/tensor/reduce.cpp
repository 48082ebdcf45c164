#include "runtime/tensor/reduce.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace nilgrad {
namespace {

constexpr std::size_t lanes = 16;
constexpr std::size_t block = 4096;

template <class F>
double fold(std::array<double, lanes>& lane, F f) {
  for (std::size_t half = lanes / 2; half > 0; half /= 2)
    for (std::size_t l = 0; l < half; ++l) lane[l] = f(lane[l], lane[l + half]);
  return lane[0];
}

/// Σ term(i), i < n, in the fixed shape.
template <class Term>
double fixed_sum(std::size_t n, Term term) {
  double total = 0;
  for (std::size_t start = 0; start < n; start += block) {
    const std::size_t end = std::min(n, start + block);
    std::array<double, lanes> lane{};
    std::size_t i = start;
    for (; i + lanes <= end; i += lanes)
      for (std::size_t l = 0; l < lanes; ++l) lane[l] += term(i + l);
    for (std::size_t l = 0; i + l < end; ++l) lane[l] += term(i + l);
    total += fold(lane, [](double a, double b) { return a + b; });
  }
  return total;
}

/// The extreme of key(x), where better(a, b) says that a goes before b; NaN goes before all. 64 lanes: with fewer the
/// compiler unrolls the loop over them and no longer vectorises it.
template <class T, class Key, class Better>
T extreme(std::span<const T> x, Key key, Better better) {
  constexpr std::size_t width = 64;
  const auto choose = [&](T a, T b) { return better(b, a) | (b != b) ? b : a; };
  T best = key(x[0]);
  std::size_t i = 1;
  if (x.size() >= width) {
    std::array<T, width> lane;
    for (std::size_t l = 0; l < width; ++l) lane[l] = key(x[l]);
    for (i = width; i + width <= x.size(); i += width)
      for (std::size_t l = 0; l < width; ++l) lane[l] = choose(lane[l], key(x[i + l]));
    for (const T value : lane) best = choose(best, value);
  }
  for (; i < x.size(); ++i) best = choose(best, key(x[i]));
  return best;
}

template <class T>
T smallest(std::span<const T> x) {
  return extreme(
      x, [](T v) { return v; }, [](T a, T b) { return a < b; });
}

template <class T>
T largest(std::span<const T> x) {
  return extreme(
      x, [](T v) { return v; }, [](T a, T b) { return a > b; });
}

template <class T>
std::size_t position(std::span<const T> x, T value) {
  const auto found = std::find_if(x.begin(), x.end(), [=](T v) { return v == value || (v != v && value != value); });
  return static_cast<std::size_t>(found - x.begin());
}

template <class T>
double reduce_line(Reduction reduction, std::span<const T> x) {
  const auto value = [&](std::size_t i) { return static_cast<double>(x[i]); };
  const auto count = static_cast<double>(x.size());
  switch (reduction) {
    case Reduction::sum:
      return fixed_sum(x.size(), value);
    case Reduction::mean:
      return fixed_sum(x.size(), value) / count;
    case Reduction::min:
      return smallest(x);
    case Reduction::max:
      return largest(x);
    case Reduction::argmin:
      return static_cast<double>(position(x, smallest(x)));
    case Reduction::argmax:
      return static_cast<double>(position(x, largest(x)));
    case Reduction::nonzero:
      return count - static_cast<double>(std::count(x.begin(), x.end(), T{0}));
    case Reduction::norm1:
      return fixed_sum(x.size(), [&](std::size_t i) { return std::abs(value(i)); });
    case Reduction::norm2:
      return std::sqrt(fixed_sum(x.size(), [&](std::size_t i) { return value(i) * value(i); }));
    case Reduction::norm_inf:
      return x.empty() ? 0
                       : extreme(
                             x, [](T v) { return std::abs(v); }, [](T a, T b) { return a > b; });
  }
  return 0;
}

bool needs_elements(Reduction reduction) {
  return reduction == Reduction::mean || reduction == Reduction::min || reduction == Reduction::max ||
         reduction == Reduction::argmin || reduction == Reduction::argmax;
}

bool counts(Reduction reduction) {
  return reduction == Reduction::argmin || reduction == Reduction::argmax || reduction == Reduction::nonzero;
}

/// Columns are copied out a tile at a time, so that each is a contiguous line like any other.
template <class T>
void reduce_columns(Reduction reduction, std::span<const T> x, std::size_t n, std::size_t inner, Tensor& result) {
  const std::size_t tile = std::clamp<std::size_t>((std::size_t{1} << 20) / n, 1, std::min<std::size_t>(inner, 64));
  std::vector<T> columns(tile * n);
  std::size_t written = 0;
  for (std::size_t outer = 0; outer < x.size(); outer += n * inner)
    for (std::size_t first = 0; first < inner; first += tile) {
      const std::size_t width = std::min(tile, inner - first);
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < width; ++j) columns[j * n + i] = x[outer + i * inner + first + j];
      for (std::size_t j = 0; j < width; ++j)
        result.set(written++, reduce_line(reduction, std::span<const T>(columns).subspan(j * n, n)));
    }
}

}  // namespace

std::string_view name_of(Reduction reduction) noexcept {
  constexpr std::array<std::string_view, 10> names = {"sum",    "mean",    "min",   "max",   "argmin",
                                                      "argmax", "nonzero", "norm1", "norm2", "norm_inf"};
  return names[static_cast<std::size_t>(reduction)];
}

double reduce(Reduction reduction, const Tensor& x) {
  if (x.empty() && needs_elements(reduction))
    throw_error(ErrorKind::shape, "{} of a tensor without elements (shape {})", name_of(reduction),
                to_string(x.shape()));
  return x.visit([&]<class T>(std::span<T> elements) { return reduce_line<T>(reduction, elements); });
}

Tensor reduce(Reduction reduction, const Tensor& x, std::size_t dimension) {
  const Shape& shape = x.shape();
  if (dimension >= shape.size())
    throw_error(ErrorKind::shape, "{}: dimension {} of a tensor with {} dimensions", name_of(reduction), dimension + 1,
                shape.size());
  const auto n = static_cast<std::size_t>(shape[dimension]);
  if (n == 0 && needs_elements(reduction))
    throw_error(ErrorKind::shape, "{} along dimension {} of shape {}, which has no elements", name_of(reduction),
                dimension + 1, to_string(shape));
  std::size_t inner = 1;
  for (std::size_t d = dimension + 1; d < shape.size(); ++d) inner *= static_cast<std::size_t>(shape[d]);
  Shape kept = shape;
  kept.erase(kept.begin() + dimension);
  Tensor result(kept, counts(reduction) ? DType::float64 : x.dtype());
  if (x.empty()) return result;
  x.visit([&]<class T>(std::span<T> elements) {
    if (inner > 1) return reduce_columns<T>(reduction, elements, n, inner, result);
    for (std::size_t i = 0; i < result.size(); ++i)
      result.set(i, reduce_line<T>(reduction, elements.subspan(i * n, n)));
  });
  return result;
}

double dot(const Tensor& a, const Tensor& b) {
  if (a.shape() != b.shape())
    throw_error(ErrorKind::shape, "dot of shapes {} and {}", to_string(a.shape()), to_string(b.shape()));
  return a.visit([&](auto x) {
    return b.visit([&](auto y) {
      return fixed_sum(x.size(), [&](std::size_t i) { return static_cast<double>(x[i]) * static_cast<double>(y[i]); });
    });
  });
}

}  // namespace nilgrad
