#pragma once
#include <string_view>

#include "runtime/algorithm/point.hpp"

namespace nilgrad {

/// Throws Error(option) where elements are not to be written one by one by `who`: they lie in a working file, whose
/// steps are told of (deferred_updates.hpp), or a mask keeps some.
void require_writable(const Point& x, std::string_view who);

}  // namespace nilgrad
