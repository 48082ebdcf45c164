#include "runtime/algorithm/figure.hpp"

#include <cmath>

namespace nilgrad {

std::optional<std::int64_t> best_step(std::span<const Assessment> assessments, bool maximize) {
  const auto key = [&](const Assessment& assessment) {
    const double first = assessment.figures.at(0).value;
    return maximize ? -first : first;
  };
  const Assessment* best = nullptr;
  for (const Assessment& assessment : assessments)
    if (!std::isnan(key(assessment)) && (!best || key(assessment) < key(*best))) best = &assessment;
  return best ? std::optional(best->step) : std::nullopt;
}

}  // namespace nilgrad
