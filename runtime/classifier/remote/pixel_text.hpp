#pragma once
#include <cstddef>
#include <string>

namespace nilgrad {

/// Appends "[0.5,1.0,…]": numbers that are read back to the float32 bit, always with a point or an exponent, so that no
/// language takes them for integers.
void append_numbers(std::string& text, const float* numbers, std::size_t count);

}  // namespace nilgrad
