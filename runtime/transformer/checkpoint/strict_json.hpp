#pragma once
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace nilgrad::transformer {

/// JSON of a file that is not trusted: a name twice in one object and nesting deeper than 64 are refused, where parsers
/// would take the last or run out of stack. Throws Error(file) beginning with `where`, which says what of which file.
nlohmann::json parse_strict(std::string_view text, const std::string& where);

/// Of a file; up to 100 MB, which no description of a model comes near.
nlohmann::json read_strict(const std::filesystem::path& path);

}  // namespace nilgrad::transformer
