#include <algorithm>

#include "runtime/study/storage/edits.hpp"
#include "runtime/study/storage/sql/records.hpp"
#include "runtime/study/storage/sql/sql_storage.hpp"

namespace nilgrad::study {

void SqlStorage::write(const Held& held, Holding& holding, const Additions& additions) {
  write_parameters(held, holding.parameters, additions.parameters);
  for (const Report& report : additions.reports) write_report(held.study, held.number, report);
  if (additions.source) holding.source = clean_text(*additions.source);
  if (additions.notes.empty()) return;
  auto notes = notes_from_json(holding.notes);
  for (const auto& [key, note] : additions.notes) notes[clean_text(key)] = clean_text(note);
  holding.notes = notes_to_json(notes);
}

void SqlStorage::write_parameters(const Held& held, std::int64_t known, const std::vector<Parameter>& parameters) {
  if (parameters.empty()) return;
  std::vector<std::string> names;
  if (known > 0)
    for (const Row& row : database_->query("SELECT d.name FROM parameter p CROSS JOIN domain d WHERE p.study = $1"
                                           " AND p.number = $2 AND d.id = p.domain ORDER BY p.position",
                                           {held.study, held.number}))
      names.push_back(text(row[0]));
  for (const Parameter& parameter : parameters) {
    const auto position = std::find(names.begin(), names.end(), parameter.name) - names.begin();
    if (position == std::ssize(names)) names.push_back(parameter.name);
    database_->execute(
        "INSERT INTO parameter (study, number, position, domain, value) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (study, number, position) DO UPDATE SET domain = excluded.domain,"
        " value = excluded.value",
        {held.study, held.number, static_cast<std::int64_t>(position),
         domain_id(held.study, parameter.name, *parameter.domain), to_json(parameter.value)});
  }
}

void SqlStorage::write_values(std::int64_t study, std::int64_t number, const std::vector<double>& values) {
  for (std::size_t k = 0; k < values.size(); ++k)
    database_->execute("INSERT INTO value (study, number, objective, value) VALUES ($1, $2, $3, $4)",
                       {study, number, static_cast<std::int64_t>(k), values[k]});
}

void SqlStorage::write_report(std::int64_t study, std::int64_t number, const Report& report) {
  database_->execute(
      "INSERT INTO report (study, number, step, value) VALUES ($1, $2, $3, $4)"
      " ON CONFLICT (study, number, step) DO UPDATE SET value = excluded.value",
      {study, number, report.step, report.value});
}

void SqlStorage::insert(std::int64_t study, const Trial& trial) {
  database_->execute(
      "INSERT INTO trial (study, number, state, attempt, started, finished, cost, worker, source, reason, given, notes,"
      " revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,"
      " (SELECT s.revision FROM study s WHERE s.id = $1))",
      {study, trial.number, state_cell(trial.state), trial.attempt, trial.started, trial.finished,
       known_cost(trial.cost), clean_text(trial.worker), clean_text(trial.source), clean_text(trial.reason),
       given_to_json(trial.given), notes_to_json(trial.notes)});
  write_parameters({study, trial.number, 0, {}}, 0, trial.parameters);
  write_values(study, trial.number, trial.values);
  for (const Report& report : trial.reports) write_report(study, trial.number, report);
}

}  // namespace nilgrad::study
