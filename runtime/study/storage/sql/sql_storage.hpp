#pragma once
#include "runtime/study/storage/patience.hpp"
#include "runtime/study/storage/sql/database.hpp"
#include "runtime/study/storage/storage.hpp"

namespace nilgrad::study {

/// A storage in a database. What each transaction does is written here once; how the database is reached, when it is
/// worth trying again, and what tables there are, is the Database's.
///
/// Every change of a trial counts its study's revision up and leaves that in the trial, so that what changed is found
/// by an index. A transaction takes the rows of its trials first and the study's last: nobody waits in a circle.
class SqlStorage final : public Storage {
 public:
  explicit SqlStorage(std::unique_ptr<Database> database);

  std::string name() const override { return database_->name(); }
  std::unique_ptr<Storage> connect_again() const override;

  std::vector<StudyRecord> studies() override;
  std::optional<StudyRecord> find(const std::string& name) override;
  StudyRecord create(const StudyRecord& wanted) override;
  void describe(std::int64_t study, const std::string& sampler, const std::string& pruner) override;
  void remove(std::int64_t study) override;

  Domain define(std::int64_t study, const std::string& name, const Domain& domain, bool replace) override;
  std::vector<std::pair<std::string, Domain>> domains(std::int64_t study) override;

  std::optional<Trial> claim(std::int64_t study, const ClaimRequest& request) override;
  bool add(const Held& held, const Additions& additions) override;
  bool finish(const Held& held, const Finish& finish) override;
  bool beat(const Held& held, double lease) override;
  bool release(const Held& held) override;
  void end_leases(std::int64_t study, const std::string& worker) override;

  std::int64_t enqueue(std::int64_t study, const Given& given) override;
  std::int64_t import(std::int64_t study, const std::vector<Trial>& trials) override;

  Changes changes(std::int64_t study, std::int64_t after, std::optional<std::int64_t> except) override;
  Counts counts(std::int64_t study) override;
  std::vector<Lease> leases(std::int64_t study) override;

 private:
  using Access = Database::Access;
  enum class Repeat { safe, once };  // once: it must be known whether it was done before it is repeated

  /// A running trial that is the holder's, as far as adding to it goes.
  struct Holding {
    std::string source, notes;
    std::int64_t parameters = 0;
  };
  struct ReadDomain {
    std::string name;
    std::shared_ptr<const Domain> domain;
  };

  template <class Body>
  auto transact(Access access, Body body, Repeat repeat = Repeat::safe) {
    Patience patience(name());
    std::optional<decltype(body())> result;
    const std::string mark = repeat == Repeat::once ? database_->new_mark() : std::string();
    for (;;) {
      try {
        // The result of the attempt whose answer was lost.
        if (result && !mark.empty() && database_->was_done(mark)) return *result;
        database_->begin(access);
        if (!mark.empty()) database_->mark(mark);
        result.emplace(body());
        database_->commit();
        return *result;
      } catch (const Transient& reason) {
        forget();
        patience.wait(reason);
      } catch (...) {
        forget();
        throw;
      }
    }
  }
  void forget();

  std::optional<StudyRecord> select(const std::string& name);
  void require(std::int64_t study);
  void lock(std::int64_t study);
  std::int64_t domain_id(std::int64_t study, const std::string& name, const Domain& domain);
  const ReadDomain& domain_of(std::int64_t id);

  /// Counts trials in and out of states; the revision is a new one.
  void count(std::int64_t study, const Counts& change);
  /// The same for `fresh` new trials; the number of the first.
  std::int64_t count_new(std::int64_t study, const Counts& change, std::int64_t fresh);

  void take_waiting(std::int64_t study, std::int64_t number, const ClaimRequest& request);
  void take_new(std::int64_t study, const ClaimRequest& request);
  void expire(std::int64_t study, const std::vector<Row>& expired, std::int64_t retries);
  void put_back(const Held& held, const Given& given);

  std::optional<Holding> holding(const Held& held);
  void write(const Held& held, Holding& holding, const Additions& additions);
  void write_parameters(const Held& held, std::int64_t known, const std::vector<Parameter>& parameters);
  void write_values(std::int64_t study, std::int64_t number, const std::vector<double>& values);
  void write_report(std::int64_t study, std::int64_t number, const Report& report);
  void insert(std::int64_t study, const Trial& trial);

  void read_parameters(std::vector<Trial>& trials, const std::vector<Row>& rows);

  std::unique_ptr<Database> database_;
  // Statements with the database's own way of locking rows.
  std::string lock_, holding_, releasing_, expired_, waiting_;
  /// The domain that was written last for a parameter: nearly always the one that is written next.
  std::map<std::pair<std::int64_t, std::string>, std::pair<Domain, std::int64_t>> written_;
  std::map<std::int64_t, ReadDomain> read_;
};

}  // namespace nilgrad::study
