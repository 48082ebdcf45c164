#include "runtime/study/storage/postgresql/schema.hpp"

#include <array>

#include "runtime/error.hpp"
#include "runtime/study/storage/patience.hpp"

namespace nilgrad::study {
namespace {

/// Step k makes version k + 1 of version k; a new database goes through all of them. Never change one that was
/// released. The tables are those of sqlite/schema.cpp.
constexpr std::array steps{
    R"sql(
CREATE FUNCTION wall_clock() RETURNS float8 LANGUAGE sql VOLATILE AS
  'SELECT extract(epoch FROM clock_timestamp())::float8';
CREATE TABLE study (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE,
  maximize text NOT NULL, seed bigint NOT NULL, sampler text NOT NULL, pruner text NOT NULL, created float8 NOT NULL,
  revision bigint NOT NULL DEFAULT 0, waiting bigint NOT NULL DEFAULT 0, running bigint NOT NULL DEFAULT 0,
  complete bigint NOT NULL DEFAULT 0, pruned bigint NOT NULL DEFAULT 0, failed bigint NOT NULL DEFAULT 0,
  cost float8 NOT NULL DEFAULT 0) WITH (fillfactor = 50);
CREATE TABLE domain (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, study bigint NOT NULL, name text NOT NULL,
  text text NOT NULL);
CREATE INDEX domain_name ON domain (study, name);
CREATE TABLE space (study bigint NOT NULL, name text NOT NULL, domain bigint NOT NULL, PRIMARY KEY (study, name));
CREATE TABLE trial (study bigint NOT NULL, number bigint NOT NULL, state bigint NOT NULL, revision bigint NOT NULL,
  attempt bigint NOT NULL DEFAULT 0, started float8 NOT NULL DEFAULT 0, finished float8 NOT NULL DEFAULT 0,
  cost float8 NOT NULL DEFAULT 0, worker text NOT NULL DEFAULT '', source text NOT NULL DEFAULT '',
  reason text NOT NULL DEFAULT '', given text NOT NULL DEFAULT '', notes text NOT NULL DEFAULT '',
  PRIMARY KEY (study, number));
CREATE INDEX trial_revision ON trial (study, revision);
CREATE INDEX trial_waiting ON trial (study, number) WHERE state = 0;
CREATE TABLE parameter (study bigint NOT NULL, number bigint NOT NULL, position bigint NOT NULL,
  domain bigint NOT NULL, value text NOT NULL, PRIMARY KEY (study, number, position));
CREATE TABLE value (study bigint NOT NULL, number bigint NOT NULL, objective bigint NOT NULL, value float8 NOT NULL,
  PRIMARY KEY (study, number, objective));
CREATE TABLE report (study bigint NOT NULL, number bigint NOT NULL, step bigint NOT NULL, value float8 NOT NULL,
  PRIMARY KEY (study, number, step));
CREATE TABLE heartbeat (study bigint NOT NULL, number bigint NOT NULL, worker text NOT NULL, attempt bigint NOT NULL,
  serial bigint NOT NULL, until float8 NOT NULL, PRIMARY KEY (study, number)) WITH (fillfactor = 50);
CREATE TABLE receipt (mark text PRIMARY KEY, made float8 NOT NULL);
)sql",
};

constexpr std::int64_t newest = steps.size();

std::int64_t version_of(PostgresqlConnection& connection) {
  if (connection
          .query("SELECT tablename::text FROM pg_tables WHERE schemaname = 'nilgrad' AND tablename = 'version'", {})
          .empty())
    return 0;
  return integer(connection.query("SELECT version FROM nilgrad.version", {}).front()[0]);
}

void refuse_newer(const PostgresqlConnection& connection, std::int64_t version) {
  if (version > newest)
    throw_error(ErrorKind::file, "{} has tables of a newer nilgrad (version {}; this one knows {}); use that one",
                connection.name(), version, newest);
}

void migrate(PostgresqlConnection& connection) {
  connection.begin(Database::Access::read);
  const std::int64_t known = version_of(connection);
  connection.commit();
  refuse_newer(connection, known);
  if (known == newest) return;
  connection.begin(Database::Access::write);
  // Whoever comes second finds it done. The number is "ngrl".
  connection.query("SELECT pg_advisory_xact_lock(1852273260)", {});
  const std::int64_t version = version_of(connection);
  refuse_newer(connection, version);
  if (connection.query("SELECT nspname::text FROM pg_namespace WHERE nspname = 'nilgrad'", {}).empty())
    connection.run("CREATE SCHEMA nilgrad");
  connection.run("CREATE TABLE IF NOT EXISTS version (version bigint NOT NULL)");
  for (std::int64_t step = version; step < newest; ++step) connection.run(steps[static_cast<std::size_t>(step)]);
  connection.run(fmt::format("DELETE FROM version; INSERT INTO version VALUES ({})", newest));
  connection.commit();
}

}  // namespace

void prepare(PostgresqlConnection& connection) {
  Patience patience(connection.name());
  for (;;) {
    try {
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
