#include "runtime/transformer/tokenizer/json_field.hpp"

#include <algorithm>
#include <fstream>
#include <unordered_set>
#include <vector>

#include "runtime/error.hpp"
#include "runtime/input_file.hpp"

namespace nilgrad::transformer {
namespace {

using nlohmann::json;

/// The value itself, or its kind and size where it is large. What holds lists or objects is not written out: dump()
/// calls itself for each level, and a malformed file may have any number of them.
std::string shown(const json& value) {
  constexpr std::size_t longest = 200, most_elements = 16;
  const bool nested = std::any_of(value.begin(), value.end(), [&](const json& e) { return e.is_structured(); });
  if (value.is_structured() && (nested || value.size() > most_elements))
    return fmt::format("an {} of {}", value.type_name(), value.size());
  const std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
  return text.size() > longest ? text.substr(0, longest) + "…" : text;
}

}  // namespace

json read_json(const std::filesystem::path& path) {
  require_readable_file(path);
  std::ifstream file(path, std::ios::binary);
  const std::string content(std::istreambuf_iterator<char>(file), {});  // parsed twice as fast as the stream
  std::vector<std::unordered_set<std::string>> names;                   // of the objects that are open
  const auto note_name = [&](int, json::parse_event_t event, json& value) {
    if (event == json::parse_event_t::object_start) names.emplace_back();
    if (event == json::parse_event_t::object_end) names.pop_back();
    if (event == json::parse_event_t::key && !names.back().insert(value.get<std::string>()).second)
      throw_error(ErrorKind::file, "{}: '{}' appears twice in one object", path.string(), value.get<std::string>());
    return true;
  };
  try {
    return json::parse(content, note_name);
  } catch (const json::exception& error) {
    const std::string_view message = error.what();
    const std::size_t number = message.find("] ");
    throw_error(ErrorKind::file, "{}: not JSON: {}", path.string(),
                message.substr(number == std::string_view::npos ? 0 : number + 2));
  }
}

JsonField JsonField::operator[](const std::string& name) const {
  static const json nothing;
  const std::string below = place_ + (place_.ends_with(":") ? " " : ".") + name;
  if (absent()) return {nothing, below};
  require_object();
  const auto found = value_.find(name);
  return {found == value_.end() ? nothing : *found, below};
}

JsonField JsonField::element(std::size_t i) const { return {value_[i], fmt::format("{}[{}]", place_, i)}; }

JsonField JsonField::element(const std::string& name) const {
  return {value_.at(name), fmt::format("{}['{}']", place_, name)};
}

std::size_t JsonField::elements() const {
  if (!value_.is_array()) refuse("a list");
  return value_.size();
}

std::string JsonField::text() const {
  if (!value_.is_string()) refuse("a text");
  return value_.get<std::string>();
}

std::int64_t JsonField::integer() const {
  if (!value_.is_number_integer() || (value_.is_number_unsigned() && value_.get<std::uint64_t>() > INT64_MAX))
    refuse("an integer");
  return value_.get<std::int64_t>();
}

bool JsonField::flag(bool otherwise) const {
  if (absent()) return otherwise;
  if (!value_.is_boolean()) refuse("true or false");
  return value_.get<bool>();
}

void JsonField::require_object() const {
  if (!value_.is_object()) refuse("an object");
}

void JsonField::refuse(const std::string& expected) const {
  throw_error(ErrorKind::file, "{}{} must be {}, not {}", place_, place_.ends_with(":") ? " the whole" : "", expected,
              shown(value_));
}

}  // namespace nilgrad::transformer
