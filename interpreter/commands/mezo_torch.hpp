#pragma once
#include <string_view>

namespace nilgrad::interpreter {

/// mezo_torch.py, as a text.
extern const std::string_view mezo_torch;

}  // namespace nilgrad::interpreter
