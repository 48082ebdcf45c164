#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include "runtime/optimizer/journaled_run.hpp"
#include "tests/optimizer/optimizing.hpp"
#include "tests/temporary_folder.hpp"

// kill -9 at random moments over journaled runs of a native objective, whose evaluations are counted from outside: each
// leaves a byte in a file when it is finished. The run is a process of its own, this program with one hidden test.
using namespace nilgrad;

namespace {

constexpr const char* folder_variable = "NILGRAD_TEST_KILL_FOLDER";
constexpr const char* workers_variable = "NILGRAD_TEST_KILL_WORKERS";
constexpr std::size_t dim = 200;

class Traced final : public VectorObjective {
 public:
  explicit Traced(const std::filesystem::path& trace)
      : trace_(::open(trace.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666)) {}
  ~Traced() override { ::close(trace_); }
  std::string name() const override { return "traced"; }
  std::size_t dim() const override { return ::dim; }
  bool thread_safe() const override { return true; }
  double value(std::span<const double> x) override {
    double sum = 0;
    for (std::size_t i = 1; i < x.size(); ++i) sum += std::pow(x[i] - x[i - 1] * x[i - 1], 2) + std::cos(x[i]);
    if (::write(trace_, ".", 1) != 1) sum = std::numeric_limits<double>::quiet_NaN();
    return sum;
  }

 private:
  int trace_;
};

/// Requests of eight evaluations.
RunRecord record() {
  RunRecord record;
  record.optimizer = catalog::recipe("optimizer", "zeroth_order",
                                     {{"estimator", part("estimator", "two_point", {{"queries", std::int64_t{4}}})},
                                      {"update", part("update", "adam", {{"lr", 0.01}})}});
  record.settings = settings_of(20000);
  record.x0 = PointRecord::of(Point(Tensor::full({dim}, 0.5)));
  return record;
}

std::string bits_of(const Run& run) {
  std::string text = fmt::format("{:a} {} {}", run.result().value, run.result().evaluations, run.result().reason);
  for (const double number : numbers_of(run.iterate())) text += fmt::format(" {:a}", number);
  return text;
}

std::uintmax_t size_of(const std::filesystem::path& path) {
  return std::filesystem::exists(path) ? std::filesystem::file_size(path) : 0;
}

std::uintmax_t evaluations_in(const std::filesystem::path& journal) {
  return std::filesystem::exists(journal) ? static_cast<std::uintmax_t>(Journal::read(journal).evaluations()) : 0;
}

pid_t start_run(const std::filesystem::path& folder, int workers) {
  const pid_t child = fork();
  if (child != 0) return child;
  setenv(folder_variable, folder.c_str(), 1);
  setenv(workers_variable, std::to_string(workers).c_str(), 1);
  setenv("NILGRAD_THREADS", "2", 1);
  execl("/proc/self/exe", "nilgrad_tests", "the run that is killed", "--out", "/dev/null", nullptr);
  _exit(126);
}

/// Kills the process after a while; whether that found it running.
bool kill_after(pid_t child, std::chrono::microseconds while_running) {
  std::this_thread::sleep_for(while_running);
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) return true;
  REQUIRE(WEXITSTATUS(status) == 0);
  return false;
}

}  // namespace

TEST_CASE("the run that is killed", "[.]") {
  const char* place = std::getenv(folder_variable);
  if (!place) return;  // the test below starts it
  const std::filesystem::path folder(place);
  const auto journal = folder / "journal";
  Traced objective(folder / "trace");
  objective.set_workers(std::atoi(std::getenv(workers_variable)));
  const auto clock = [] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
  };
  constexpr double never = std::numeric_limits<double>::infinity();
  std::unique_ptr<Run> run;
  if (std::filesystem::exists(journal)) {
    run = JournaledRun(journal, never).resume({}, clock);
  } else {
    run = record().start(record().x0.make({}), clock);
    run->record_in(Journal::create(journal, record().to_json(), never));
  }
  minimize(*run, objective, {});
  std::ofstream(folder / "end") << bits_of(*run);
}

TEST_CASE("kill -9 loses no finished evaluation of a native objective, on one thread or several", "[threads]") {
  const int workers = GENERATE(1, 2);
  const char* count = std::getenv("COUNT");
  int left = count ? std::atoi(count) : 20;
  const TemporaryFolder scratch;
  Traced untouched("/dev/null");
  const auto whole = record().start(record().x0.make({}), [] { return 0.0; });
  minimize(*whole, untouched, {});
  std::mt19937 moments(static_cast<unsigned>(workers));
  for (int i = 0; left > 0; ++i) {
    const auto folder = scratch.path() / fmt::format("run {}", i);
    std::filesystem::create_directory(folder);
    std::uintmax_t killed = 0;
    while (!std::filesystem::exists(folder / "end")) {
      const auto traced = size_of(folder / "trace"), known = evaluations_in(folder / "journal");
      const pid_t child = start_run(folder, workers);
      const std::chrono::microseconds moment(left > 0 ? moments() % 60000 : 60000000);
      if (left <= 0) {
        int status = 0;
        waitpid(child, &status, 0);
        REQUIRE(status == 0);
        break;
      }
      if (!kill_after(child, moment)) break;
      --left, ++killed;
      const auto made = size_of(folder / "trace") - traced, kept = evaluations_in(folder / "journal") - known;
      INFO("killed " << moment.count() << " µs after it was started, for the " << killed << ". time");
      CHECK(kept <= made);
      CHECK(made <= kept + static_cast<std::uintmax_t>(workers));
    }
    std::ifstream end(folder / "end");
    CHECK(std::string(std::istreambuf_iterator<char>(end), {}) == bits_of(*whole));
    CHECK(evaluations_in(folder / "journal") == 20000);
    CHECK(size_of(folder / "trace") <= 20000 + killed * static_cast<std::uintmax_t>(workers));
  }
}
