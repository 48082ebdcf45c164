#pragma once
#include <nlohmann/json.hpp>

#include "runtime/catalog/catalog.hpp"

// Options and recipes as JSON, to be made again exactly: what journals keep of them.
namespace nilgrad::catalog {

/// A float as C's %a writes it, "inf", "-inf" or "nan": exact, unlike JSON's numbers, and told apart from an integer.
nlohmann::json exact(double number);
double exact_number(const nlohmann::json& json);

/// Throws Error(option) for what is no value but something of another room (a function, a model).
nlohmann::json to_json(const Value& value);
nlohmann::json to_json(const Recipe& recipe);

/// The same values again, checked as if a user had given them. Throws nlohmann's exceptions for JSON of another form,
/// Error(option) for things that are not described here.
Value value_from_json(const nlohmann::json& json);
std::shared_ptr<const Recipe> recipe_from_json(const nlohmann::json& json);

}  // namespace nilgrad::catalog
