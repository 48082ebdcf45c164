#pragma once
#include <array>
#include <string_view>

namespace nilgrad::interpreter {

inline constexpr std::array<std::string_view, 22> keywords = {
    "and", "break", "do",  "else", "elseif", "end",    "false",  "for",  "function", "goto",  "if",
    "in",  "local", "nil", "not",  "or",     "repeat", "return", "then", "true",     "until", "while"};

}  // namespace nilgrad::interpreter
