#include "runtime/objective/process/protocol.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>

#include "runtime/catalog/value.hpp"
#include "runtime/random/uniform.hpp"

namespace nilgrad {
namespace {

using nlohmann::json;

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

[[noreturn]] void garbled(const std::string& text) { throw WorkerFailure(WorkerFailure::Kind::garbled, text); }

/// NaN, Infinity and -Infinity, outside of strings, become null.
std::string without_non_finite(std::string_view line) {
  std::string text;
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') quoted = !quoted;
    if (quoted && line[i] == '\\' && i + 1 < line.size()) text += line[i++];
    std::size_t length = 0;
    for (const std::string_view word : {"NaN", "Infinity", "-Infinity"})
      if (!quoted && line.substr(i, word.size()) == word) length = word.size();
    if (length == 0) {
      text += line[i];
    } else {
      text += "null";
      i += length - 1;
    }
  }
  return text;
}

json parse(std::string_view line) {
  json answer = json::parse(line, nullptr, false);
  if (answer.is_discarded()) answer = json::parse(without_non_finite(line), nullptr, false);
  if (answer.is_discarded())
    garbled(fmt::format("wrote a line that is no JSON: {} (only answers go to standard output)", excerpt(line)));
  return answer;
}

double number_in(const json& value, std::string_view line) {
  if (value.is_null()) return not_a_number;
  if (!value.is_number()) garbled(fmt::format("answered with a value that is no number: {}", excerpt(line)));
  return value.get<double>();
}

}  // namespace

RequestText::RequestText(std::uint64_t id, Form form)
    : text_(fmt::format("{{\"id\":{}{}", id, form == Form::batch ? ",\"points\":[" : "")), form_(form) {}

void RequestText::add(std::span<const double> x) {
  text_ += form_ == Form::point ? ",\"x\":[" : first_ ? "[" : ",[";
  first_ = false;
  const char* separator = "";
  for (const double xi : x) {
    text_ += separator;
    separator = ",";
    const std::size_t start = text_.size();
    fmt::format_to(std::back_inserter(text_), "{}", xi);
    if (text_.find_first_of(".e", start) == std::string::npos) text_ += ".0";
  }
  text_ += "]";
}

std::string RequestText::finish(const Key& sample) {
  const auto number = static_cast<std::uint64_t>(0x1p32 * uniform_at(sample, 0));
  text_ += fmt::format("{},\"sample\":{}}}\n", form_ == Form::batch ? "]" : "", number);
  return std::move(text_);
}

std::string read_answer(std::string_view line, std::uint64_t id, RequestText::Form form, std::span<double> values) {
  const json answer = parse(line);
  if (!answer.is_object()) garbled(fmt::format("answered with what is no object: {}", excerpt(line)));
  const auto given = answer.find("id");
  if (given == answer.end() || !given->is_number() || given->get<double>() != static_cast<double>(id))
    garbled(fmt::format("answered with {} to request {}: {}", given == answer.end() ? "no id" : "id " + given->dump(),
                        id, excerpt(line)));
  if (const auto error = answer.find("error"); error != answer.end() && !error->is_null()) {
    std::fill(values.begin(), values.end(), not_a_number);
    return error->is_string() ? error->get<std::string>() : error->dump();
  }
  const bool single = form == RequestText::Form::point;
  const auto found = answer.find(single ? "value" : "values");
  if (found == answer.end())
    garbled(fmt::format("answered without \"{}\": {}", single ? "value" : "values", excerpt(line)));
  if (single) {
    values[0] = number_in(*found, line);
    return "";
  }
  if (!found->is_array() || found->size() != values.size())
    garbled(fmt::format("answered {} points with {}", values.size(),
                        found->is_array() ? fmt::format("{} values", found->size()) : excerpt(line)));
  std::transform(found->begin(), found->end(), values.begin(), [&](const json& v) { return number_in(v, line); });
  return "";
}

std::string excerpt(std::string_view text) {
  std::string shown(text);
  std::replace_if(
      shown.begin(), shown.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  return catalog::to_string(shown);
}

}  // namespace nilgrad
