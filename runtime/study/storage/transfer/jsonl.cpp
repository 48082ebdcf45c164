#include <fstream>
#include <nlohmann/json.hpp>

#include "runtime/error.hpp"
#include "runtime/study/storage/transfer/transfer.hpp"

namespace nilgrad::study {
namespace {

using json = nlohmann::ordered_json;

constexpr int format_version = 1;

json from(const Value& value) { return json::parse(to_json(value)); }
double number_from(const json& value) {
  if (value.is_number()) return value.get<double>();
  return std::get<double>(value_from_json(value.dump()));
}

std::string line(const json& object) { return object.dump(-1, ' ', false, json::error_handler_t::replace) + "\n"; }

/// The distinct domains of all trials' parameters, each with its number.
class Domains {
 public:
  std::size_t number(const Parameter& parameter) {
    auto& known = known_[parameter.name];
    for (const std::size_t k : known)
      if (list_[k].second == *parameter.domain) return k;
    known.push_back(list_.size());
    list_.emplace_back(parameter.name, *parameter.domain);
    return known.back();
  }
  json to_json() const {
    json all = json::array();
    for (const auto& [name, domain] : list_) all.push_back({{"name", name}, {"domain", json::parse(domain.to_json())}});
    return all;
  }

 private:
  std::vector<std::pair<std::string, Domain>> list_;
  std::map<std::string, std::vector<std::size_t>> known_;
};

json trial_json(const Trial& trial, Domains& domains) {
  json parameters = json::object(), kinds = json::array(), values = json::array(), reports = json::array();
  for (const Parameter& parameter : trial.parameters) {
    parameters[parameter.name] = from(parameter.value);
    kinds.push_back(domains.number(parameter));
  }
  for (const double value : trial.values) values.push_back(from(value));
  for (const Report& report : trial.reports) reports.push_back({report.step, from(report.value)});
  json given = json::object();
  for (const auto& [name, value] : trial.given) given[name] = from(value);
  return {{"number", trial.number},
          {"state", to_string(trial.state)},
          {"values", values},
          {"parameters", parameters},
          {"domains", kinds},
          {"reports", reports},
          {"given", given},
          {"source", trial.source},
          {"reason", trial.reason},
          {"worker", trial.worker},
          {"attempt", trial.attempt},
          {"started", trial.started},
          {"finished", trial.finished},
          {"cost", trial.cost},
          {"notes", trial.notes}};
}

using SharedDomains = std::vector<std::pair<std::string, std::shared_ptr<const Domain>>>;

void read_header(const json& header, ImportedStudy& study, SharedDomains& domains) {
  if (!header.is_object() || header.value("format", "") != "nilgrad study")
    throw_error(ErrorKind::file, "it does not describe a study of nilgrad");
  if (header.at("version").get<int>() > format_version)
    throw_error(ErrorKind::file, "it was written by a newer nilgrad");
  study.record.name = header.at("name");
  study.record.maximize.clear();
  for (const json& direction : header.at("directions")) study.record.maximize.push_back(direction == "maximize");
  if (study.record.maximize.empty()) throw_error(ErrorKind::file, "it has no directions");
  study.record.seed = header.at("seed");
  study.record.sampler = header.at("sampler");
  study.record.pruner = header.at("pruner");
  study.record.created = header.at("created");
  for (const json& one : header.at("domains"))
    domains.emplace_back(one.at("name"), std::make_shared<const Domain>(Domain::from_json(one.at("domain").dump())));
}

Trial read_trial(const json& object, const SharedDomains& domains) {
  Trial trial;
  trial.number = object.at("number");
  trial.state = state_from(object.at("state").get<std::string>());
  for (const json& value : object.at("values")) trial.values.push_back(number_from(value));
  std::size_t k = 0;
  for (const auto& [name, value] : object.at("parameters").items()) {
    const auto& [known, domain] = domains.at(object.at("domains").at(k++));
    if (known != name) throw_error(ErrorKind::file, "parameter '{}' has the domain of '{}'", name, known);
    trial.parameters.push_back({name, domain, value_from_json(value.dump())});
  }
  for (const json& report : object.at("reports")) trial.reports.push_back({report.at(0), number_from(report.at(1))});
  for (const auto& [name, value] : object.at("given").items()) trial.given.emplace(name, value_from_json(value.dump()));
  trial.source = object.at("source");
  trial.reason = object.at("reason");
  trial.worker = object.at("worker");
  trial.attempt = object.at("attempt");
  trial.started = object.at("started");
  trial.finished = object.at("finished");
  trial.cost = object.at("cost");
  trial.notes = object.at("notes").get<std::map<std::string, std::string>>();
  return trial;
}

void put(Trial trial, ImportedStudy& study) {
  if (is_finished(trial.state)) {
    study.trials.push_back(std::move(trial));
    return;
  }
  Given given = std::move(trial.given);
  for (const Parameter& parameter : trial.parameters) given.insert_or_assign(parameter.name, parameter.value);
  study.waiting.push_back(std::move(given));
}

}  // namespace

std::string to_jsonl(const StudyRecord& study, const std::vector<Trial>& trials) {
  Domains domains;
  std::string lines;
  for (const Trial& trial : trials) lines += line(trial_json(trial, domains));
  json directions = json::array();
  for (const bool maximize : study.maximize) directions.push_back(maximize ? "maximize" : "minimize");
  return line({{"format", "nilgrad study"},
               {"version", format_version},
               {"name", study.name},
               {"directions", directions},
               {"seed", study.seed},
               {"sampler", study.sampler},
               {"pruner", study.pruner},
               {"created", study.created},
               {"domains", domains.to_json()}}) +
         lines;
}

ImportedStudy read_jsonl(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw_error(ErrorKind::file, "{} cannot be read", path);
  ImportedStudy study;
  SharedDomains domains;
  std::string text;
  int number = 0;
  try {
    while (++number, std::getline(file, text)) {
      const json object = json::parse(text);
      if (number == 1)
        read_header(object, study, domains);
      else
        put(read_trial(object, domains), study);
    }
    if (number == 1) throw_error(ErrorKind::file, "it is empty");
  } catch (const std::exception& error) {
    throw_error(ErrorKind::file, "{}, line {}: {}", path, number, error.what());
  }
  for (const auto& [name, domain] : domains) study.domains.emplace_back(name, *domain);
  return study;
}

}  // namespace nilgrad::study
