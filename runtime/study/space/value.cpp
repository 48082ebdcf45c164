#include "runtime/study/space/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "runtime/catalog/value.hpp"
#include "runtime/error.hpp"

namespace nilgrad::study {
namespace {

using nlohmann::json;

json number_json(double value) {
  if (std::isfinite(value)) return value;
  return {{"double", std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf"}};
}

double number_from(const json& object) {
  const std::string text = object.at("double");
  return text == "nan" ? std::nan("") : text == "inf" ? HUGE_VAL : -HUGE_VAL;
}

}  // namespace

std::string to_string(const Value& value) {
  if (const auto* items = std::get_if<std::vector<std::int64_t>>(&value))
    return fmt::format("{{ {} }}", fmt::join(*items, ", "));
  return std::visit(
      [](const auto& held) -> std::string {
        if constexpr (requires { catalog::Value(held); })
          return catalog::to_string(catalog::Value(held));
        else
          return {};
      },
      value);
}

std::string to_json(const Value& value) {
  return std::visit(
      [](const auto& held) {
        if constexpr (std::is_same_v<std::decay_t<decltype(held)>, double>)
          return number_json(held).dump();
        else
          return json(held).dump(-1, ' ', false, json::error_handler_t::replace);
      },
      value);
}

Value value_from_json(std::string_view text) {
  const json parsed = json::parse(text, nullptr, false);
  if (parsed.is_boolean()) return parsed.get<bool>();
  if (parsed.is_number_integer()) return parsed.get<std::int64_t>();
  if (parsed.is_number_float()) return parsed.get<double>();
  if (parsed.is_string()) return parsed.get<std::string>();
  if (parsed.is_object() && parsed.contains("double") && parsed["double"].is_string()) return number_from(parsed);
  if (parsed.is_array() &&
      std::all_of(parsed.begin(), parsed.end(), [](const json& j) { return j.is_number_integer(); }))
    return parsed.get<std::vector<std::int64_t>>();
  throw_error(ErrorKind::file, "'{}' is no value of a parameter", text.substr(0, 60));
}

}  // namespace nilgrad::study
