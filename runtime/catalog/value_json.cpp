#include "runtime/catalog/value_json.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

#include "runtime/catalog/descriptor.hpp"

namespace nilgrad::catalog {
namespace {

using nlohmann::json;

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

/// JSON is UTF-8; other texts are kept byte by byte.
json text_to_json(const std::string& text) {
  json quoted = text;
  try {
    quoted.dump();
    return quoted;
  } catch (const json::exception&) {
    return {{"bytes", std::vector<unsigned char>(text.begin(), text.end())}};
  }
}

Recipes recipes_from_json(const json& list) {
  Recipes recipes;
  for (const json& recipe : list) recipes.push_back(recipe_from_json(recipe));
  return recipes;
}

}  // namespace

json exact(double number) { return fmt::format("{:a}", number); }

double exact_number(const json& text) { return std::strtod(text.get_ref<const std::string&>().c_str(), nullptr); }

json to_json(const Value& value) {
  return std::visit(
      Overloaded{
          [](bool v) { return json(v); },
          [](std::int64_t v) { return json(v); },
          [](double v) {
            return json{{"number", exact(v)}};
          },
          [](const std::string& v) { return text_to_json(v); },
          [](const std::vector<double>& v) {
            json numbers = json::array();
            for (const double number : v) numbers.push_back(exact(number));
            return json{{"numbers", numbers}};
          },
          [](const std::vector<std::string>& v) {
            json texts = json::array();
            for (const std::string& text : v) texts.push_back(text_to_json(text));
            return json{{"texts", texts}};
          },
          [](const Recipes& v) {
            json recipes = json::array();
            for (const auto& recipe : v) recipes.push_back(to_json(*recipe));
            return json{{"things", recipes}};
          },
          [](const Opaque& v) -> json { throw_error(ErrorKind::option, "a {} cannot be kept in a journal", v.type); },
      },
      value);
}

json to_json(const Recipe& recipe) {
  json options = json::object();
  for (const auto& [name, value] : recipe.values) options[name] = to_json(value);
  return {{"kind", recipe.descriptor->kind}, {"name", recipe.descriptor->name}, {"options", options}};
}

Value value_from_json(const json& value) {
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (value.is_string()) return value.get<std::string>();
  if (value.contains("number")) return exact_number(value["number"]);
  if (value.contains("bytes")) {
    const auto bytes = value["bytes"].get<std::vector<unsigned char>>();
    return std::string(bytes.begin(), bytes.end());
  }
  if (value.contains("texts")) {
    std::vector<std::string> texts;
    for (const json& text : value["texts"]) texts.push_back(std::get<std::string>(value_from_json(text)));
    return texts;
  }
  if (value.contains("things")) return recipes_from_json(value["things"]);
  std::vector<double> numbers;
  for (const json& number : value.at("numbers")) numbers.push_back(exact_number(number));
  return numbers;
}

std::shared_ptr<const Recipe> recipe_from_json(const json& recipe_json) {
  Values values;
  for (const auto& [name, value] : recipe_json.at("options").items()) values[name] = value_from_json(value);
  return recipe(recipe_json.at("kind").get<std::string>(), recipe_json.at("name").get<std::string>(),
                std::move(values));
}

}  // namespace nilgrad::catalog
