#pragma once
#include <string>
#include <string_view>

namespace nilgrad::transformer {

/// A name out of a file for an error message: in quotes, control characters escaped, shortened beyond 100 bytes.
std::string shown_name(std::string_view name);

}  // namespace nilgrad::transformer
