#include "runtime/transformer/checkpoint/config_fields.hpp"

#include <cmath>
#include <limits>
#include <utility>

#include "runtime/error.hpp"

namespace nilgrad::transformer {
namespace {

using nlohmann::json;

/// A value as it stands in the file, shortened.
std::string shown(const json& value) {
  const std::string text = value.dump(-1, ' ', true, json::error_handler_t::replace);
  return text.size() <= 40 ? text : text.substr(0, 37) + "...";
}

}  // namespace

ConfigFields::ConfigFields(const json& object, const std::string& where, std::string inside)
    : object_(object), where_(where), inside_(std::move(inside)) {
  if (object.is_object()) return;
  const std::string what = inside_.empty() ? "" : "field \"" + inside_.substr(0, inside_.size() - 1) + "\" ";
  throw_error(ErrorKind::file, "{}: {}must be an object {{…}}", where_, what);
}

void ConfigFields::refuse(const char* name, const std::string& why) const {
  throw_error(ErrorKind::file, "{}: field \"{}{}\" {}", where_, inside_, name, why);
}

bool ConfigFields::has(const char* name) const {
  const auto found = object_.find(name);
  return found != object_.end() && !found->is_null();
}

const json& ConfigFields::required(const char* name) const {
  if (!has(name)) refuse(name, "is missing");
  return object_[name];
}

std::int64_t ConfigFields::size(const char* name) const {
  const json& value = required(name);
  constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
  // From 2^63 on they come out negative.
  const bool fits = value.is_number_integer() && value.get<std::int64_t>() >= 1 && value.get<std::int64_t>() <= most;
  if (!fits) refuse(name, fmt::format("must be a whole number from 1 to {}, not {}", most, shown(value)));
  return value.get<std::int64_t>();
}

bool ConfigFields::flag(const char* name, bool otherwise) const {
  if (!has(name)) return otherwise;
  const json& value = object_[name];
  if (!value.is_boolean()) refuse(name, "must be true or false, not " + shown(value));
  return value.get<bool>();
}

double ConfigFields::positive(const char* name) const {
  const json& value = required(name);
  const double number = value.is_number() ? value.get<double>() : 0;
  if (!(number > 0) || !std::isfinite(number)) refuse(name, "must be a number above 0, not " + shown(value));
  return number;
}

std::string ConfigFields::text(const char* name) const {
  const json& value = required(name);
  if (!value.is_string()) refuse(name, "must be a string, not " + shown(value));
  return value.get<std::string>();
}

std::int32_t ConfigFields::token(const char* name, std::int32_t otherwise, std::int64_t vocab) const {
  const auto found = object_.find(name);
  if (found == object_.end()) return otherwise;
  const json& value = found->is_array() && !found->empty() ? found->front() : *found;
  if (value.is_null()) return -1;
  const std::int64_t id = value.is_number_integer() ? value.get<std::int64_t>() : vocab;
  const bool fits = id < vocab && (id >= 0 || (id == -1 && !value.is_number_unsigned()));
  if (!fits) refuse(name, fmt::format("must be a token of the vocabulary, 0 to {}, not {}", vocab - 1, shown(value)));
  return static_cast<std::int32_t>(id);
}

std::vector<std::string> ConfigFields::texts(const char* name) const {
  std::vector<std::string> list;
  if (!has(name)) return list;
  const json& value = object_[name];
  if (!value.is_array()) refuse(name, "must be a list of strings, not " + shown(value));
  for (const json& item : value) {
    if (!item.is_string()) refuse(name, "must be a list of strings, not " + shown(value));
    list.push_back(item.get<std::string>());
  }
  return list;
}

ConfigFields ConfigFields::object(const char* name) const {
  return ConfigFields(required(name), where_, inside_ + name + ".");
}

}  // namespace nilgrad::transformer
