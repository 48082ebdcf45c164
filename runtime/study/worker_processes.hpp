#pragma once
#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace nilgrad::study {

/// What a process that was started as a worker is told: which study it is to join.
struct WorkerOrder {
  std::string storage, study;
  std::int64_t call = 0;  ///< which study:optimize of the script is meant, from 1

  /// This process's, when it is a worker. Its standard output is silent until `join`, since the script's beginning was
  /// already run by whoever started it.
  static const std::optional<WorkerOrder>& ours();
  static void join();
};

/// Processes that run this program's own command line again, as workers of a study. Those that die are started anew;
/// all are interrupted when this goes, or when this process dies.
class WorkerProcesses {
 public:
  /// Throws Error(state) where there is no script to run again (at the prompt, from standard input).
  WorkerProcesses(std::int64_t count, WorkerOrder order);
  ~WorkerProcesses();
  WorkerProcesses(const WorkerProcesses&) = delete;
  WorkerProcesses& operator=(const WorkerProcesses&) = delete;

  /// Looks who has ended: one that died is started again while `more` says that there is work. Returns how many run.
  /// `died` is told who and how. Throws Error(unavailable) when they die again and again within a second of their
  /// start.
  std::size_t watch(bool more, const std::function<void(const std::string&)>& died);
  void interrupt();

 private:
  struct Worker {
    pid_t pid = -1;
    double started = 0;
  };
  void start(Worker& worker);
  void tell_of(const Worker& worker, int status, const std::function<void(const std::string&)>& died);

  WorkerOrder order_;
  std::vector<std::string> words_;
  std::vector<Worker> workers_;
  int quick_deaths_ = 0;
};

/// Whether the command line is one that can be run again.
bool can_run_again();

}  // namespace nilgrad::study
