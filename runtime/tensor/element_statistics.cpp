#include "runtime/tensor/element_statistics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "runtime/tensor/parallel.hpp"

namespace nilgrad {
namespace {

constexpr std::size_t grain = std::size_t{1} << 16;

}  // namespace

std::string element_text(double value) { return std::isnan(value) ? "nan" : fmt::format("{:.6g}", value); }

void ElementStatistics::add(double value) {
  if (std::isfinite(value)) {
    ++finite;
    sum += value;
    min = std::min(min, value);
    max = std::max(max, value);
  } else {
    ++(std::isnan(value) ? nan : infinite);
  }
}

void ElementStatistics::add(const ElementStatistics& other) {
  min = std::min(min, other.min);
  max = std::max(max, other.max);
  sum += other.sum;
  finite += other.finite;
  nan += other.nan;
  infinite += other.infinite;
}

std::string ElementStatistics::to_string() const {
  std::string text;
  if (finite > 0)
    text += fmt::format(": min {}, mean {}, max {}", element_text(min), element_text(sum / static_cast<double>(finite)),
                        element_text(max));
  if (nan > 0) text += fmt::format("; {} NaN", nan);
  if (infinite > 0) text += fmt::format("; {} infinite", infinite);
  return text;
}

ElementStatistics element_statistics(const Tensor& x, const StopToken& stop) {
  const Tensor flat = x.reshaped({static_cast<std::int64_t>(x.size())});
  std::vector<ElementStatistics> blocks((x.size() + grain - 1) / grain);
  parallel_for(x.size(), grain, [&](std::size_t begin, std::size_t end) {
    stop.check();
    ElementStatistics block;
    flat.rows(begin, end - begin).to(computed_as(x.dtype())).visit([&](auto elements) {
      for (const double value : elements) block.add(value);
    });
    blocks[begin / grain] = block;
  });
  ElementStatistics all;
  for (const ElementStatistics& block : blocks) all.add(block);
  return all;
}

}  // namespace nilgrad
