#include "runtime/tensor/excerpt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "runtime/tensor/element_statistics.hpp"

namespace nilgrad {
namespace {

constexpr std::size_t most_rows = 8, rows_at_an_edge = 3;
constexpr std::size_t most_in_a_row = 100;
constexpr std::size_t widest_element = 12;  // "-1.23457e-05"

/// Which of the positions 0 … count-1 are shown: all, or as many at either edge as `edge` says.
struct Shown {
  std::size_t count, edge;
  bool all;
  Shown(std::size_t extent, std::size_t most, std::size_t edge_size)
      : count(extent), edge(edge_size), all(extent <= most) {}

  /// f(position), or f(count) for the gap.
  template <class F>
  void each(const F& f) const {
    for (std::size_t i = 0; i < (all ? count : edge); ++i) f(i);
    if (all) return;
    f(count);
    for (std::size_t i = count - edge; i < count; ++i) f(i);
  }
};

class Excerpt {
 public:
  Excerpt(const Tensor& x, std::size_t columns) : x_(x) {
    for (const std::int64_t extent : x.shape()) extents_.push_back(static_cast<std::size_t>(extent));
    const std::size_t braces = 4 * extents_.size() + 2;
    room_ = columns > braces ? columns - braces : 0;
    choose(widest_element);
    each_element(0, 0, [&](double value) { width_ = std::max(width_, element_text(value).size()); });
    choose(width_);  // narrower ones leave room for more
    width_ = 0;
    each_element(0, 0, [&](double value) { width_ = std::max(width_, element_text(value).size()); });
  }

  bool whole() const {
    return std::ranges::all_of(shown_, [](const Shown& shown) { return shown.all; });
  }

  std::string text() const { return nested(0, 0); }

 private:
  /// What is shown of each dimension where elements are so wide.
  void choose(std::size_t element) {
    const std::size_t dimensions = extents_.size();
    shown_.clear();
    for (std::size_t d = 0; d < dimensions; ++d) {
      const std::size_t fitting = std::min(room_ / (element + 2), most_in_a_row);
      if (d + 1 == dimensions)
        shown_.emplace_back(extents_[d], fitting, std::max<std::size_t>(fitting > 0 ? (fitting - 1) / 2 : 0, 1));
      else if (d + 2 == dimensions)
        shown_.emplace_back(extents_[d], dimensions == 2 ? most_rows : 4, dimensions == 2 ? rows_at_an_edge : 1);
      else
        shown_.emplace_back(extents_[d], 2, 1);
    }
    if (!shown_.empty() && shown_.back().count <= 2 * shown_.back().edge) shown_.back().all = true;
  }

  template <class F>
  void each_element(std::size_t dimension, std::size_t flat, const F& f) const {
    if (dimension == extents_.size()) return f(x_.at(flat));
    shown_[dimension].each([&](std::size_t i) {
      if (i < extents_[dimension]) each_element(dimension + 1, flat * extents_[dimension] + i, f);
    });
  }

  std::string nested(std::size_t dimension, std::size_t flat) const {
    if (dimension == extents_.size()) return element_text(x_.at(flat));
    const std::size_t extent = extents_[dimension];
    if (extent == 0) return "{}";
    const bool innermost = dimension + 1 == extents_.size();
    const std::string between = innermost ? ", " : ",\n" + std::string(2 * (dimension + 1), ' ');
    std::string text = "{ ";
    bool first = true;
    shown_[dimension].each([&](std::size_t i) {
      if (!first) text += between;
      first = false;
      if (i == extent)
        text += "…";
      else if (innermost && extents_.size() > 1)
        text += fmt::format("{:>{}}", element_text(x_.at(flat * extent + i)), width_);
      else
        text += nested(dimension + 1, flat * extent + i);
    });
    return text + " }";
  }

  const Tensor& x_;
  std::vector<std::size_t> extents_;
  std::vector<Shown> shown_;
  std::size_t room_ = 0, width_ = 1;
};

}  // namespace

std::string excerpt(const Tensor& x, std::size_t columns, const StopToken& stop) {
  const std::string head = fmt::format("tensor {} {}", to_string(x.shape()), name_of(x.dtype()));
  if (x.shape().empty()) return head + " " + element_text(x.at(0));
  const Excerpt elements(x, columns);
  const std::string text = x.empty() ? "{}" : elements.text();
  if (!x.empty() && !elements.whole()) return head + element_statistics(x, stop).to_string() + "\n" + text;
  const bool one_line = text.find('\n') == std::string::npos && head.size() + 1 + text.size() <= columns;
  return head + (one_line ? ' ' : '\n') + text;
}

}  // namespace nilgrad
