#pragma once
#include <functional>

#include "runtime/study/heartbeat.hpp"
#include "runtime/study/pruner/pruner.hpp"
#include "runtime/study/space/space.hpp"

namespace nilgrad::study {

/// One worker's view of a study: takes trials from the storage, answers what their parameters are, and gives the
/// results back. Any number of workers share a study through its storage and nothing else.
class Study {
 public:
  struct Settings {
    StudyRecord record;  ///< what the study shall be; of one that the storage has, its own goals and seed count
    std::shared_ptr<Sampler> sampler;
    std::shared_ptr<Pruner> pruner;      ///< null: nothing is pruned
    Given fixed;                         ///< values that these parameters have in every trial
    Given defaults;                      ///< those of trial 0
    std::shared_ptr<const Space> space;  ///< null: defined by running
    bool merge_ranges = false;           ///< another domain of a known parameter is the study's from now on
    double lease = 60;                   ///< seconds without a sign after which a worker counts as dead
    std::int64_t retries = 3;
    std::string worker;
    std::function<double()> clock;                      ///< monotonic seconds
    std::function<void(const HeldTrial&)> on_given_up;  ///< see Heartbeat
  };
  /// Throws Error(option) when the storage's study has other goals, or the sampler does not serve them.
  Study(std::shared_ptr<Storage> storage, Settings settings);

  const StudyRecord& record() const { return settings_.record; }
  const Settings& settings() const { return settings_; }
  Storage& storage() const { return *storage_; }
  const History& history() const { return history_; }
  /// Makes the history what the storage has now; a number that changes when it does.
  std::int64_t sync();

  /// The next trial for this worker; null when none is to be had: `total` are there, or the sampler has nothing more to
  /// try.
  std::shared_ptr<HeldTrial> begin(std::int64_t total);

  /// The value of a parameter in a trial: fixed, given (enqueued, or of an earlier attempt), default, proposed, drawn,
  /// in this order. `otherwise` is its value in the default configuration. Throws Error(option) for another domain than
  /// before in this trial, or than the study has (unless ranges are merged).
  Value suggest(HeldTrial& trial, const std::string& name, const std::shared_ptr<const Domain>& domain,
                const std::optional<Value>& otherwise = {});
  void report(HeldTrial& trial, std::int64_t step, double value);
  bool should_prune(HeldTrial& trial);
  void note(HeldTrial& trial, const std::string& name, const std::string& text);

  /// False when the trial was another's by then: what it gave is not counted.
  bool finish(HeldTrial& trial, Finish finish);
  /// Gives it back unfinished.
  void release(HeldTrial& trial);

  /// Trials of workers of this machine that have died are free at once, without waiting for their leases to run out.
  void free_trials_of_the_dead();

 private:
  void configure(HeldTrial& trial);
  bool configure_once(HeldTrial& trial);
  Value choose(HeldTrial& trial, const std::string& name, const Domain& domain, const std::optional<Value>& otherwise);
  std::shared_ptr<const Domain> known_domain(const std::string& name, const std::shared_ptr<const Domain>& domain);
  void send(HeldTrial& trial);
  void end(HeldTrial& trial);
  Turn turn(const HeldTrial& trial) const { return {history_, trial.trial.number, trial.retry}; }

  std::shared_ptr<Storage> storage_;
  Settings settings_;
  History history_;
  std::unique_ptr<Heartbeat> heartbeat_;  // null where the storage is this process's own
  std::int64_t revision_ = 0;
  std::int64_t claims_ = 0;
  std::vector<std::shared_ptr<HeldTrial>> held_;  // of these it knows more than the storage
};

}  // namespace nilgrad::study
