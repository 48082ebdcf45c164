#pragma once
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace nilgrad::study {

/// A parameter's value: a float's double, an int's integer, a choice's boolean, number or text, a permutation of 1 … n.
using Value = std::variant<bool, std::int64_t, double, std::string, std::vector<std::int64_t>>;

/// As a user would write it in a script: 0.5, 3, true, 'rbf', { 2, 1, 3 }.
std::string to_string(const Value& value);

/// One value of a kind that JSON has, and back; doubles keep every bit. NaN and ±inf are texts of an object:
/// {"double": "inf"}. Throws Error(file).
std::string to_json(const Value& value);
Value value_from_json(std::string_view text);

}  // namespace nilgrad::study
