#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <string_view>

#include "runtime/error.hpp"
#include "runtime/study/storage/transfer/transfer.hpp"

namespace nilgrad::study {
namespace {

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + '"';
}

std::string plain(double value) {
  if (std::isnan(value)) return "nan";
  return fmt::format("{}", value);
}

/// Texts as they are, permutations with spaces.
std::string plain(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* number = std::get_if<double>(&value)) return plain(*number);
  const auto* items = std::get_if<std::vector<std::int64_t>>(&value);
  if (!items) return to_string(value);
  std::string result;
  for (const std::int64_t item : *items) result += (result.empty() ? "" : " ") + std::to_string(item);
  return result;
}

/// ISO 8601 in UTC, to the millisecond; empty for never.
std::string date(double seconds) {
  if (!(seconds > 0)) return {};
  const auto milliseconds = static_cast<std::int64_t>(std::floor(seconds * 1000));
  const auto whole = static_cast<std::time_t>(milliseconds / 1000);
  std::tm parts{};
  gmtime_r(&whole, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  return fmt::format("{}.{:03}Z", text.data(), milliseconds % 1000);
}

std::string row(const std::vector<std::string>& fields) {
  std::string line;
  for (std::size_t k = 0; k < fields.size(); ++k) line += (k ? "," : "") + quoted(fields[k]);
  return line + "\n";
}

/// In the order in which they were first asked for.
std::vector<std::string> parameter_names(const std::vector<Trial>& trials) {
  std::vector<std::string> names;
  for (const Trial& trial : trials)
    for (const Parameter& parameter : trial.parameters)
      if (std::find(names.begin(), names.end(), parameter.name) == names.end()) names.push_back(parameter.name);
  return names;
}

constexpr std::array<std::string_view, 5> ends{"started", "finished", "seconds", "source", "reason"};

std::vector<std::string> header(const StudyRecord& study, const std::vector<std::string>& parameters) {
  std::vector<std::string> fields{"number", "state"};
  if (study.maximize.size() == 1) fields.emplace_back("value");
  for (std::size_t k = 0; study.maximize.size() > 1 && k < study.maximize.size(); ++k)
    fields.push_back("value_" + std::to_string(k + 1));
  const std::size_t own = fields.size();
  for (const std::string& name : parameters) {
    const bool taken = std::find(fields.begin(), fields.begin() + static_cast<std::ptrdiff_t>(own), name) !=
                           fields.begin() + static_cast<std::ptrdiff_t>(own) ||
                       std::find(ends.begin(), ends.end(), name) != ends.end();
    fields.push_back(taken ? "parameter " + name : name);
  }
  fields.insert(fields.end(), ends.begin(), ends.end());
  return fields;
}

}  // namespace

std::string to_csv(const StudyRecord& study, const std::vector<Trial>& trials) {
  const std::vector<std::string> parameters = parameter_names(trials);
  std::string table = row(header(study, parameters));
  for (const Trial& trial : trials) {
    std::vector<std::string> fields{std::to_string(trial.number), to_string(trial.state)};
    for (std::size_t k = 0; k < study.maximize.size(); ++k)
      fields.push_back(k < trial.values.size() ? plain(trial.values[k]) : "");
    for (const std::string& name : parameters) {
      const Parameter* parameter = trial.parameter(name);
      fields.push_back(parameter ? plain(parameter->value) : "");
    }
    const bool over = trial.finished > 0 && trial.started > 0;
    fields.insert(fields.end(),
                  {date(trial.started), date(trial.finished),
                   over ? fmt::format("{:.6g}", trial.finished - trial.started) : "", trial.source, trial.reason});
    table += row(fields);
  }
  return table;
}

}  // namespace nilgrad::study
