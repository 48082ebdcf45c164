#pragma once
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace nilgrad::study {

/// What a statement is given and gives.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string>;
using Row = std::vector<Cell>;

/// A connection to a database that speaks SQL with $1, $2, … for what it is given, which appear in this order. It knows
/// the function wall_clock(). A statement is prepared once: it is known by the address of its text, which must stay.
///
/// What may be gone when the whole transaction is repeated is thrown as Transient, all else as Error(file).
class Database {
 public:
  enum class Access {
    read,    ///< all queries see the same state
    write,   ///< survives the death of the process
    durable  ///< survives a power failure
  };

  virtual ~Database() = default;
  virtual std::string name() const = 0;
  virtual std::unique_ptr<Database> connect_again() const = 0;

  virtual void begin(Access access) = 0;
  virtual void commit() = 0;
  /// Does nothing outside of a transaction.
  virtual void rollback() noexcept = 0;
  virtual std::vector<Row> query(const char* statement, std::span<const Cell> given) = 0;
  /// May be done as late as the next query or commit.
  virtual void execute(const char* statement, std::span<const Cell> given) = 0;

  struct Question {
    const char* statement;
    std::vector<Cell> given;
  };
  /// Several queries that do not depend on each other's answers, which are had together.
  virtual std::vector<std::vector<Row>> ask(const std::vector<Question>& questions) {
    std::vector<std::vector<Row>> answers;
    for (const Question& question : questions) answers.push_back(query(question.statement, question.given));
    return answers;
  }

  /// The last of a transaction: what was changed may be committed with the answers, so that rows are not kept from
  /// others while these travel.
  virtual std::vector<std::vector<Row>> ask_last(const std::vector<Question>& questions) { return ask(questions); }

  std::vector<Row> query(const char* statement, std::initializer_list<Cell> given) {
    return query(statement, std::span(given.begin(), given.size()));
  }
  void execute(const char* statement, std::initializer_list<Cell> given) {
    execute(statement, std::span(given.begin(), given.size()));
  }

  /// What a SELECT ends with to keep others from the rows of these tables until the transaction ends; with `skip`, rows
  /// that others keep so are left out. Empty where there is one writer at a time.
  virtual std::string locking(const char* tables, bool skip) const {
    (void)tables, (void)skip;
    return {};
  }

  /// For transactions that must not be done twice: what marks one, written down in it, and whether one with this mark
  /// was done, though the answer was lost. Empty where an answer cannot be lost.
  virtual std::string new_mark() { return {}; }
  virtual void mark(const std::string& mark) { (void)mark; }
  virtual bool was_done(const std::string& mark) {
    (void)mark;
    return false;
  }
};

inline std::int64_t integer(const Cell& cell) { return std::get<std::int64_t>(cell); }
inline const std::string& text(const Cell& cell) { return std::get<std::string>(cell); }
/// Also of a text: "nan", or "-0.0", where the database has no such numbers.
double real(const Cell& cell);

}  // namespace nilgrad::study
