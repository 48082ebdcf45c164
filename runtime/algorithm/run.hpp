#pragma once
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/algorithm/objective.hpp"
#include "runtime/algorithm/optimizer.hpp"

namespace nilgrad {

/// A value better than all before it, and the evaluation that found it (counted from 1). Values of one request count in
/// their order, so a history does not depend on how evaluations were batched.
struct Improvement {
  std::int64_t evaluations;
  double value;
};

struct Result {
  Point x;                       ///< the best point evaluated (the start point if no value was finite)
  double value = 0;              ///< its value; NaN if none was finite
  std::int64_t evaluations = 0;  ///< exactly as many as were told, failed ones included
  std::int64_t failures = 0;     ///< non-finite values among them
  std::int64_t steps = 0;
  double seconds = 0;
  std::string reason;  ///< "budget", "target", "seconds", "steps", "callback", "error: …" or the optimizer's own
  std::vector<Improvement> history;
};

/// One optimization as a conversation: ask() for points, tell() their values, until done(). It alone counts
/// evaluations, keeps the best point and decides when to stop; a request that does not fit into what is left of the
/// budget is not begun, so the budget is never exceeded.
class Run {
 public:
  static constexpr std::int64_t unlimited = std::numeric_limits<std::int64_t>::max();
  struct Settings {
    std::int64_t budget = unlimited;
    std::optional<double> target;   ///< stop at this value or better
    std::optional<double> seconds;  ///< stop after the request in which this much time has passed
    std::optional<std::int64_t> steps;
    std::uint64_t seed = 0;
    std::uint64_t stream = 0;
    bool maximize = false;  ///< values, target, result and history are the user's own, not negated
    Bounds bounds;
  };
  using Clock = std::function<double()>;  ///< seconds since any fixed moment

  Run(std::shared_ptr<Optimizer> optimizer, const Point& x0, Settings settings, Clock clock);
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  bool done() const { return !result_.reason.empty(); }
  /// The probes that wait for values; empty when done. The same until they are told.
  std::span<const Probe> ask() const { return done() ? std::span<const Probe>{} : exchange_.probes(); }
  /// One value a probe. Non-finite values are failed evaluations (estimator.hpp states the rule). What the optimizer
  /// throws comes through and ends the run (reason "error: …"); the values told before are kept.
  void tell(std::span<const double> values);
  /// Ends the run between two requests; an empty reason is "stopped".
  void stop(const std::string& reason);

  /// What has been found so far; final when done.
  const Result& result() const { return result_; }
  /// Where the optimizer stands now, which is not the best point evaluated.
  const Point& iterate() const { return x_; }
  const Settings& settings() const { return settings_; }

 private:
  void keep_best(std::span<const double> values);
  void decide();
  void finish();

  Settings settings_;
  Clock clock_;
  double started_;
  std::shared_ptr<Optimizer> optimizer_;
  Point x_;
  Exchange exchange_;
  std::vector<double> turned_;  // values with maximize's sign
  double best_;                 // turned; +inf until there is one
  Result result_;
  Algorithm<std::string> search_;  // last: refers to the members above, so it must go first
};

/// Answers a run's probes with the objective until it is done. `after_step` is called between steps; true stops the
/// run. An interrupt leaves the run as it was after the last finished request.
void minimize(Run& run, Objective& objective, const StopToken& stop,
              const std::function<bool(const Run&)>& after_step = {});

}  // namespace nilgrad
