#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/study/trial.hpp"

namespace nilgrad::study {

/// What a study is, besides its trials.
struct StudyRecord {
  std::int64_t id = 0;  ///< the storage's
  std::string name;
  std::vector<bool> maximize = {false};  ///< one an objective
  std::uint64_t seed = 0;
  std::string sampler, pruner;  ///< as print() shows them: what the last worker used, for people
  double created = 0;           ///< seconds since 1970
};

struct Counts {
  std::int64_t waiting = 0, running = 0, complete = 0, pruned = 0, failed = 0;
  double cost = 0;  ///< summed over finished trials
  std::int64_t total() const { return waiting + running + complete + pruned + failed; }
  std::int64_t finished() const { return complete + pruned + failed; }
};

/// A worker's hold on a trial: a trial that was given to another worker has another attempt number.
struct Held {
  std::int64_t study = 0, number = 0, attempt = 0;
  std::string worker;
};

struct ClaimRequest {
  std::string worker;       ///< unique among all processes of all machines and times
  std::int64_t serial = 0;  ///< counts the worker's claims: one that is repeated after a lost connection is known again
  std::int64_t total = 0;   ///< no new number is given from this one on
  double lease = 60;        ///< seconds after which a worker that does not beat counts as dead
  std::int64_t retries = 3;  ///< a trial that loses more workers than this has failed
};

/// What a worker adds to a trial that it holds.
struct Additions {
  std::vector<Parameter> parameters;
  std::vector<Report> reports;
  std::optional<std::string> source;
  std::map<std::string, std::string> notes;
};

struct Finish {
  Additions additions;  ///< written with it
  State state = State::complete;
  std::vector<double> values;
  std::string reason;
  double cost = 0;
};

/// How long a worker's hold on a trial still lasts without a sign of its life.
struct Lease {
  std::int64_t number = 0;
  double left = 0;  ///< seconds; below 0: overdue, the next claim takes the trial away
};

/// What changed in a study after a revision.
struct Changes {
  std::int64_t revision = 0;
  std::vector<Trial> trials;  ///< whole, in ascending order of the revision of their last change
};

/// Keeps studies. Every call is one transaction: done whole or not at all, and safe to repeat when it is not known
/// whether it was done. What `finish` returned from survives a power failure; the rest survives the death of the
/// process. Errors are Error(file) naming the storage and saying what to do; a call that a busy or unreachable storage
/// keeps from being done is repeated for a while (see storage/patience.hpp) before it gives up.
///
/// Not for two threads at once: a second thread (the heartbeat's) opens a second one.
class Storage {
 public:
  virtual ~Storage() = default;
  /// What messages call it: "svm.db", "postgresql://lab/tuning" (never a password).
  virtual std::string name() const = 0;
  /// Another connection to the same, for another thread. nullptr where one cannot be had (memory).
  virtual std::unique_ptr<Storage> connect_again() const = 0;

  virtual std::vector<StudyRecord> studies() = 0;
  virtual std::optional<StudyRecord> find(const std::string& name) = 0;
  /// The study of this name, made from `wanted` where there is none; whoever is first makes it.
  virtual StudyRecord create(const StudyRecord& wanted) = 0;
  virtual void describe(std::int64_t study, const std::string& sampler, const std::string& pruner) = 0;
  virtual void remove(std::int64_t study) = 0;

  /// The domain of a parameter as the study knows it, `domain` where it did not yet. With `replace`, `domain` in any
  /// case.
  virtual Domain define(std::int64_t study, const std::string& name, const Domain& domain, bool replace) = 0;
  virtual std::vector<std::pair<std::string, Domain>> domains(std::int64_t study) = 0;

  /// A trial to run: what waits, lowest number first, else a new number below `total`; nullopt when there is neither.
  /// Before that, trials whose lease has run out wait again, keeping their parameters as what is given; those that lost
  /// too many workers fail. The parameters, reports and values of the trial returned are empty.
  virtual std::optional<Trial> claim(std::int64_t study, const ClaimRequest& request) = 0;
  /// These three return false, and do nothing, when the trial is another's by now or is over.
  virtual bool add(const Held& held, const Additions& additions) = 0;
  virtual bool finish(const Held& held, const Finish& finish) = 0;
  virtual bool beat(const Held& held, double lease) = 0;
  /// Gives a trial back at once: an interrupt, not a death, so the attempt is not counted.
  virtual bool release(const Held& held) = 0;
  /// What this worker holds is free at once: it is known to be dead.
  virtual void end_leases(std::int64_t study, const std::string& worker) = 0;

  /// A waiting trial with these values; its number.
  virtual std::int64_t enqueue(std::int64_t study, const Given& given) = 0;
  /// Finished trials from elsewhere, under new numbers in this order; the first number.
  virtual std::int64_t import(std::int64_t study, const std::vector<Trial>& trials) = 0;

  /// Without trial `except`, which the caller holds and knows.
  virtual Changes changes(std::int64_t study, std::int64_t after, std::optional<std::int64_t> except = {}) = 0;
  virtual Counts counts(std::int64_t study) = 0;
  /// Of running trials. None where other processes cannot look.
  virtual std::vector<Lease> leases(std::int64_t study) {
    (void)study;
    return {};
  }
};

/// Seconds since 1970.
double wall_clock();

/// "memory", a path of an SQLite file (made where there is none), "postgresql://…". Throws Error(file).
std::unique_ptr<Storage> open_storage(const std::string& where);

}  // namespace nilgrad::study
