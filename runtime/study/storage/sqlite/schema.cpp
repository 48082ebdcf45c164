#include "runtime/study/storage/sqlite/schema.hpp"

#include <array>

#include "runtime/error.hpp"
#include "runtime/study/storage/patience.hpp"

namespace nilgrad::study {
namespace {

constexpr std::int64_t application_id = 0x6E67726C;  // "ngrl"

/// Step k makes version k + 1 of version k; a new file goes through all of them. Never change one that was released.
///
/// Doubles that may be anything lie in columns without a type, where SQLite keeps them as they are.
constexpr std::array steps{
    R"sql(
CREATE TABLE study (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, maximize TEXT NOT NULL,
  seed INTEGER NOT NULL, sampler TEXT NOT NULL, pruner TEXT NOT NULL, created REAL NOT NULL,
  revision INTEGER NOT NULL DEFAULT 0, waiting INTEGER NOT NULL DEFAULT 0, running INTEGER NOT NULL DEFAULT 0,
  complete INTEGER NOT NULL DEFAULT 0, pruned INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0,
  cost REAL NOT NULL DEFAULT 0);
CREATE TABLE domain (id INTEGER PRIMARY KEY AUTOINCREMENT, study INTEGER NOT NULL, name TEXT NOT NULL,
  text TEXT NOT NULL);
CREATE INDEX domain_name ON domain (study, name);
CREATE TABLE space (study INTEGER NOT NULL, name TEXT NOT NULL, domain INTEGER NOT NULL,
  PRIMARY KEY (study, name)) WITHOUT ROWID;
CREATE TABLE trial (study INTEGER NOT NULL, number INTEGER NOT NULL, state INTEGER NOT NULL,
  revision INTEGER NOT NULL, attempt INTEGER NOT NULL DEFAULT 0, started REAL NOT NULL DEFAULT 0,
  finished REAL NOT NULL DEFAULT 0, cost REAL NOT NULL DEFAULT 0, worker TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '', given TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (study, number)) WITHOUT ROWID;
CREATE INDEX trial_revision ON trial (study, revision);
CREATE INDEX trial_waiting ON trial (study, number) WHERE state = 0;
CREATE TABLE parameter (study INTEGER NOT NULL, number INTEGER NOT NULL, position INTEGER NOT NULL,
  domain INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (study, number, position)) WITHOUT ROWID;
CREATE TABLE value (study INTEGER NOT NULL, number INTEGER NOT NULL, objective INTEGER NOT NULL, value NOT NULL,
  PRIMARY KEY (study, number, objective)) WITHOUT ROWID;
CREATE TABLE report (study INTEGER NOT NULL, number INTEGER NOT NULL, step INTEGER NOT NULL, value NOT NULL,
  PRIMARY KEY (study, number, step)) WITHOUT ROWID;
CREATE TABLE heartbeat (study INTEGER NOT NULL, number INTEGER NOT NULL, worker TEXT NOT NULL,
  attempt INTEGER NOT NULL, serial INTEGER NOT NULL, until REAL NOT NULL,
  PRIMARY KEY (study, number)) WITHOUT ROWID;
)sql",
    R"sql(
ALTER TABLE trial ADD COLUMN notes TEXT NOT NULL DEFAULT '';
)sql",
};

void refuse_foreign(SqliteConnection& connection) {
  if (connection.number("PRAGMA application_id") == application_id) return;
  if (connection.number("SELECT count(*) FROM sqlite_schema") == 0 && connection.number("PRAGMA user_version") == 0)
    return;
  const bool optuna =
      connection.number("SELECT count(*) FROM sqlite_schema WHERE name IN ('trial_params', 'study_directions')") == 2;
  throw_error(ErrorKind::file, "{} is a database of {}", connection.name(),
              optuna ? "Optuna; name another file for this study, and import that one into it"
                     : "another program; name another file");
}

void refuse_newer(SqliteConnection& connection) {
  const std::int64_t version = connection.number("PRAGMA user_version");
  if (version > schema_version())
    throw_error(ErrorKind::file,
                "{} was written by a newer nilgrad (version {} of its tables; this one knows {}); use that one",
                connection.name(), version, schema_version());
}

void refuse_damaged(SqliteConnection& connection) {
  const std::string found = connection.word("PRAGMA quick_check(1)");
  if (found != "ok")
    throw_error(ErrorKind::file,
                "{} is damaged ({}); take a copy of it from before, or save what can be read with: sqlite3 {} .recover",
                connection.name(), found, connection.name());
}

void migrate(SqliteConnection& connection) {
  const std::int64_t newest = schema_version();
  if (connection.number("PRAGMA user_version") == newest) return;
  connection.run("BEGIN IMMEDIATE");  // whoever comes second finds it done
  for (std::int64_t version = connection.number("PRAGMA user_version"); version < newest; ++version)
    connection.run(steps[static_cast<std::size_t>(version)]);
  connection.run(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}; COMMIT", application_id, newest));
}

}  // namespace

int schema_version() { return static_cast<int>(steps.size()); }

void prepare(SqliteConnection& connection) {
  Patience patience(connection.name());
  for (;;) {
    try {
      refuse_foreign(connection);
      refuse_newer(connection);
      refuse_damaged(connection);
      if (connection.word("PRAGMA journal_mode") != "wal") connection.run("PRAGMA journal_mode = WAL");
      migrate(connection);
      return;
    } catch (const Transient& reason) {
      connection.rollback();
      patience.wait(reason);
    } catch (...) {
      connection.rollback();
      throw;
    }
  }
}

}  // namespace nilgrad::study
