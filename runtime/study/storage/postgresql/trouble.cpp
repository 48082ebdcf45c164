#include "runtime/study/storage/postgresql/trouble.hpp"

#include <array>
#include <string_view>

#include "runtime/error.hpp"
#include "runtime/study/storage/patience.hpp"

namespace nilgrad::study {
namespace {

constexpr const char* come_back =
    "Look whether the server runs and can be reached, then start again: what was finished is kept.";

/// SQLSTATEs, or classes of them, that another attempt may not meet.
constexpr std::array<std::string_view, 12> passing{
    "08",     // the connection
    "53",     // disk full, out of memory, too many connections
    "57P01",  // shut down
    "57P02",  // crashed
    "57P03",  // starting up
    "58030",  // reading or writing failed
    "40",     // deadlock and the like
    "55P03",  // a lock was not had in time
    "25P03",  // stopped in the middle of a transaction for too long
    "25006",  // a standby, until it takes over
    "23505",  // another made the same at the same moment, or an earlier attempt is still being done
    "XX000",  // "could not open file": the server's disk is away
};

}  // namespace

std::string plain_message(const char* message) {
  std::string text = message ? message : "";
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  for (const std::string_view prefix : {"FATAL:  ", "ERROR:  ", "FATAL: "})
    if (const std::size_t at = text.rfind(prefix); at != std::string::npos) text = text.substr(at + prefix.size());
  return text.substr(0, text.find('\n'));  // what follows are hints
}

void throw_trouble(const PGresult* result, const std::string& storage) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string message = plain_message(PQresultErrorMessage(result));
  if (!state) throw Transient(message.empty() ? "the connection was lost" : message, come_back);
  for (const std::string_view one : passing)
    if (std::string_view(state).starts_with(one)) throw Transient(message, come_back);
  if (std::string_view(state) == "42501")
    throw_error(ErrorKind::file, "{}: {}; the user needs CREATE on the database, or a schema 'nilgrad' that is his",
                storage, message);
  throw_error(ErrorKind::file, "{}: {} (SQLSTATE {})", storage, message, state);
}

void throw_refused(const PGconn* connection, const std::string& storage) {
  const std::string message = plain_message(connection ? PQerrorMessage(connection) : "out of memory");
  const auto says = [&](const char* part) { return message.find(part) != std::string::npos; };
  if (connection && PQconnectionNeedsPassword(connection))
    throw_error(ErrorKind::file, "{}: the server wants a password; put it into ~/.pgpass or PGPASSWORD", storage);
  if (says("authentication failed") || says("no pg_hba.conf entry") || says("permission denied") ||
      (says("does not exist") && !says("No such file")))
    throw_error(ErrorKind::file, "{}: the server refuses: {}", storage, message);
  throw Transient(message, come_back);
}

}  // namespace nilgrad::study
