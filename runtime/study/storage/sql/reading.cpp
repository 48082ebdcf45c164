#include "runtime/study/storage/edits.hpp"
#include "runtime/study/storage/sql/records.hpp"
#include "runtime/study/storage/sql/sql_storage.hpp"

namespace nilgrad::study {
namespace {

// Every one of these begins at the trials that changed, in the order of the changes.
#define NILGRAD_CHANGED "t.study = $1 AND t.revision > $2 AND t.number <> $3"
#define NILGRAD_IN_ORDER " ORDER BY t.revision, t.number"
#define NILGRAD_OF(table)                                       \
  " FROM trial t CROSS JOIN " table " x WHERE " NILGRAD_CHANGED \
  " AND x.study = t.study AND x.number = t.number" NILGRAD_IN_ORDER

/// Rows of many trials, given to each: both are in the same order.
template <class Give>
void deal(std::vector<Trial>& trials, const std::vector<Row>& rows, Give give) {
  auto trial = trials.begin();
  for (const Row& row : rows) {
    while (trial != trials.end() && trial->number != integer(row[0])) ++trial;
    if (trial == trials.end()) return;
    give(*trial, row);
  }
}

}  // namespace

const SqlStorage::ReadDomain& SqlStorage::domain_of(std::int64_t id) {
  if (const auto known = read_.find(id); known != read_.end()) return known->second;
  const auto rows = database_->query("SELECT name, text FROM domain WHERE id = $1", {id});
  if (rows.empty()) study_removed(name());
  auto domain = std::make_shared<const Domain>(Domain::from_json(text(rows.front()[1])));
  return read_.emplace(id, ReadDomain{text(rows.front()[0]), std::move(domain)}).first->second;
}

void SqlStorage::read_parameters(std::vector<Trial>& trials, const std::vector<Row>& rows) {
  deal(trials, rows, [&](Trial& trial, const Row& row) {
    const ReadDomain& known = domain_of(integer(row[1]));
    trial.parameters.push_back({known.name, known.domain, value_from_json(text(row[2]))});
  });
}

Changes SqlStorage::changes(std::int64_t study, std::int64_t after, std::optional<std::int64_t> except) {
  static const std::string changed =
      std::string("SELECT ") + trial_columns + " FROM trial t WHERE " NILGRAD_CHANGED NILGRAD_IN_ORDER;
  const std::vector<Cell> which{study, after, except.value_or(-1)};
  const std::vector<Database::Question> questions{
      {"SELECT revision FROM study WHERE id = $1", {study}},
      {changed.c_str(), which},
      {"SELECT x.number, x.domain, x.value" NILGRAD_OF("parameter") ", x.position", which},
      {"SELECT x.number, x.value" NILGRAD_OF("value") ", x.objective", which},
      {"SELECT x.number, x.step, x.value" NILGRAD_OF("report") ", x.step", which}};
  return transact(Access::read, [&] {
    const auto answers = database_->ask_last(questions);
    if (answers[0].empty()) study_removed(name());
    Changes result{integer(answers[0].front()[0]), {}};
    for (const Row& row : answers[1]) result.trials.push_back(trial_from(row));
    read_parameters(result.trials, answers[2]);
    deal(result.trials, answers[3], [](Trial& trial, const Row& row) { trial.values.push_back(real(row[1])); });
    deal(result.trials, answers[4], [](Trial& trial, const Row& row) {
      trial.reports.push_back({integer(row[1]), real(row[2])});
    });
    return result;
  });
}

Counts SqlStorage::counts(std::int64_t study) {
  return transact(Access::read, [&] {
    const auto rows =
        database_->query("SELECT waiting, running, complete, pruned, failed, cost FROM study WHERE id = $1", {study});
    if (rows.empty()) study_removed(name());
    const Row& row = rows.front();
    return Counts{integer(row[0]), integer(row[1]), integer(row[2]), integer(row[3]), integer(row[4]), real(row[5])};
  });
}

std::vector<Lease> SqlStorage::leases(std::int64_t study) {
  return transact(Access::read, [&] {
    std::vector<Lease> all;
    for (const Row& row : database_->query(
             "SELECT number, until - wall_clock() FROM heartbeat WHERE study = $1 ORDER BY number", {study}))
      all.push_back({integer(row[0]), real(row[1])});
    return all;
  });
}

}  // namespace nilgrad::study
