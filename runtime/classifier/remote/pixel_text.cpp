#include "runtime/classifier/remote/pixel_text.hpp"

#include <charconv>
#include <string_view>

namespace nilgrad {

void append_numbers(std::string& text, const float* numbers, std::size_t count) {
  char digits[32];
  text += '[';
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) text += ',';
    const auto end = std::to_chars(digits, digits + sizeof digits, numbers[i]).ptr;
    const std::string_view number(digits, static_cast<std::size_t>(end - digits));
    text += number;
    if (number.find_first_of(".e") == std::string_view::npos) text += ".0";
  }
  text += ']';
}

}  // namespace nilgrad
