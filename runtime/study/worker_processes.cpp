#include "runtime/study/worker_processes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <thread>

#include "runtime/error.hpp"

extern char** environ;

namespace nilgrad::study {
namespace {

constexpr const char* variable = "NILGRAD_STUDY_WORKER";
constexpr int most_quick_deaths = 20;
constexpr double quick = 1.0;     // seconds
constexpr double patience = 5.0;  // seconds for an interrupted worker to give its trial back

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

std::vector<std::string> command_line() {
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin < text.size(); begin = text.find('\0', begin) + 1)
    words.emplace_back(text.c_str() + begin);
  return words;
}

std::optional<WorkerOrder> read_order() {
  const char* text = std::getenv(variable);
  if (!text) return {};
  const auto parsed = nlohmann::json::parse(text, nullptr, false);
  unsetenv(variable);  // the programs that a worker starts are none
  if (parsed.is_discarded()) return {};
  prctl(PR_SET_PDEATHSIG, SIGINT);
  return WorkerOrder{parsed.value("storage", ""), parsed.value("study", ""), parsed.value("call", std::int64_t{0})};
}

// Where a worker finds the output that it is to use once it has joined.
constexpr int kept_output = 200;

}  // namespace

const std::optional<WorkerOrder>& WorkerOrder::ours() {
  static const std::optional<WorkerOrder> order = read_order();
  return order;
}

void WorkerOrder::join() {
  std::fflush(stdout);
  if (dup2(kept_output, STDOUT_FILENO) >= 0) close(kept_output);
}

bool can_run_again() {
  const auto words = command_line();
  for (std::size_t i = 1; i < words.size(); ++i)
    if (words[i] == "-e" || (words[i][0] != '-' && !words[i].empty())) return true;
  return false;
}

WorkerProcesses::WorkerProcesses(std::int64_t count, WorkerOrder order)
    : order_(std::move(order)), words_(command_line()), workers_(static_cast<std::size_t>(count)) {
  if (!can_run_again())
    throw_error(ErrorKind::state,
                "workers = {} runs this script again in other processes, and there is none to run: put the study into "
                "a file and run nilgrad on it",
                count);
  for (Worker& worker : workers_) start(worker);
}

WorkerProcesses::~WorkerProcesses() {
  interrupt();
  for (const double until = now() + patience; now() < until;) {
    for (Worker& worker : workers_)
      if (worker.pid > 0 && waitpid(worker.pid, nullptr, WNOHANG) != 0) worker.pid = -1;
    if (std::none_of(workers_.begin(), workers_.end(), [](const Worker& w) { return w.pid > 0; })) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  for (const Worker& worker : workers_)
    if (worker.pid > 0 && kill(worker.pid, SIGKILL) == 0) waitpid(worker.pid, nullptr, 0);
}

void WorkerProcesses::interrupt() {
  for (const Worker& worker : workers_)
    if (worker.pid > 0) kill(worker.pid, SIGINT);
}

void WorkerProcesses::start(Worker& worker) {
  std::vector<char*> words, variables;
  for (std::string& word : words_) words.push_back(word.data());
  words.push_back(nullptr);
  const nlohmann::json order{{"storage", order_.storage}, {"study", order_.study}, {"call", order_.call}};
  std::string ours = fmt::format("{}={}", variable, order.dump());
  for (char** entry = environ; *entry; ++entry) variables.push_back(*entry);
  variables.push_back(ours.data());
  variables.push_back(nullptr);

  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, kept_output);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  const int error = posix_spawn(&worker.pid, "/proc/self/exe", &files, nullptr, words.data(), variables.data());
  posix_spawn_file_actions_destroy(&files);
  if (error != 0) {
    worker.pid = -1;
    throw_error(ErrorKind::unavailable, "a worker cannot be started: {}", std::strerror(error));
  }
  worker.started = now();
}

void WorkerProcesses::tell_of(const Worker& worker, int status, const std::function<void(const std::string&)>& died) {
  died(WIFSIGNALED(status) ? fmt::format("worker {} was killed by signal {} ({})", worker.pid, WTERMSIG(status),
                                         strsignal(WTERMSIG(status)))
                           : fmt::format("worker {} exited with code {}", worker.pid, WEXITSTATUS(status)));
  quick_deaths_ = now() - worker.started < quick ? quick_deaths_ + 1 : 0;
  if (quick_deaths_ >= most_quick_deaths)
    throw_error(
        ErrorKind::unavailable,
        "the workers die within a second of their start, {} in a row: run the script with workers = 1 to see why",
        quick_deaths_);
}

std::size_t WorkerProcesses::watch(bool more, const std::function<void(const std::string&)>& died) {
  std::size_t running = 0;
  for (Worker& worker : workers_) {
    int status = 0;
    if (worker.pid > 0 && waitpid(worker.pid, &status, WNOHANG) != 0) {
      const bool dead = !(WIFEXITED(status) && WEXITSTATUS(status) == 0);
      if (dead) tell_of(worker, status, died);
      worker.pid = -1;
      if (dead && more) start(worker);
    }
    running += worker.pid > 0 ? 1 : 0;
  }
  return running;
}

}  // namespace nilgrad::study
