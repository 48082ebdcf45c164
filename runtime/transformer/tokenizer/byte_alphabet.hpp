#pragma once
#include <optional>
#include <string>
#include <string_view>

// GPT-2's way to write bytes as printable characters, in which vocabularies are kept: printable Latin-1 stands for
// itself, the other 68 bytes in their order are U+0100, U+0101, … (a space is "Ġ").
namespace nilgrad::transformer {

/// "Ġthe" is " the"; nothing for a token with a character that stands for no byte.
std::optional<std::string> bytes_of_token(std::string_view token);

/// " the" is "Ġthe".
std::string token_of_bytes(std::string_view bytes);

}  // namespace nilgrad::transformer
