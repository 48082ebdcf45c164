#include "bindings/wait.hpp"

#include <poll.h>

#include <algorithm>
#include <cmath>

#include "bindings/progress.hpp"
#include "runtime/stop_token.hpp"

namespace nilgrad::bindings {

bool wait_for_input(int descriptor, double until) {
  constexpr double look = 0.02;  // seconds: a signal that comes just before the poll does not end it
  const StopToken stop(interrupt_flag());
  while (monotonic_seconds() < until) {
    pollfd input{descriptor, POLLIN, 0};
    const double seconds = std::clamp(until - monotonic_seconds(), 0.0, look);
    const int ready = poll(&input, 1, static_cast<int>(std::ceil(seconds * 1000)));
    stop.check();
    if (ready > 0) return true;
  }
  return false;
}

}  // namespace nilgrad::bindings
