#include "runtime/catalog/value.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "runtime/catalog/descriptor.hpp"

namespace nilgrad::catalog {
namespace {

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

constexpr std::size_t list_limit = 6;
constexpr std::size_t text_limit = 60;  // bytes

std::string quoted(const std::string& text) {
  if (text.size() <= text_limit) return "'" + text + "'";
  std::size_t end = text_limit;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // not within a UTF-8 character
  return fmt::format("'{}…' ({} bytes)", text.substr(0, end), text.size());
}

/// NaN without the sign that some processors give it.
std::string number_text(double number) { return std::isnan(number) ? "nan" : fmt::format("{}", number); }

std::string list_text(const std::vector<double>& list) {
  if (list.empty()) return "{}";
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < std::min(list.size(), list_limit); ++i) texts.push_back(number_text(list[i]));
  if (list.size() > list_limit) texts.push_back(fmt::format("… {} values", list.size()));
  return fmt::format("{{ {} }}", fmt::join(texts, ", "));
}

std::string list_text(const std::vector<std::string>& list) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < std::min(list.size(), list_limit); ++i) texts.push_back(quoted(list[i]));
  if (list.size() > list_limit) texts.push_back(fmt::format("… {} texts", list.size()));
  return fmt::format("{{ {} }}", fmt::join(texts, ", "));
}

}  // namespace

std::string to_string(const Value& value) {
  return std::visit(Overloaded{
                        [](bool v) { return std::string(v ? "true" : "false"); },
                        [](std::int64_t v) { return fmt::format("{}", v); },
                        [](double v) { return number_text(v); },
                        [](const std::string& v) { return quoted(v); },
                        [](const std::vector<double>& v) { return list_text(v); },
                        [](const std::vector<std::string>& v) { return list_text(v); },
                        [](const Recipes& v) {
                          std::vector<std::string> texts;
                          for (const auto& recipe : v) texts.push_back(recipe->to_string());
                          return texts.size() == 1 ? texts[0] : fmt::format("{{ {} }}", fmt::join(texts, ", "));
                        },
                        [](const Opaque& v) { return "a " + v.type + (v.detail.empty() ? "" : " (" + v.detail + ")"); },
                    },
                    value);
}

std::string Recipe::to_string() const {
  std::vector<std::string> parts;
  for (const auto& [name, value] : values) parts.push_back(fmt::format("{} = {}", name, catalog::to_string(value)));
  if (parts.empty()) return descriptor->path() + "()";
  return fmt::format("{} {{ {} }}", descriptor->path(), fmt::join(parts, ", "));
}

}  // namespace nilgrad::catalog
