#include "runtime/study/storage/sql/sql_storage.hpp"

#include <algorithm>
#include <bit>

#include "runtime/study/storage/edits.hpp"
#include "runtime/study/storage/sql/records.hpp"

namespace nilgrad::study {

SqlStorage::SqlStorage(std::unique_ptr<Database> database)
    : database_(std::move(database)),
      lock_("SELECT id FROM study WHERE id = $1" + database_->locking("study", false)),
      holding_(
          "SELECT t.source, t.notes, (SELECT count(*) FROM parameter p WHERE p.study = t.study AND p.number = t.number)"
          " FROM trial t WHERE t.study = $1 AND t.number = $2 AND t.worker = $3 AND t.attempt = $4 AND t.state = 1" +
          database_->locking("t", false)),
      releasing_(
          "SELECT given FROM trial WHERE study = $1 AND number = $2 AND worker = $3 AND attempt = $4 AND state = 1" +
          database_->locking("trial", false)),
      expired_(
          "SELECT t.number, t.attempt, t.given FROM heartbeat h CROSS JOIN trial t WHERE h.study = $1"
          " AND h.until < wall_clock() AND t.study = h.study AND t.number = h.number" +
          database_->locking("t, h", true)),
      waiting_("SELECT number FROM trial WHERE study = $1 AND state = 0 ORDER BY number LIMIT 1" +
               database_->locking("trial", true)) {}

std::unique_ptr<Storage> SqlStorage::connect_again() const {
  return std::make_unique<SqlStorage>(database_->connect_again());
}

void SqlStorage::forget() {
  database_->rollback();
  written_.clear();  // what was rolled back may be among it
}

std::vector<StudyRecord> SqlStorage::studies() {
  static const std::string all = std::string("SELECT ") + study_columns + " FROM study ORDER BY id";
  return transact(Access::read, [&] {
    std::vector<StudyRecord> result;
    for (const Row& row : database_->query(all.c_str(), {})) result.push_back(study_from(row));
    return result;
  });
}

std::optional<StudyRecord> SqlStorage::select(const std::string& name) {
  static const std::string named = std::string("SELECT ") + study_columns + " FROM study WHERE name = $1";
  const auto rows = database_->query(named.c_str(), {name});
  return rows.empty() ? std::nullopt : std::optional(study_from(rows.front()));
}

std::optional<StudyRecord> SqlStorage::find(const std::string& name) {
  if (clean_text(name) != name) return std::nullopt;
  return transact(Access::read, [&] { return select(name); });
}

StudyRecord SqlStorage::create(const StudyRecord& wanted) {
  check_name("study", wanted.name);
  return transact(Access::durable, [&] {
    if (const auto found = select(wanted.name)) return *found;
    database_->execute(
        "INSERT INTO study (name, maximize, seed, sampler, pruner, created)"
        " VALUES ($1, $2, $3, $4, $5, CASE WHEN $6 > 0 THEN $6 ELSE wall_clock() END) ON CONFLICT (name) DO NOTHING",
        {wanted.name, maximize_text(wanted.maximize), std::bit_cast<std::int64_t>(wanted.seed),
         clean_text(wanted.sampler), clean_text(wanted.pruner), wanted.created});
    return *select(wanted.name);
  });
}

void SqlStorage::describe(std::int64_t study, const std::string& sampler, const std::string& pruner) {
  transact(Access::write, [&] {
    require(study);
    database_->execute("UPDATE study SET sampler = $1, pruner = $2 WHERE id = $3",
                       {clean_text(sampler), clean_text(pruner), study});
    return true;
  });
}

void SqlStorage::remove(std::int64_t study) {
  transact(Access::durable, [&] {
    for (const char* deletion : {"DELETE FROM trial WHERE study = $1", "DELETE FROM heartbeat WHERE study = $1",
                                 "DELETE FROM parameter WHERE study = $1", "DELETE FROM value WHERE study = $1",
                                 "DELETE FROM report WHERE study = $1", "DELETE FROM space WHERE study = $1",
                                 "DELETE FROM domain WHERE study = $1", "DELETE FROM study WHERE id = $1"})
      database_->execute(deletion, {study});
    return true;
  });
}

void SqlStorage::require(std::int64_t study) {
  if (database_->query("SELECT id FROM study WHERE id = $1", {study}).empty()) study_removed(name());
}

void SqlStorage::lock(std::int64_t study) {
  if (database_->query(lock_.c_str(), {study}).empty()) study_removed(name());
}

std::int64_t SqlStorage::domain_id(std::int64_t study, const std::string& name, const Domain& domain) {
  const auto key = std::pair(study, name);
  if (const auto known = written_.find(key); known != written_.end() && known->second.first == domain)
    return known->second.second;
  static constexpr const char* same = "SELECT id FROM domain WHERE study = $1 AND name = $2 AND text = $3";
  const std::string json = domain.to_json();
  auto rows = database_->query(same, {study, name, json});
  if (rows.empty()) {
    lock(study);
    rows = database_->query(same, {study, name, json});
  }
  if (rows.empty())
    rows = database_->query("INSERT INTO domain (study, name, text) VALUES ($1, $2, $3) RETURNING id",
                            {study, name, json});
  const std::int64_t id = integer(rows.front()[0]);
  written_.insert_or_assign(key, std::pair(domain, id));
  return id;
}

Domain SqlStorage::define(std::int64_t study, const std::string& name, const Domain& domain, bool replace) {
  check_name("parameter", name);
  const auto known = [&]() -> std::optional<Domain> {
    const auto rows = database_->query(
        "SELECT d.text FROM space s CROSS JOIN domain d WHERE s.study = $1 AND s.name = $2 AND d.id = s.domain",
        {study, name});
    return rows.empty() ? std::nullopt : std::optional(Domain::from_json(text(rows.front()[0])));
  };
  if (!replace)
    if (const auto found = transact(Access::read, known)) return *found;
  return transact(Access::write, [&] {
    lock(study);
    if (!replace)
      if (const auto found = known()) return *found;
    database_->execute(
        "INSERT INTO space (study, name, domain) VALUES ($1, $2, $3)"
        " ON CONFLICT (study, name) DO UPDATE SET domain = excluded.domain",
        {study, name, domain_id(study, name, domain)});
    return domain;
  });
}

std::vector<std::pair<std::string, Domain>> SqlStorage::domains(std::int64_t study) {
  return transact(Access::read, [&] {
    require(study);
    std::vector<std::pair<std::string, Domain>> result;
    for (const Row& row : database_->query(
             "SELECT s.name, d.text FROM space s CROSS JOIN domain d WHERE s.study = $1 AND d.id = s.domain", {study}))
      result.emplace_back(text(row[0]), Domain::from_json(text(row[1])));
    std::sort(result.begin(), result.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return result;
  });
}

}  // namespace nilgrad::study
