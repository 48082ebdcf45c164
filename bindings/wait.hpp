#pragma once

namespace nilgrad::bindings {

/// Whether there is something to read from `descriptor` (never from a negative one) before monotonic_seconds() is
/// `until`; returns as soon as there is. Throws Error(interrupted).
bool wait_for_input(int descriptor, double until);

}  // namespace nilgrad::bindings
