#include "runtime/tensor/shape.hpp"

#include <fmt/format.h>

namespace nilgrad {

std::size_t element_count(const Shape& shape) {
  constexpr std::size_t limit = std::size_t{1} << 46;
  std::size_t count = 1;
  bool empty = false;
  for (const std::int64_t extent : shape) {
    if (extent < 0) throw_error(ErrorKind::shape, "negative extent in shape {}", to_string(shape));
    const auto n = static_cast<std::size_t>(extent);
    if (n == 0) {
      empty = true;
      continue;
    }
    if (count > limit / n) throw_error(ErrorKind::shape, "shape {} is too large", to_string(shape));
    count *= n;
  }
  return empty ? 0 : count;
}

std::string to_string(const Shape& shape) { return fmt::format("[{}]", fmt::join(shape.begin(), shape.end(), ", ")); }

Shape broadcast(const Shape& a, const Shape& b) {
  const Shape& longer = a.size() >= b.size() ? a : b;
  const Shape& shorter = a.size() >= b.size() ? b : a;
  const std::size_t lead = longer.size() - shorter.size();
  Shape result = longer;
  for (std::size_t i = 0; i < shorter.size(); ++i) {
    std::int64_t& extent = result[lead + i];
    if (extent == shorter[i] || shorter[i] == 1) continue;
    if (extent != 1) throw_error(ErrorKind::shape, "shapes {} and {} do not fit together", to_string(a), to_string(b));
    extent = shorter[i];
  }
  return result;
}

void require_broadcast(const Shape& shape, const Shape& target) {
  bool fits = shape.size() <= target.size();
  for (std::size_t i = 1; fits && i <= shape.size(); ++i) {
    const std::int64_t extent = shape[shape.size() - i];
    fits = extent == 1 || extent == target[target.size() - i];
  }
  if (!fits) throw_error(ErrorKind::shape, "shape {} does not broadcast to {}", to_string(shape), to_string(target));
}

}  // namespace nilgrad
