#pragma once
#include <sqlite3.h>

#include <string>
#include <unordered_map>

#include "runtime/study/storage/sql/database.hpp"
#include "runtime/study/storage/sqlite/turn.hpp"

namespace nilgrad::study {

/// One SQLite file, opened. In a transaction of writing from its first statement on (BEGIN IMMEDIATE), so that none
/// fails halfway because another writes.
class SqliteConnection final : public Database {
 public:
  enum class Mode { read_write, read_only };

  /// Makes the file where there is none, unless it is only to be read. Throws Error(file).
  explicit SqliteConnection(std::string path, Mode mode = Mode::read_write);
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;
  ~SqliteConnection() override;

  std::string name() const override { return path_; }
  std::unique_ptr<Database> connect_again() const override;

  void begin(Access access) override;
  void commit() override;
  void rollback() noexcept override;
  std::vector<Row> query(const char* statement, std::span<const Cell> given) override;
  void execute(const char* statement, std::span<const Cell> given) override;
  using Database::execute;
  using Database::query;

  /// Statements without results, for the schema and for settings.
  void run(const std::string& statements);
  /// The single number that a statement gives.
  std::int64_t number(const std::string& statement);
  std::string word(const std::string& statement);

 private:
  void open(Mode mode);
  void set_durable(bool durable);
  void require_same_file();
  sqlite3_stmt* prepared(const char* statement);
  sqlite3_stmt* start(const char* statement, std::span<const Cell> given);
  void check(int code);
  static int wait_for_others(void* self, int tries);

  std::string path_;      // as the user wrote it
  std::string absolute_;  // the same after a change of the working folder
  sqlite3* connection_ = nullptr;
  std::unordered_map<const void*, sqlite3_stmt*> prepared_;
  Turn turn_;
  bool durable_ = true;
};

}  // namespace nilgrad::study
