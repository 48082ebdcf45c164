#pragma once
#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "runtime/algorithm/objective.hpp"
#include "runtime/objective/process/worker.hpp"

namespace nilgrad {

/// Evaluates points by processes that speak the protocol of docs/process_objectives.md. They are started when there is
/// work for them and kept; one that fails is killed, another takes its place, and its evaluation is tried again.
class ProcessPool {
 public:
  struct Settings {
    std::string name;  ///< for messages
    std::vector<std::string> command;
    int workers = 1;
    int retries = 1;                ///< of an evaluation, after a worker's failure
    std::optional<double> timeout;  ///< seconds an evaluation may take
    double startup = 30;            ///< seconds more until a new worker's first answer
    std::optional<std::size_t>
        batch;  ///< most points of a request, in its form for many; none: one, in the form for one
  };
  struct Incidents {
    std::int64_t retries = 0;   ///< evaluations tried again
    std::int64_t restarts = 0;  ///< workers started in the place of one that failed or ended
    std::string last_error;     ///< what happened last
  };
  using Warn = std::function<void(const std::string&)>;

  /// `warn` is told of the first incident of each kind.
  ProcessPool(Settings settings, Warn warn) : settings_(std::move(settings)), warn_(std::move(warn)) {}
  /// Closes the workers' standard input, and kills those that have not ended within a second.
  ~ProcessPool();
  ProcessPool(const ProcessPool&) = delete;
  ProcessPool& operator=(const ProcessPool&) = delete;

  /// values[i] ← the answer for probes[i], whoever gives it and when. NaN when the worker says so, when a coordinate is
  /// not finite (nobody is asked), and when the last retry has failed. Throws Error(unavailable) when the command
  /// cannot be started, and Error(objective) when no request was answered before this one, and of this one not the
  /// first eight points either; Error(interrupted) when stopped. After an exception no worker is left. `finished` is
  /// told of each value that counts whatever comes after it.
  void evaluate(std::span<const Probe> probes, std::span<double> values, const StopToken& stop,
                const Objective::Finished& finished = {});

  /// Ends those that are too many.
  void set_workers(int count);
  int workers() const { return settings_.workers; }
  const Incidents& incidents() const { return incidents_; }

 private:
  struct Task {
    std::vector<std::size_t> probes;
    int failures = 0;
  };
  struct Seat {  // a worker's place
    std::unique_ptr<Worker> worker;
    Task task;
    std::uint64_t id = 0;
    bool started = false;
  };
  struct Request {
    std::span<const Probe> probes;
    std::span<double> values;
    const Objective::Finished& finished;
    std::deque<Task> waiting = {};
    std::size_t busy = 0;
    std::size_t asked_at_first = 0, failed_at_first = 0;  // of the first eight points

    void set(std::size_t probe, double value) {
      values[probe] = value;
      if (finished) finished(probe, values.subspan(probe, 1));
    }
  };

  RequestText::Form form() const { return settings_.batch ? RequestText::Form::batch : RequestText::Form::point; }
  void end_workers(std::size_t first) noexcept;
  void run(Request& request, const StopToken& stop);
  void divide(Request& request);
  void hand_out(Request& request);
  void give(Request& request, Seat& seat);
  void wait_and_read(Request& request);
  void read_from(Request& request, Seat& seat, const pollfd* events);
  void settle(Request& request, Seat& seat, const std::string& line);
  void give_up(Request& request, Seat& seat, const WorkerFailure& failure);
  void start_worker(Seat& seat);
  /// Notes an incident, and warns of the first of its kind.
  void tell(std::size_t kind, const std::string& what, const char* consequence);

  Settings settings_;
  Warn warn_;
  std::vector<Seat> seats_;
  std::uint64_t requests_ = 0;
  bool has_answered_ = false;
  Incidents incidents_;
  std::array<bool, 5> told_{};
  Coordinates coordinates_;
  std::vector<double> answers_;
  std::vector<pollfd> events_;
};

}  // namespace nilgrad
