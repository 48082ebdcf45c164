#include "runtime/tensor/summary.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nilgrad {
namespace {

constexpr std::size_t whole_limit = 64;
constexpr std::size_t edge = 3;

std::string number(double value) { return std::isnan(value) ? "nan" : fmt::format("{:.6g}", value); }

/// Elements from `next` on as nested braces; rows of the last dimension stand on lines of their own.
void append_nested(std::string& text, const Tensor& x, std::size_t dimension, std::size_t& next, std::size_t indent) {
  if (dimension == x.shape().size()) {
    text += number(x.at(next++));
    return;
  }
  const std::int64_t extent = x.shape()[dimension];
  const bool innermost = dimension + 1 == x.shape().size();
  text += "{ ";
  for (std::int64_t i = 0; i < extent; ++i) {
    if (i > 0) text += innermost ? ", " : ",\n" + std::string(indent, ' ');
    append_nested(text, x, dimension + 1, next, indent + 2);
  }
  text += extent > 0 ? " }" : "}";
}

struct Statistics {
  double min = std::numeric_limits<double>::infinity();
  double max = -std::numeric_limits<double>::infinity();
  double sum = 0;
  std::size_t finite = 0, nan = 0, infinite = 0;
};

Statistics statistics_of(const Tensor& x) {
  Statistics s;
  x.visit([&](auto elements) {
    for (const double value : elements) {
      if (std::isnan(value)) {
        ++s.nan;
      } else if (std::isinf(value)) {
        ++s.infinite;
      } else {
        ++s.finite;
        s.sum += value;
        s.min = std::min(s.min, value);
        s.max = std::max(s.max, value);
      }
    }
  });
  return s;
}

}  // namespace

std::string summary(const Tensor& x) {
  std::string text = fmt::format("tensor {} {}", to_string(x.shape()), name_of(x.dtype()));
  if (x.size() <= whole_limit) {
    std::size_t next = 0;
    text += x.shape().size() > 1 ? '\n' : ' ';
    append_nested(text, x, 0, next, 2);
    return text;
  }
  const Statistics s = statistics_of(x.to(computed_as(x.dtype())));
  if (s.finite > 0)
    text += fmt::format(": min {}, mean {}, max {}", number(s.min), number(s.sum / static_cast<double>(s.finite)),
                        number(s.max));
  if (s.nan > 0) text += fmt::format("; {} NaN", s.nan);
  if (s.infinite > 0) text += fmt::format("; {} infinite", s.infinite);
  text += "\n{ ";
  for (std::size_t i = 0; i < edge; ++i) text += number(x.at(i)) + ", ";
  text += "…";
  for (std::size_t i = x.size() - edge; i < x.size(); ++i) text += ", " + number(x.at(i));
  return text + " }";
}

}  // namespace nilgrad
