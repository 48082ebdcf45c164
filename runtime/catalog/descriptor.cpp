#include "runtime/catalog/descriptor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

namespace nilgrad::catalog {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::string range_text(const Limits& limits) {
  const bool low = limits.low > -infinity, high = limits.high < infinity;
  const char* from = limits.above_low ? "> " : "≥ ";
  if (low && high && limits.above_low) return fmt::format(" > {} and ≤ {}", limits.low, limits.high);
  if (low && high) return fmt::format(" from {} to {}", limits.low, limits.high);
  if (low) return fmt::format(" {}{}", from, limits.low);
  if (high) return fmt::format(" ≤ {}", limits.high);
  return "";
}

std::string quoted(const std::vector<std::string>& texts) {
  std::string result;
  for (std::size_t i = 0; i < texts.size(); ++i)
    result += (i == 0 ? "'" : i + 1 == texts.size() ? " or '" : ", '") + texts[i] + "'";
  return result;
}

bool in_range(const Limits& limits, double value) {
  if (std::isnan(value) || (std::isinf(value) && !limits.infinite)) return false;
  return value <= limits.high && (limits.above_low ? value > limits.low : value >= limits.low);
}

bool accepts_number(const Option& option, const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value))
    return in_range(option.limits, static_cast<double>(*integer));
  const auto* number = std::get_if<double>(&value);
  if (!number || !in_range(option.limits, *number)) return false;
  // A float that is a whole number counts as an integer (budget = 1e4), as in Lua itself.
  return option.type != Type::integer || (std::trunc(*number) == *number && std::abs(*number) < 0x1p63);
}

bool accepts_text(const Option& option, const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  if (!text) return false;
  const auto& choices = option.limits.choices;
  if (choices.empty()) return option.type == Type::text;
  return std::find(choices.begin(), choices.end(), *text) != choices.end();
}

bool accepts_recipes(const Option& option, const Value& value) {
  const auto* recipes = std::get_if<Recipes>(&value);
  if (!recipes) return option.kind == "schedule" && accepts_number(option, value);
  if (recipes->empty() || (recipes->size() > 1 && !option.many)) return false;
  return std::all_of(recipes->begin(), recipes->end(),
                     [&](const auto& recipe) { return recipe->descriptor->kind == option.kind; });
}

bool accepts_list(const Option& option, const Value& value) {
  const auto* list = std::get_if<std::vector<double>>(&value);
  return list && !list->empty() &&
         std::all_of(list->begin(), list->end(), [&](double number) { return in_range(option.limits, number); });
}

bool accepts_texts(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return !text->empty();
  const auto* list = std::get_if<std::vector<std::string>>(&value);
  return list && !list->empty() && !list->front().empty();
}

bool accepts(const Option& option, const Value& value) {
  if (accepts_text(option, value)) return true;
  switch (option.type) {
    case Type::boolean:
      return std::holds_alternative<bool>(value);
    case Type::integer:
    case Type::number:
      return accepts_number(option, value);
    case Type::numbers:
      return accepts_number(option, value) || accepts_list(option, value);
    case Type::texts:
      return accepts_texts(value);
    case Type::recipe:
      return accepts_recipes(option, value);
    case Type::function:
      return std::holds_alternative<Opaque>(value) && std::get<Opaque>(value).type == "function";
    case Type::any:
      return option.kind.empty() ||
             (std::holds_alternative<Opaque>(value) && std::get<Opaque>(value).type == option.kind);
    case Type::text:
      return false;
  }
  return false;
}

}  // namespace

std::string Option::expectation() const {
  std::string text;
  switch (type) {
    case Type::boolean:
      text = "true or false";
      break;
    case Type::integer:
      text = "an integer" + range_text(limits);
      break;
    case Type::number:
      text = "a number" + range_text(limits);
      break;
    case Type::numbers:
      text = "a number" + range_text(limits) + " or a list of them";
      break;
    case Type::texts:
      text = "a string or a list of strings, the first not empty";
      break;
    case Type::recipe:
      text = (kind == "schedule" ? "a number" + range_text(limits) + " or a " : "a ") + ("ng." + kind) +
             (many ? " or a list of them" : "");
      break;
    case Type::function:
      text = "a function";
      break;
    case Type::any:
      text = kind.empty() ? "a value" : "a " + kind;
      break;
    case Type::text:
      text = limits.choices.empty() ? "a string" : "";
      break;
  }
  if (!limits.choices.empty()) text += (text.empty() ? "" : " or ") + quoted(limits.choices);
  return text;
}

void Option::check(const Value& value, const std::string& owner) const {
  if (accepts(*this, value)) return;
  std::string hint;
  if (const auto* text = std::get_if<std::string>(&value); text && !limits.choices.empty()) {
    const std::string near = nearest(*text, limits.choices);
    if (!near.empty()) hint = fmt::format("; did you mean '{}'?", near);
  }
  throw_error(ErrorKind::option, "option '{}' of {} must be {}, got {}{}", name, owner, expectation(), to_string(value),
              hint);
}

Member Member::of(std::string text, std::string help) {
  const auto is_letter = [](unsigned char c) { return c == '_' || std::isalnum(c); };
  const auto name_end = [&](auto from) { return std::find_if_not(from, text.end(), is_letter); };
  const auto separator = name_end(text.begin());
  const bool is_path = separator != text.begin() && separator != text.end() && (*separator == '.' || *separator == ':');
  if (!is_path || name_end(separator + 1) == separator + 1) return {std::move(text), {}, std::move(help)};
  std::string name(separator + 1, name_end(separator + 1));
  return {std::move(name), std::move(text), std::move(help)};
}

std::string Descriptor::path() const {
  if (kind == "object") return name;
  const bool stands_in_ng = kind == "function" || kind == "room" || kind == "constant";
  return stands_in_ng ? "ng." + name : "ng." + kind + "." + name;
}

const Option* Descriptor::option(std::string_view option_name) const {
  const auto found =
      std::find_if(options.begin(), options.end(), [&](const Option& o) { return o.name == option_name; });
  return found == options.end() ? nullptr : &*found;
}

void Descriptor::check(const Values& values) const {
  for (const auto& [given, value] : values) {
    const Option* known = option(given);
    if (!known) {
      std::vector<std::string> names;
      for (const Option& o : options) names.push_back(o.name);
      const std::string near = nearest(given, names);
      throw_error(ErrorKind::option, "unknown option {} of {}; {}", to_string(Value(given)), path(),
                  !near.empty()   ? fmt::format("did you mean '{}'?", near)
                  : names.empty() ? std::string("it has no options")
                                  : fmt::format("its options are {}", fmt::join(names, ", ")));
    }
    known->check(value, path());
  }
  for (const Option& o : options)
    if (o.limits.required && !values.contains(o.name))
      throw_error(ErrorKind::option, "option '{}' of {} is missing: {}", o.name, path(), o.expectation());
}

std::string nearest(std::string_view misspelt, const std::vector<std::string>& known) {
  std::string best;
  std::size_t best_distance =
      std::min<std::size_t>(3, misspelt.size());  // nothing is near a name that shares no letter
  for (const std::string& name : known) {
    const std::size_t n = misspelt.size(), m = name.size();
    if ((n > m ? n - m : m - n) >= best_distance) continue;
    std::vector<std::vector<std::size_t>> d(n + 1, std::vector<std::size_t>(m + 1));
    for (std::size_t i = 0; i <= n; ++i) d[i][0] = i;
    for (std::size_t j = 0; j <= m; ++j) d[0][j] = j;
    for (std::size_t i = 1; i <= n; ++i) {
      for (std::size_t j = 1; j <= m; ++j) {
        const std::size_t change = misspelt[i - 1] == name[j - 1] ? 0 : 1;
        d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + change});
        if (i > 1 && j > 1 && misspelt[i - 1] == name[j - 2] && misspelt[i - 2] == name[j - 1])
          d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
    if (d[n][m] < best_distance) best_distance = d[n][m], best = name;
  }
  return best;
}

}  // namespace nilgrad::catalog
