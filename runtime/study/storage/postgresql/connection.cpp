#include "runtime/study/storage/postgresql/connection.hpp"

#include <algorithm>
#include <memory>
#include <random>
#include <utility>

#include "runtime/error.hpp"
#include "runtime/study/storage/open.hpp"
#include "runtime/study/storage/patience.hpp"
#include "runtime/study/storage/postgresql/trouble.hpp"
#include "runtime/study/storage/postgresql/wire.hpp"

namespace nilgrad::study {
namespace {

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, ClearResult>;

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

constexpr std::size_t most_unanswered = 1000;

}  // namespace

std::string postgresql_name(const std::string& url) {
  char* message = nullptr;
  const std::unique_ptr<PQconninfoOption, FreeOptions> options(PQconninfoParse(url.c_str(), &message));
  if (!options) {
    // The message quotes the url.
    PQfreemem(message);
    throw_error(ErrorKind::option,
                "a PostgreSQL storage is \"postgresql://[user[:password]@]host[:port]/database\"; "
                "the one given is not (special characters are written %40 and the like)");
  }
  std::string host, port, database;
  for (const PQconninfoOption* option = options.get(); option->keyword; ++option) {
    const std::string value = option->val ? option->val : "";
    if (std::string_view(option->keyword) == "host" && !value.starts_with('/')) host = value;
    if (std::string_view(option->keyword) == "port" && !value.empty()) port = ":" + value;
    if (std::string_view(option->keyword) == "dbname") database = value;
  }
  return "postgresql://" + host + (host.empty() ? "" : port) + "/" + database;
}

PostgresqlConnection::PostgresqlConnection(std::string url) : url_(std::move(url)), name_(postgresql_name(url_)) {}

PostgresqlConnection::~PostgresqlConnection() { disconnect(); }

std::unique_ptr<Database> PostgresqlConnection::connect_again() const {
  return std::make_unique<PostgresqlConnection>(url_);
}

void PostgresqlConnection::disconnect() noexcept {
  PQfinish(connection_);
  connection_ = nullptr;
  prepared_.clear();
  sent_.clear();
}

void PostgresqlConnection::connect() {
  const char* const keywords[] = {"connect_timeout",
                                  "keepalives_idle",
                                  "tcp_user_timeout",
                                  "dbname",
                                  "client_encoding",
                                  "fallback_application_name",
                                  nullptr};
  // What the url says counts: dbname comes after the defaults before it.
  const char* const values[] = {"10", "20", "30000", url_.c_str(), "UTF8", "nilgrad", nullptr};
  connection_ = PQconnectdbParams(keywords, values, 1);
  if (PQstatus(connection_) != CONNECTION_OK) {
    try {
      throw_refused(connection_, name_);
    } catch (...) {
      disconnect();
      throw;
    }
  }
  PQsetNoticeProcessor(
      connection_, [](void*, const char*) {}, nullptr);
  // A worker that is stopped (SIGSTOP) in a transaction must not keep the others waiting for ever.
  run("SET search_path TO nilgrad; SET idle_in_transaction_session_timeout = '30s'");
}

void PostgresqlConnection::lost(const std::string& message) {
  const std::string text = plain_message(message.c_str());
  disconnect();
  throw Transient(text.empty() ? "the connection was lost" : "the connection was lost: " + text,
                  "Look whether the server runs and can be reached, then start again: what was finished is kept.");
}

void PostgresqlConnection::run(const std::string& statements) {
  if (!connection_) connect();
  if (!sent_.empty()) receive();
  if (PQpipelineStatus(connection_) != PQ_PIPELINE_OFF) sent(PQexitPipelineMode(connection_));
  const Answer answer(PQexec(connection_, statements.c_str()));
  const auto status = PQresultStatus(answer.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return;
  if (PQstatus(connection_) != CONNECTION_OK) lost(PQerrorMessage(connection_));
  throw_trouble(answer.get(), name_);
}

void PostgresqlConnection::sent(int done) {
  if (!done) lost(PQerrorMessage(connection_));
}

void PostgresqlConnection::send(const char* statement, std::span<const Cell> given) {
  if (PQpipelineStatus(connection_) == PQ_PIPELINE_OFF) sent(PQenterPipelineMode(connection_));
  const Wire wire(given);
  std::string& known = prepared_[statement];
  if (known.empty()) {
    known = fmt::format("s{}", prepared_.size());
    sent(PQsendPrepare(connection_, known.c_str(), statement, wire.count(), wire.types()));
    sent_.push_back({statement, true});
  }
  sent(PQsendQueryPrepared(connection_, known.c_str(), wire.count(), wire.values(), wire.lengths(), wire.formats(), 1));
  sent_.push_back({statement, false});
}

std::vector<std::vector<Row>> PostgresqlConnection::receive(std::size_t wanted) {
  sent(PQpipelineSync(connection_));
  std::vector<std::vector<Row>> rows;
  auto before = static_cast<std::size_t>(
                    std::count_if(sent_.begin(), sent_.end(), [](const Sent& one) { return !one.preparation; })) -
                wanted;
  Answer failure;
  for (const Sent& one : sent_) {
    Answer answer(PQgetResult(connection_));
    if (!answer) lost(PQerrorMessage(connection_));
    Answer(PQgetResult(connection_));  // the end of this one's answers
    const auto status = PQresultStatus(answer.get());
    const bool done = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    if (!done && one.preparation) prepared_.erase(one.statement);
    if (!one.preparation && before > 0)
      --before;
    else if (!one.preparation)
      rows.push_back(done ? rows_of(answer.get()) : std::vector<Row>());
    if (!done && !failure) failure = std::move(answer);
  }
  sent_.clear();
  const Answer end(PQgetResult(connection_));
  if (PQstatus(connection_) != CONNECTION_OK || PQresultStatus(end.get()) != PGRES_PIPELINE_SYNC)
    lost(failure ? PQresultErrorMessage(failure.get()) : PQerrorMessage(connection_));
  if (failure) throw_trouble(failure.get(), name_);
  return rows;
}

void PostgresqlConnection::begin(Access access) {
  if (connection_ && PQstatus(connection_) != CONNECTION_OK) disconnect();
  if (!connection_) connect();
  committed_ = false;
  send(access == Access::read ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN", {});
}

void PostgresqlConnection::commit() {
  if (std::exchange(committed_, false)) return;
  send("COMMIT", {});
  receive();
}

void PostgresqlConnection::rollback() noexcept {
  if (!connection_) return;
  try {
    if (!sent_.empty()) receive();
  } catch (...) {
    // What was thrown before says more.
  }
  try {
    if (!connection_ || PQtransactionStatus(connection_) == PQTRANS_IDLE) return;
    send("ROLLBACK", {});
    receive();
  } catch (...) {
    disconnect();
  }
}

std::vector<Row> PostgresqlConnection::query(const char* statement, std::span<const Cell> given) {
  send(statement, given);
  return std::move(receive(1).front());
}

std::vector<std::vector<Row>> PostgresqlConnection::ask(const std::vector<Question>& questions) {
  for (const Question& question : questions) send(question.statement, question.given);
  return receive(questions.size());
}

std::vector<std::vector<Row>> PostgresqlConnection::ask_last(const std::vector<Question>& questions) {
  for (const Question& question : questions) send(question.statement, question.given);
  send("COMMIT", {});
  auto answers = receive(questions.size() + 1);
  answers.pop_back();
  committed_ = true;
  return answers;
}

void PostgresqlConnection::execute(const char* statement, std::span<const Cell> given) {
  send(statement, given);
  if (sent_.size() >= most_unanswered) receive();
}

std::string PostgresqlConnection::locking(const char* tables, bool skip) const {
  return fmt::format(" FOR UPDATE OF {}{}", tables, skip ? " SKIP LOCKED" : "");
}

std::string PostgresqlConnection::new_mark() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", random(), random(), random(), random());
}

void PostgresqlConnection::mark(const std::string& mark) {
  execute("DELETE FROM receipt WHERE made < wall_clock() - 86400", {});
  execute("INSERT INTO receipt (mark, made) VALUES ($1, wall_clock())", {mark});
}

bool PostgresqlConnection::was_done(const std::string& mark) {
  begin(Access::read);
  const bool done = !query("SELECT mark FROM receipt WHERE mark = $1", {mark}).empty();
  commit();
  return done;
}

}  // namespace nilgrad::study
