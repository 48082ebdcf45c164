#include "runtime/schedule/schedule.hpp"

#include <algorithm>

#include "runtime/error.hpp"

namespace nilgrad {

double share_of(const char* schedule, std::optional<std::int64_t> own, const Progress& progress) {
  const std::int64_t steps = own.value_or(progress.steps);
  if (steps <= 0)
    throw_error(ErrorKind::option,
                "ng.schedule.{} does not know how long the run is: give it steps = …, or the run a budget or steps",
                schedule);
  return std::min(1.0, static_cast<double>(progress.step) / static_cast<double>(steps));
}

}  // namespace nilgrad
