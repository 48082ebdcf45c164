#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace nilgrad {

/// One of the numbers by which a point is assessed: "accuracy" 0.91.
struct Figure {
  std::string name;  ///< without spaces or control characters, so that a journal can hold it
  double value;
};

/// The figures of the point where a run stood after a step.
struct Assessment {
  std::int64_t step;
  std::vector<Figure> figures;
};

/// The step whose first figure is the least, or the greatest if `maximize`, and not NaN; the earliest of equals.
std::optional<std::int64_t> best_step(std::span<const Assessment> assessments, bool maximize);

}  // namespace nilgrad
