#include <algorithm>
#include <cmath>

#include "runtime/study/storage/edits.hpp"
#include "runtime/study/storage/sql/records.hpp"
#include "runtime/study/storage/sql/sql_storage.hpp"

namespace nilgrad::study {
namespace {

std::int64_t& of(Counts& counts, State state) {
  switch (state) {
    case State::waiting:
      return counts.waiting;
    case State::running:
      return counts.running;
    case State::complete:
      return counts.complete;
    case State::pruned:
      return counts.pruned;
    default:
      return counts.failed;
  }
}

Counts from_to(State from, State to) {
  Counts change;
  --of(change, from);
  ++of(change, to);
  return change;
}

#define NILGRAD_COUNTED                                                                        \
  "UPDATE study SET revision = revision + 1, waiting = waiting + $1, running = running + $2, " \
  "complete = complete + $3, pruned = pruned + $4, failed = failed + $5, cost = cost + $6 WHERE id = $7"
#define NILGRAD_TOTAL "(waiting + running + complete + pruned + failed)"
#define NILGRAD_REVISION "(SELECT s.revision FROM study s WHERE s.id = "

}  // namespace

void SqlStorage::count(std::int64_t study, const Counts& c) {
  database_->execute(NILGRAD_COUNTED, {c.waiting, c.running, c.complete, c.pruned, c.failed, c.cost, study});
}

std::int64_t SqlStorage::count_new(std::int64_t study, const Counts& c, std::int64_t fresh) {
  const auto rows = database_->query(NILGRAD_COUNTED " RETURNING " NILGRAD_TOTAL,
                                     {c.waiting, c.running, c.complete, c.pruned, c.failed, c.cost, study});
  if (rows.empty()) study_removed(name());
  return integer(rows.front()[0]) - fresh;
}

std::optional<Trial> SqlStorage::claim(std::int64_t study, const ClaimRequest& request) {
  static const std::string taken =
      std::string("SELECT ") + trial_columns +
      " FROM trial t WHERE t.study = $1 AND t.number IN"
      " (SELECT h.number FROM heartbeat h WHERE h.study = $1 AND h.worker = $2 AND h.serial = $3)";
  const std::vector<Database::Question> questions{
      {expired_.c_str(), {study}},
      {"SELECT number FROM heartbeat WHERE study = $1 AND worker = $2 AND serial = $3",
       {study, request.worker, request.serial}},
      {waiting_.c_str(), {study}}};
  return transact(Access::write, [&]() -> std::optional<Trial> {
    auto answers = database_->ask(questions);
    if (!answers[0].empty()) {
      expire(study, answers[0], request.retries);
      answers = database_->ask(questions);
    }
    if (answers[1].empty() && answers[2].empty()) take_new(study, request);
    if (answers[1].empty() && !answers[2].empty()) take_waiting(study, integer(answers[2].front()[0]), request);
    answers = database_->ask_last(
        {{taken.c_str(), {study, request.worker, request.serial}}, {"SELECT id FROM study WHERE id = $1", {study}}});
    if (answers[1].empty()) study_removed(name());
    return answers[0].empty() ? std::nullopt : std::optional(trial_from(answers[0].front()));
  });
}

void SqlStorage::take_waiting(std::int64_t study, std::int64_t number, const ClaimRequest& request) {
  count(study, from_to(State::waiting, State::running));
  database_->execute("UPDATE trial SET state = 1, worker = $1, started = wall_clock(), revision = " NILGRAD_REVISION
                     "$2) WHERE study = $2 AND number = $3",
                     {request.worker, study, number});
  database_->execute(
      "INSERT INTO heartbeat (study, number, worker, attempt, serial, until)"
      " SELECT t.study, t.number, t.worker, t.attempt, $1, wall_clock() + $2 FROM trial t"
      " WHERE t.study = $3 AND t.number = $4",
      {request.serial, request.lease, study, number});
}

// Where there was no room below the total, the last trial is there already, and held.
void SqlStorage::take_new(std::int64_t study, const ClaimRequest& request) {
  database_->execute("UPDATE study SET revision = revision + 1, running = running + 1 WHERE id = $1 AND " NILGRAD_TOTAL
                     " < $2",
                     {study, request.total});
  database_->execute(
      "INSERT INTO trial (study, number, state, worker, started, revision)"
      " SELECT s.id, " NILGRAD_TOTAL
      " - 1, 1, $1, wall_clock(), s.revision FROM study s WHERE s.id = $2"
      " AND NOT EXISTS (SELECT 1 FROM trial t WHERE t.study = s.id AND t.number >= " NILGRAD_TOTAL " - 1)",
      {request.worker, study});
  database_->execute(
      "INSERT INTO heartbeat (study, number, worker, attempt, serial, until)"
      " SELECT t.study, t.number, t.worker, t.attempt, $1, wall_clock() + $2 FROM study s CROSS JOIN trial t"
      " WHERE s.id = $3 AND t.study = s.id AND t.number = " NILGRAD_TOTAL
      " - 1 AND t.state = 1"
      " AND t.worker = $4 AND NOT EXISTS (SELECT 1 FROM heartbeat h WHERE h.study = t.study"
      " AND h.number = t.number)",
      {request.serial, request.lease, study, request.worker});
}

void SqlStorage::expire(std::int64_t study, const std::vector<Row>& expired, std::int64_t retries) {
  for (const Row& row : expired) {
    const Held held{study, integer(row[0]), integer(row[1]) + 1, {}};
    if (held.attempt <= retries) {
      put_back(held, given_from_json(text(row[2])));
      continue;
    }
    database_->execute("DELETE FROM heartbeat WHERE study = $1 AND number = $2", {study, held.number});
    count(study, from_to(State::running, State::failed));
    database_->execute(
        "UPDATE trial SET state = 4, attempt = $1, reason = $2, finished = wall_clock(), revision = " NILGRAD_REVISION
        "$3) WHERE study = $3 AND number = $4",
        {held.attempt, lost_workers(held.attempt), study, held.number});
  }
}

void SqlStorage::put_back(const Held& held, const Given& given) {
  Given values = given;
  for (const Row& row : database_->query("SELECT d.name, p.value FROM parameter p CROSS JOIN domain d"
                                         " WHERE p.study = $1 AND p.number = $2 AND d.id = p.domain",
                                         {held.study, held.number}))
    values.insert_or_assign(text(row[0]), value_from_json(text(row[1])));
  for (const char* deletion :
       {"DELETE FROM parameter WHERE study = $1 AND number = $2", "DELETE FROM report WHERE study = $1 AND number = $2",
        "DELETE FROM heartbeat WHERE study = $1 AND number = $2"})
    database_->execute(deletion, {held.study, held.number});
  count(held.study, from_to(State::running, State::waiting));
  database_->execute("UPDATE trial SET state = 0, attempt = $1, given = $2, revision = " NILGRAD_REVISION
                     "$3) WHERE study = $3 AND number = $4",
                     {held.attempt, given_to_json(values), held.study, held.number});
}

bool SqlStorage::release(const Held& held) {
  return transact(
      Access::write,
      [&] {
        const auto rows = database_->query(releasing_.c_str(), {held.study, held.number, held.worker, held.attempt});
        if (!rows.empty()) put_back(held, given_from_json(text(rows.front()[0])));
        if (rows.empty()) require(held.study);
        return !rows.empty();
      },
      Repeat::once);
}

void SqlStorage::end_leases(std::int64_t study, const std::string& worker) {
  transact(Access::write, [&] {
    database_->execute("UPDATE heartbeat SET until = 0 WHERE study = $1 AND worker = $2", {study, worker});
    return true;
  });
}

std::optional<SqlStorage::Holding> SqlStorage::holding(const Held& held) {
  const auto rows = database_->query(holding_.c_str(), {held.study, held.number, held.worker, held.attempt});
  if (!rows.empty()) return Holding{text(rows.front()[0]), text(rows.front()[1]), integer(rows.front()[2])};
  require(held.study);
  return std::nullopt;
}

bool SqlStorage::add(const Held& held, const Additions& additions) {
  return transact(Access::write, [&] {
    auto holding = this->holding(held);
    if (!holding) return false;
    write(held, *holding, additions);
    count(held.study, {});
    database_->execute("UPDATE trial SET source = $1, notes = $2, revision = " NILGRAD_REVISION
                       "$3) WHERE study = $3 AND number = $4",
                       {holding->source, holding->notes, held.study, held.number});
    return true;
  });
}

bool SqlStorage::finish(const Held& held, const Finish& finish) {
  return transact(Access::durable, [&] {
    auto holding = this->holding(held);
    if (!holding)
      return !database_
                  ->query(
                      "SELECT number FROM trial WHERE study = $1 AND number = $2 AND worker = $3 AND attempt = $4"
                      " AND state = $5",
                      {held.study, held.number, held.worker, held.attempt, state_cell(finish.state)})
                  .empty();
    write(held, *holding, finish.additions);
    write_values(held.study, held.number, finish.values);
    database_->execute("DELETE FROM heartbeat WHERE study = $1 AND number = $2", {held.study, held.number});
    Counts change = from_to(State::running, finish.state);
    change.cost = known_cost(finish.cost);
    count(held.study, change);
    database_->execute(
        "UPDATE trial SET state = $1, finished = wall_clock(), cost = $2, reason = $3, source = $4,"
        " notes = $5, revision = " NILGRAD_REVISION "$6) WHERE study = $6 AND number = $7",
        {state_cell(finish.state), change.cost, clean_text(finish.reason), holding->source, holding->notes, held.study,
         held.number});
    return true;
  });
}

bool SqlStorage::beat(const Held& held, double lease) {
  return transact(Access::write, [&] {
    return !database_
                ->query(
                    "UPDATE heartbeat SET until = wall_clock() + $1 WHERE study = $2 AND number = $3 AND worker = $4"
                    " AND attempt = $5 RETURNING number",
                    {lease, held.study, held.number, held.worker, held.attempt})
                .empty();
  });
}

std::int64_t SqlStorage::enqueue(std::int64_t study, const Given& given) {
  for (const auto& [name, value] : given) check_name("parameter", name);
  Trial trial;
  trial.given = given;
  trial.source = "enqueued";
  Counts change;
  change.waiting = 1;
  return transact(
      Access::durable,
      [&] {
        trial.number = count_new(study, change, 1);
        insert(study, trial);
        return trial.number;
      },
      Repeat::once);
}

std::int64_t SqlStorage::import(std::int64_t study, const std::vector<Trial>& trials) {
  check_import(trials);
  Counts change;
  for (const Trial& trial : trials) {
    ++of(change, trial.state);
    change.cost += known_cost(trial.cost);
  }
  return transact(
      Access::durable,
      [&] {
        const std::int64_t first = count_new(study, change, static_cast<std::int64_t>(trials.size()));
        std::int64_t number = first;
        for (Trial trial : trials) {
          trial.number = number++;
          insert(study, trial);
        }
        return first;
      },
      Repeat::once);
}

}  // namespace nilgrad::study
