#pragma once
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <variant>

#include "runtime/classifier/remote/remote_classifier.hpp"
#include "runtime/objective/process/worker.hpp"

namespace nilgrad {

/// A program of the user's as a classifier: `command` is started once or several times and asked for scores in JSON
/// lines (docs/classifiers.md). Workers are started when there is work for them and kept; one that fails is
/// killed, another takes its place, and its images are tried again.
class ProcessClassifier final : public RemoteClassifier {
 public:
  struct Options {
    std::variant<std::string, std::vector<std::string>> command;  ///< a text alone is for sh -c
    std::vector<double> input_shape;
    std::int64_t classes = 0;
    std::string scores = "logits";
    std::int64_t workers = 1;
    std::int64_t batch = 64;
    std::optional<double> timeout;
    double startup = 30;
    std::int64_t retries = 1;
    std::optional<std::string> name;
  };
  using Warn = std::function<void(const std::string&)>;

  /// Starts nothing yet. `warn` is told of the first failure.
  ProcessClassifier(const Options& options, Warn warn);
  /// Closes the workers' standard input, and kills those that have not ended within a second.
  ~ProcessClassifier() override;
  std::string to_string() const override;

 private:
  struct Task {  // images first … first + count − 1
    std::size_t first = 0, count = 0;
    int failures = 0;
  };
  struct Seat {  // a worker's place
    std::unique_ptr<Worker> worker;
    Task task;
    std::uint64_t id = 0;
    bool started = false;
  };
  struct Request {
    const float* images;
    float* scores;
    std::deque<Task> waiting = {};
    std::size_t busy = 0;
  };

  void answer(const float* images, std::size_t count, float* scores, const StopToken& stop) override;
  void run(Request& request, const StopToken& stop);
  void hand_out(Request& request);
  void give(Request& request, Seat& seat);
  void wait_and_read(Request& request);
  void settle(Request& request, Seat& seat, const std::string& line);
  void give_up(Request& request, Seat& seat, const WorkerFailure& failure);
  std::string line_for(const Request& request, const Seat& seat) const;

  Options options_;
  std::vector<std::string> words_;
  Warn warn_;
  std::vector<Seat> seats_;
  std::uint64_t requests_ = 0;
  bool warned_ = false;
};

}  // namespace nilgrad
