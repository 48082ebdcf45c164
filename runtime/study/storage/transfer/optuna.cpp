#include <algorithm>
#include <cmath>
#include <ctime>
#include <nlohmann/json.hpp>

#include "runtime/error.hpp"
#include "runtime/study/storage/sqlite/connection.hpp"
#include "runtime/study/storage/transfer/optuna_domain.hpp"
#include "runtime/study/storage/transfer/transfer.hpp"

namespace nilgrad::study {
namespace {

using nlohmann::json;

/// "2026-11-22 14:08:12.291963", Optuna's local time.
double seconds_of(const Cell& cell) {
  const auto* text = std::get_if<std::string>(&cell);
  std::tm parts{};
  if (!text) return 0;
  const char* rest = strptime(text->c_str(), "%Y-%m-%d %H:%M:%S", &parts);
  if (!rest) return 0;
  parts.tm_isdst = -1;
  return static_cast<double>(std::mktime(&parts)) + (*rest == '.' ? std::strtod(rest, nullptr) : 0);
}

/// Since versions 3: NULL, and beside it which number it is that databases do not have.
double number_of(const Cell& cell, const Cell& type) {
  if (!std::holds_alternative<std::monostate>(cell)) return real(cell);
  const auto* word = std::get_if<std::string>(&type);
  if (word && *word == "INF_POS") return HUGE_VAL;
  if (word && *word == "INF_NEG") return -HUGE_VAL;
  return std::nan("");
}

class OptunaFile {
 public:
  explicit OptunaFile(const std::string& path) : file_(path, SqliteConnection::Mode::read_only) {}

  ImportedStudy read(const std::string& name) {
    check_layout();
    ImportedStudy study;
    const std::int64_t id = find(name, study.record);
    for (const Row& row : rows("SELECT direction FROM study_directions WHERE study_id = $1 ORDER BY objective", id))
      study.record.maximize.push_back(text(row[0]) == "MAXIMIZE");
    std::map<std::int64_t, Trial> trials = this->trials(id);
    add_parameters(id, trials, study);
    add_numbers(id, trials);
    add_notes(id, trials);
    for (auto& [key, trial] : trials) put(std::move(trial), study);
    return study;
  }

 private:
  std::vector<Row> rows(const char* statement, std::int64_t study) { return file_.query(statement, {study}); }

  bool has_column(const std::string& table, const std::string& column) {
    return file_.number("SELECT count(*) FROM pragma_table_info('" + table + "') WHERE name = '" + column + "'") == 1;
  }

  void check_layout() {
    if (!has_column("trial_params", "distribution_json") || !has_column("studies", "study_name"))
      throw_error(ErrorKind::file, "{} is not a storage of Optuna", file_.name());
    if (!has_column("trial_values", "objective") || !has_column("study_directions", "objective"))
      throw_error(ErrorKind::file,
                  "{} was written by an Optuna older than 2.4; bring it up to date with: optuna storage upgrade "
                  "--storage sqlite:///{}",
                  file_.name(), file_.name());
  }

  std::int64_t find(const std::string& name, StudyRecord& record) {
    std::string names;
    std::vector<Row> all = file_.query("SELECT study_id, study_name FROM studies ORDER BY study_id", {});
    for (const Row& row : all) names += (names.empty() ? "'" : ", '") + text(row[1]) + "'";
    if (!name.empty()) std::erase_if(all, [&](const Row& row) { return text(row[1]) != name; });
    if (all.empty() && names.empty()) throw_error(ErrorKind::file, "{} has no studies", file_.name());
    if (all.empty()) throw_error(ErrorKind::file, "{} has no study '{}'; it has {}", file_.name(), name, names);
    if (all.size() > 1) throw_error(ErrorKind::file, "{} has several studies, name one: {}", file_.name(), names);
    record.name = text(all.front()[1]);
    record.maximize.clear();
    return integer(all.front()[0]);
  }

  std::map<std::int64_t, Trial> trials(std::int64_t study) {
    std::map<std::int64_t, Trial> result;  // by Optuna's key, which ascends with the number
    for (const Row& row : rows("SELECT trial_id, number, state, datetime_start, datetime_complete FROM trials"
                               " WHERE study_id = $1 ORDER BY trial_id",
                               study)) {
      Trial trial;
      trial.number = integer(row[1]);
      const std::string& state = text(row[2]);
      trial.state = state == "COMPLETE" ? State::complete
                    : state == "PRUNED" ? State::pruned
                    : state == "FAIL"   ? State::failed
                                        : State::waiting;
      trial.started = seconds_of(row[3]);
      trial.finished = seconds_of(row[4]);
      if (trial.started > 0 && trial.finished > 0) trial.cost = trial.finished - trial.started;
      trial.source = "optuna";
      if (trial.state == State::failed) trial.reason = "failed in Optuna";
      result.emplace(integer(row[0]), std::move(trial));
    }
    return result;
  }

  void add_parameters(std::int64_t study, std::map<std::int64_t, Trial>& trials, ImportedStudy& into) {
    std::map<std::string, OptunaDomain> known;  // by their text
    std::map<std::string, Domain> last;
    for (const Row& row : rows("SELECT p.trial_id, p.param_name, p.param_value, p.distribution_json FROM trials t"
                               " CROSS JOIN trial_params p WHERE t.study_id = $1 AND p.trial_id = t.trial_id"
                               " ORDER BY p.trial_id, p.param_id",
                               study)) {
      const OptunaDomain& domain = known.try_emplace(text(row[3]), text(row[3])).first->second;
      trials.at(integer(row[0])).parameters.push_back({text(row[1]), domain.domain(), domain.value(real(row[2]))});
      last.insert_or_assign(text(row[1]), *domain.domain());
    }
    into.domains.assign(last.begin(), last.end());
  }

  void add_numbers(std::int64_t study, std::map<std::int64_t, Trial>& trials) {
    const std::string value_type = has_column("trial_values", "value_type") ? "v.value_type" : "NULL";
    const std::string report_type =
        has_column("trial_intermediate_values", "intermediate_value_type") ? "v.intermediate_value_type" : "NULL";
    const std::string values = "SELECT v.trial_id, v.value, " + value_type +
                               " FROM trials t CROSS JOIN trial_values v WHERE t.study_id = $1"
                               " AND v.trial_id = t.trial_id ORDER BY v.trial_id, v.objective";
    const std::string reports = "SELECT v.trial_id, v.intermediate_value, " + report_type +
                                ", v.step FROM trials t CROSS JOIN trial_intermediate_values v WHERE t.study_id = $1"
                                " AND v.trial_id = t.trial_id ORDER BY v.trial_id, v.step";
    for (const Row& row : rows(values.c_str(), study))
      trials.at(integer(row[0])).values.push_back(number_of(row[1], row[2]));
    for (const Row& row : rows(reports.c_str(), study))
      trials.at(integer(row[0])).reports.push_back({integer(row[3]), number_of(row[1], row[2])});
  }

  void add_notes(std::int64_t study, std::map<std::int64_t, Trial>& trials) {
    for (const Row& row : rows("SELECT a.trial_id, a.key, a.value_json FROM trials t CROSS JOIN trial_user_attributes a"
                               " WHERE t.study_id = $1 AND a.trial_id = t.trial_id",
                               study)) {
      const json value = json::parse(text(row[2]), nullptr, false);
      trials.at(integer(row[0])).notes[text(row[1])] = value.is_string() ? value.get<std::string>() : text(row[2]);
    }
    for (const Row& row : rows("SELECT a.trial_id, a.value_json FROM trials t CROSS JOIN trial_system_attributes a"
                               " WHERE t.study_id = $1 AND a.trial_id = t.trial_id AND a.key = 'fixed_params'",
                               study)) {
      const json given = json::parse(text(row[1]), nullptr, false);
      if (!given.is_object()) continue;
      for (const auto& [name, value] : given.items())
        trials.at(integer(row[0])).given.insert_or_assign(name, OptunaDomain::choice(value));
    }
  }

  static void put(Trial trial, ImportedStudy& study) {
    if (trial.state == State::waiting) {
      for (const Parameter& parameter : trial.parameters) trial.given.insert_or_assign(parameter.name, parameter.value);
      study.waiting.push_back(std::move(trial.given));
      return;
    }
    const bool finite =
        std::all_of(trial.values.begin(), trial.values.end(), [](double v) { return std::isfinite(v); });
    if (trial.state == State::complete && (!finite || trial.values.size() != study.record.maximize.size())) {
      trial.state = State::failed;
      trial.reason = "its value in Optuna is not finite";
    }
    if (trial.state != State::complete) trial.values.clear();  // Optuna gives pruned trials their last report
    study.trials.push_back(std::move(trial));
  }

  SqliteConnection file_;
};

}  // namespace

ImportedStudy read_optuna(const std::string& path, const std::string& name) {
  try {
    return OptunaFile(path).read(name);
  } catch (const json::exception& error) {
    throw_error(ErrorKind::file, "{} cannot be read as a storage of Optuna: {}", path, error.what());
  }
}

}  // namespace nilgrad::study
