#include "runtime/study/storage/sql/records.hpp"

#include <bit>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "runtime/error.hpp"

namespace nilgrad::study {

using nlohmann::json;

double real(const Cell& cell) {
  if (const auto* number = std::get_if<double>(&cell)) return *number;
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*whole);
  return std::strtod(text(cell).c_str(), nullptr);
}

std::string given_to_json(const Given& given) {
  if (given.empty()) return {};
  json object = json::object();
  for (const auto& [name, value] : given) object[name] = json::parse(to_json(value));
  return object.dump();
}

Given given_from_json(const std::string& text) {
  Given given;
  if (text.empty()) return given;
  const json object = json::parse(text);
  for (const auto& [name, value] : object.items()) given.emplace(name, value_from_json(value.dump()));
  return given;
}

std::string notes_to_json(const std::map<std::string, std::string>& notes) {
  return notes.empty() ? std::string() : json(notes).dump(-1, ' ', false, json::error_handler_t::replace);
}

std::map<std::string, std::string> notes_from_json(const std::string& text) {
  if (text.empty()) return {};
  return json::parse(text).get<std::map<std::string, std::string>>();
}

std::string maximize_text(const std::vector<bool>& maximize) {
  std::string result;
  for (const bool one : maximize) result += one ? '1' : '0';
  return result;
}

StudyRecord study_from(const Row& row) {
  StudyRecord record;
  record.id = integer(row[0]);
  record.name = text(row[1]);
  record.maximize.clear();
  for (const char one : text(row[2])) record.maximize.push_back(one == '1');
  record.seed = std::bit_cast<std::uint64_t>(integer(row[3]));
  record.sampler = text(row[4]);
  record.pruner = text(row[5]);
  record.created = real(row[6]);
  return record;
}

Trial trial_from(const Row& row) {
  Trial trial;
  trial.number = integer(row[0]);
  trial.state = static_cast<State>(integer(row[1]));
  trial.attempt = integer(row[2]);
  trial.started = real(row[3]);
  trial.finished = real(row[4]);
  trial.cost = real(row[5]);
  trial.worker = text(row[6]);
  trial.source = text(row[7]);
  trial.reason = text(row[8]);
  trial.given = given_from_json(text(row[9]));
  trial.notes = notes_from_json(text(row[10]));
  return trial;
}

}  // namespace nilgrad::study
