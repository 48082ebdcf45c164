#pragma once
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/algorithm/journal.hpp"
#include "runtime/algorithm/objective.hpp"
#include "runtime/algorithm/optimizer.hpp"

namespace nilgrad {

/// A value better than all before it, and the evaluation that found it (counted from 1). Values of one request count in
/// their order, so a history does not depend on how evaluations were batched.
struct Improvement {
  std::int64_t evaluations;
  double value;
};

/// The mean of the values told in a step, or in several of them: those up to `step`. NaN where none was finite.
struct CurvePoint {
  std::int64_t step;
  double value;
};

/// How values went, step after step: of a long run in means over 2, 4, 8 … steps, so that it takes no room.
class Curve {
 public:
  static constexpr std::size_t most_points = 512;

  /// Of a step of `finite` values that sum up to `sum`.
  void add(double sum, std::int64_t finite);
  /// The last point may be of fewer steps than the others.
  std::vector<CurvePoint> points() const;
  /// The mean of the last step's values.
  double last() const { return last_; }

 private:
  struct Block {
    double sum = 0;
    std::int64_t count = 0;
  };
  std::vector<Block> blocks_;
  std::int64_t stride_ = 1, steps_ = 0;
  double last_ = std::numeric_limits<double>::quiet_NaN();
};

/// What a result's x is: the best point evaluated, which is a copy beside the iterate, or the iterate itself, where a
/// point is so large that one must do.
enum class Keep { best, last };

struct Result {
  Point x;                       ///< the best point evaluated (the start point if no value was finite), see Keep
  double value = 0;              ///< its value; NaN if none was finite
  std::int64_t evaluations = 0;  ///< exactly as many as were told, failed ones included
  std::int64_t failures = 0;     ///< non-finite values among them
  std::int64_t steps = 0;
  double seconds = 0;
  std::string reason;  ///< "budget", "target", "seconds", "steps", "callback", "error: …" or the optimizer's own
  std::vector<Improvement> history;
  Curve curve;
  std::vector<Assessment> evaluated;  ///< of points along the way, see Settings::evaluate_every
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
    /// The point where the optimizer stands is assessed (Objective::assess) after every so many steps and at the end.
    /// That counts as no evaluation.
    std::optional<std::int64_t> evaluate_every;
    std::uint64_t seed = 0;
    std::uint64_t stream = 0;
    bool maximize = false;  ///< values, target, result and history are the user's own, not negated
    Bounds bounds;
    Keep keep = Keep::best;
    bool in_place = false;  ///< the iterate is x0 itself and not a copy
  };
  using Clock = std::function<double()>;  ///< seconds since any fixed moment

  Run(std::shared_ptr<Optimizer> optimizer, const Point& x0, Settings settings, Clock clock);
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;
  /// The iterate is where the last step left it, also in a file: what fails then is found when it is read again.
  ~Run();

  bool done() const { return !result_.reason.empty(); }
  /// The probes that wait for values; empty when done. The same until they are told.
  std::span<const Probe> ask() const { return done() ? std::span<const Probe>{} : exchange_.probes(); }
  /// One value a probe. Non-finite values are failed evaluations (estimator.hpp states the rule). What the optimizer
  /// throws comes through and ends the run (reason "error: …"); the values told before are kept.
  void tell(std::span<const double> values);
  /// Evaluates what waits and tells it. With a journal each value is in it before the optimizer is told, and what an
  /// interrupt or an error of the objective left of a request is not evaluated again.
  void answer(Objective& objective, const StopToken& stop);
  /// Ends the run between two requests; an empty reason is "stopped".
  void stop(const std::string& reason);

  /// Whether the point is to be assessed before the run goes on, or now that it is over.
  bool assessment_due() const;
  /// Adds the figures of the point, moved into the bounds, to the result and to the journal.
  void assess(Objective& objective, const StopToken& stop);

  /// Keeps the run in `journal` from here on: first its values are written, then the optimizer is told them.
  /// `has_end`: it says already that the run is over.
  void record_in(Journal journal, bool has_end = false);
  /// Tells a run that has just begun what its journal holds, evaluating nothing: to the end, or as far as `steps`
  /// steps. Values of a request that was not finished wait for the others. Time counts on from the journal's, and
  /// figures that are in it are not asked for again. Throws Error(file) when the journal cannot be this run's.
  void replay(const Journal::Contents& contents, std::optional<std::int64_t> steps = {});

  /// How many points the optimizer asks for, also when a run is over because its budget does not hold them.
  std::size_t request_size() const { return exchange_.probes().size(); }

  /// Bytes that its optimizer keeps from one step to the next, besides the iterate (Optimizer::memory).
  std::int64_t memory() const { return optimizer_->memory(x_); }

  /// What has been found so far; final when done.
  const Result& result() const { return result_; }
  /// Where the optimizer stands now, which is not the best point evaluated.
  const Point& iterate() const { return x_; }
  const Settings& settings() const { return settings_; }
  /// That of the best figures so far.
  std::optional<std::int64_t> best_step() const { return nilgrad::best_step(result_.evaluated, settings_.maximize); }

 private:
  double elapsed() const { return clock_() - started_; }
  /// As the run is told them after so much time, or now: the clock is read where it matters only, since reading it
  /// takes a quarter of the time of a cheap evaluation.
  void apply(std::span<const double> values, std::optional<double> seconds);
  void keep_best(std::span<const double> values);
  void keep_curve(std::span<const double> values);
  void decide(std::optional<double> seconds);
  void finish(std::optional<double> seconds);
  void end(const std::string& reason, std::optional<double> seconds);

  void evaluate_recorded(Objective& objective, std::span<const Probe> probes, const StopToken& stop);
  void note(std::size_t probe, double value);
  void write_noted();
  void close_journal();
  void replay_assessments(const Journal::Contents& contents, bool to_the_end);
  void replay_requests(const Journal::Contents& contents, std::optional<std::int64_t> steps);

  Settings settings_;
  Clock clock_;
  double started_;
  std::shared_ptr<Optimizer> optimizer_;
  Point x_;
  Exchange exchange_;
  std::vector<double> turned_;  // values with maximize's sign
  double best_;                 // turned; +inf until there is one
  double step_sum_ = 0;         // of the finite values of the step that is being made
  std::int64_t step_finite_ = 0;
  Result result_;
  std::optional<Journal> journal_;
  std::vector<double> values_;         // of the waiting request: those that known_ says are there
  std::vector<bool> known_;            // empty: none
  std::vector<Journal::Noted> noted_;  // not yet written
  Algorithm<std::string> search_;      // last: refers to the members above, so it must go first
};

/// Answers a run's probes with the objective until it is done, and assesses where that is due. `after_step` is called
/// between steps; true stops the run. An interrupt leaves the run as it was after the last finished request.
void minimize(Run& run, Objective& objective, const StopToken& stop,
              const std::function<bool(const Run&)>& after_step = {});

}  // namespace nilgrad
