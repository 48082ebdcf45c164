#include "runtime/tensor/summary.hpp"

#include "runtime/tensor/element_statistics.hpp"

namespace nilgrad {
namespace {

constexpr std::size_t whole_limit = 64;
constexpr std::size_t edge = 3;

/// Elements from `next` on as nested braces; rows of the last dimension stand on lines of their own.
void append_nested(std::string& text, const Tensor& x, std::size_t dimension, std::size_t& next, std::size_t indent) {
  if (dimension == x.shape().size()) {
    text += element_text(x.at(next++));
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

}  // namespace

std::string summary(const Tensor& x, StopToken stop) {
  std::string text = fmt::format("tensor {} {}", to_string(x.shape()), name_of(x.dtype()));
  if (x.size() <= whole_limit) {
    std::size_t next = 0;
    text += x.shape().size() > 1 ? '\n' : ' ';
    append_nested(text, x, 0, next, 2);
    return text;
  }
  text += element_statistics(x, stop).to_string();
  text += "\n{ ";
  for (std::size_t i = 0; i < edge; ++i) text += element_text(x.at(i)) + ", ";
  text += "…";
  for (std::size_t i = x.size() - edge; i < x.size(); ++i) text += ", " + element_text(x.at(i));
  return text + " }";
}

}  // namespace nilgrad
