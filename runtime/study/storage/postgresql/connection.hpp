#pragma once
#include <libpq-fe.h>

#include <string>
#include <unordered_map>

#include "runtime/study/storage/sql/database.hpp"

namespace nilgrad::study {

/// A connection to a PostgreSQL server, made anew when it was lost. Statements go out one after another without waiting
/// for answers (pipeline mode) until an answer is needed, so a transaction takes as many round trips as it has
/// questions.
class PostgresqlConnection final : public Database {
 public:
  explicit PostgresqlConnection(std::string url);
  PostgresqlConnection(const PostgresqlConnection&) = delete;
  PostgresqlConnection& operator=(const PostgresqlConnection&) = delete;
  ~PostgresqlConnection() override;

  std::string name() const override { return name_; }
  std::unique_ptr<Database> connect_again() const override;

  void begin(Access access) override;
  void commit() override;
  void rollback() noexcept override;
  std::vector<Row> query(const char* statement, std::span<const Cell> given) override;
  void execute(const char* statement, std::span<const Cell> given) override;
  std::vector<std::vector<Row>> ask(const std::vector<Question>& questions) override;
  std::vector<std::vector<Row>> ask_last(const std::vector<Question>& questions) override;
  using Database::execute;
  using Database::query;

  std::string locking(const char* tables, bool skip) const override;

  std::string new_mark() override;
  void mark(const std::string& mark) override;
  bool was_done(const std::string& mark) override;

  /// Statements without results, for the schema and for settings.
  void run(const std::string& statements);

 private:
  struct Sent {
    const char* statement;
    bool preparation;
  };

  void connect();
  void disconnect() noexcept;
  void send(const char* statement, std::span<const Cell> given);
  /// Reads the answers to all that was sent; the rows of the last `wanted` statements.
  std::vector<std::vector<Row>> receive(std::size_t wanted = 0);
  [[noreturn]] void lost(const std::string& message);
  void sent(int done);

  std::string url_, name_;
  PGconn* connection_ = nullptr;
  std::unordered_map<const void*, std::string> prepared_;  // names of statements, by their address
  std::vector<Sent> sent_;                                 // not answered yet
  bool committed_ = false;                                 // before commit() was called
};

}  // namespace nilgrad::study
