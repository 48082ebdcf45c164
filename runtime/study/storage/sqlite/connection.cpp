#include "runtime/study/storage/sqlite/connection.hpp"

#include <cmath>
#include <cstring>
#include <filesystem>

#include "runtime/error.hpp"
#include "runtime/study/storage/patience.hpp"
#include "runtime/study/storage/sqlite/trouble.hpp"
#include "runtime/study/storage/storage.hpp"

namespace nilgrad::study {
namespace {

constexpr double busy_seconds = 10;  // then the whole transaction is begun again, and the user is told

void bind(sqlite3_stmt* statement, int at, const Cell& cell) {
  // Such doubles would be kept as NULL and as the integer 0.
  const auto as_text = [&](const char* word) { sqlite3_bind_text(statement, at, word, -1, SQLITE_STATIC); };
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) {
    sqlite3_bind_int64(statement, at, *whole);
  } else if (const auto* number = std::get_if<double>(&cell)) {
    if (std::isnan(*number))
      as_text("nan");
    else if (*number == 0 && std::signbit(*number))
      as_text("-0.0");
    else
      sqlite3_bind_double(statement, at, *number);
  } else if (const auto* text = std::get_if<std::string>(&cell)) {
    sqlite3_bind_text64(statement, at, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
  } else {
    sqlite3_bind_null(statement, at);
  }
}

Cell cell_of(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return std::int64_t{sqlite3_column_int64(statement, column)};
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, column);
    case SQLITE_NULL:
      return {};
    default: {
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
      return std::string(bytes ? bytes : "", static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
    }
  }
}

void tell_time(sqlite3_context* context, int, sqlite3_value**) { sqlite3_result_double(context, wall_clock()); }

}  // namespace

SqliteConnection::SqliteConnection(std::string path, Mode mode)
    : path_(std::move(path)), absolute_(std::filesystem::absolute(path_)), turn_(absolute_ + "-wal") {
  open(mode);
}

SqliteConnection::~SqliteConnection() {
  for (const auto& [text, statement] : prepared_) sqlite3_finalize(statement);
  sqlite3_close(connection_);
}

std::unique_ptr<Database> SqliteConnection::connect_again() const {
  auto other = std::make_unique<SqliteConnection>(absolute_);
  other->path_ = path_;
  return other;
}

void SqliteConnection::open(Mode mode) {
  const int access = mode == Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code = sqlite3_open_v2(absolute_.c_str(), &connection_, access | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code != SQLITE_OK) {
    const std::string message = connection_ ? sqlite3_errmsg(connection_) : sqlite3_errstr(code);
    sqlite3_close(connection_);
    connection_ = nullptr;
    throw_trouble(code, path_, message);
  }
  sqlite3_extended_result_codes(connection_, 1);
  sqlite3_busy_handler(connection_, wait_for_others, this);
  sqlite3_create_function(connection_, "wall_clock", 0, SQLITE_UTF8, nullptr, tell_time, nullptr, nullptr);
}

// Writers wait for their turn, so this one is nearly always the only one that waits for the transaction before its own.
int SqliteConnection::wait_for_others(void*, int tries) {
  if (tries * 100e-6 > busy_seconds) return 0;
  sleep_about(tries < 5 ? 20 : 100);
  return 1;
}

void SqliteConnection::check(int code) {
  if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return;
  throw_trouble(code, path_, sqlite3_errmsg(connection_));
}

void SqliteConnection::run(const std::string& statements) {
  check(sqlite3_exec(connection_, statements.c_str(), nullptr, nullptr, nullptr));
}

std::int64_t SqliteConnection::number(const std::string& statement) { return std::stoll(word(statement)); }

std::string SqliteConnection::word(const std::string& statement) {
  std::string answer;
  const auto keep = [](void* into, int columns, char** cells, char**) {
    if (columns > 0 && cells[0]) *static_cast<std::string*>(into) = cells[0];
    return 0;
  };
  check(sqlite3_exec(connection_, statement.c_str(), keep, &answer, nullptr));
  return answer;
}

void SqliteConnection::set_durable(bool durable) {
  if (durable_ == durable) return;
  run(durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
  durable_ = durable;
}

// Someone may delete or replace the file; writing on would go nowhere.
void SqliteConnection::require_same_file() {
  int moved = 0;
  sqlite3_file_control(connection_, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  if (!moved) return;
  std::error_code ignored;
  if (std::filesystem::exists(absolute_, ignored))
    throw_error(ErrorKind::file,
                "{} was replaced by another file while it was in use; start again to go on with that one", path_);
  throw Transient("the file is gone", "Was it deleted, or its disk unmounted? Put it back, then start again.");
}

void SqliteConnection::begin(Access access) {
  if (access == Access::read) {
    execute("BEGIN", {});
    return;
  }
  set_durable(access == Access::durable);
  require_same_file();
  if (!turn_.take(busy_seconds)) throw_trouble(SQLITE_BUSY, path_, "");
  try {
    execute("BEGIN IMMEDIATE", {});
  } catch (...) {
    turn_.give();
    throw;
  }
  turn_.give();
}

void SqliteConnection::commit() { execute("COMMIT", {}); }

void SqliteConnection::rollback() noexcept {
  for (const auto& [text, statement] : prepared_) sqlite3_reset(statement);
  if (!sqlite3_get_autocommit(connection_)) sqlite3_exec(connection_, "ROLLBACK", nullptr, nullptr, nullptr);
}

sqlite3_stmt* SqliteConnection::prepared(const char* statement) {
  sqlite3_stmt*& result = prepared_[statement];
  if (!result) check(sqlite3_prepare_v3(connection_, statement, -1, SQLITE_PREPARE_PERSISTENT, &result, nullptr));
  return result;
}

sqlite3_stmt* SqliteConnection::start(const char* statement, std::span<const Cell> given) {
  sqlite3_stmt* const result = prepared(statement);
  for (std::size_t k = 0; k < given.size(); ++k) bind(result, static_cast<int>(k) + 1, given[k]);
  return result;
}

std::vector<Row> SqliteConnection::query(const char* statement, std::span<const Cell> given) {
  sqlite3_stmt* const running = start(statement, given);
  std::vector<Row> rows;
  int code = 0;
  while ((code = sqlite3_step(running)) == SQLITE_ROW) {
    Row& row = rows.emplace_back();
    const int columns = sqlite3_column_count(running);
    row.reserve(static_cast<std::size_t>(columns));
    for (int k = 0; k < columns; ++k) row.push_back(cell_of(running, k));
  }
  const std::string message = code == SQLITE_DONE ? "" : sqlite3_errmsg(connection_);
  sqlite3_reset(running);
  if (code != SQLITE_DONE) throw_trouble(code, path_, message);
  return rows;
}

void SqliteConnection::execute(const char* statement, std::span<const Cell> given) { query(statement, given); }

}  // namespace nilgrad::study
