#include "runtime/objective/process/pool.hpp"

#include <signal.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <limits>
#include <thread>

#include "tests/algorithm/points.hpp"
#include "tests/temporary_folder.hpp"

using namespace nilgrad;

namespace {

/// Adds up x, but at x[0] = 13 does what it is told first: always, or once in all if a file is named. Writes its pid
/// beside itself.
constexpr const char* worker = R"(
import json, os, signal, subprocess, sys, time
mode = sys.argv[1]
def now():
    if len(sys.argv) < 3: return True
    try: os.close(os.open(sys.argv[2], os.O_CREAT | os.O_EXCL))
    except FileExistsError: return False
    return True
def answer(request, value): return json.dumps({"id": request["id"], "value": value}) + "\n"
def write(text):
    sys.stdout.write(text)
    sys.stdout.flush()
with open(os.path.join(os.path.dirname(__file__), "pids"), "a") as pids: pids.write("%d\n" % os.getpid())
if mode == "deaf": signal.signal(signal.SIGTERM, signal.SIG_IGN)
if mode == "family": print(subprocess.Popen(["sleep", "1000"]).pid, file=open(sys.argv[2], "w"), flush=True)
if mode == "floods": sys.stderr.write("flood\n" * 300000)
for line in sys.stdin:
    request = json.loads(line)
    if "points" in request:
        if any(x[0] == 13 for x in request["points"]): sys.exit(5)
        write(json.dumps({"id": request["id"], "values": [sum(x) for x in request["points"]]}) + "\n")
        continue
    x = request["x"]
    value = sum(x)
    if x[0] == 13 and now():
        if mode == "dies": print("no licence", file=sys.stderr, flush=True); sys.exit(3)
        if mode == "is killed": os.kill(os.getpid(), signal.SIGKILL)
        if mode == "hangs": time.sleep(1000)
        if mode == "garbage": write("\x00\x01{]\n")
        if mode == "prints": print("value:", value, flush=True)
        if mode == "endless":
            while True: write("1" * 10000)
        if mode == "closes its output": os.close(1); time.sleep(1000)
        if mode == "wrong id": request["id"] += 1
        if mode == "half": write(answer(request, value)[:-5]); sys.exit(0)
        if mode == "late": time.sleep(1.3)
    if mode == "slow first" : time.sleep(0.05 if x[0] == 0 else 0)
    if mode == "floods": sys.stderr.write("flood\n" * 100000)
    if mode == "error" and x[0] == 13: write(json.dumps({"id": request["id"], "error": "diverged"}) + "\n")
    elif mode == "nan" and x[0] == 13: write(answer(request, float("inf")))
    else: write(answer(request, value))
    if mode == "twice": write(answer(request, value))
    if mode == "one": sys.exit(0)
while mode == "deaf": time.sleep(1000)
)";

struct Workers {
  TemporaryFolder folder;
  std::vector<std::string> warnings;
  ProcessPool::Settings settings;

  explicit Workers(const std::string& mode, const std::string& once = "") {
    settings.name = "sum";
    settings.command = {"python3", folder.file("worker.py", worker).string(), mode};
    if (!once.empty()) settings.command.push_back((folder.path() / once).string());
  }
  std::unique_ptr<ProcessPool> pool() {
    return std::make_unique<ProcessPool>(settings, [this](const std::string& text) { warnings.push_back(text); });
  }
  std::vector<pid_t> pids(const char* file = "pids") const {
    std::vector<pid_t> all;
    std::ifstream in(folder.path() / file);
    for (pid_t pid = 0; in >> pid;) all.push_back(pid);
    return all;
  }
};

std::vector<double> evaluate(ProcessPool& pool, const std::vector<std::vector<double>>& points, StopToken stop = {}) {
  std::vector<Point> bases;
  for (const auto& x : points) bases.push_back(point_of(x));
  std::vector<Probe> probes;
  for (const Point& base : bases) probes.push_back({&base, {}, nullptr, {}});
  std::vector<double> values(points.size(), -1);
  pool.evaluate(probes, values, stop);
  return values;
}

/// Points (0, i), with (13, i) in the place of one.
std::vector<std::vector<double>> points_with_13_at(std::size_t place, std::size_t count) {
  std::vector<std::vector<double>> points;
  for (std::size_t i = 0; i < count; ++i) points.push_back({i == place ? 13.0 : 0.0, static_cast<double>(i)});
  return points;
}

bool gone(pid_t pid) { return kill(pid, 0) != 0 && errno == ESRCH; }

/// Whether it ends, though nobody may wait for it: it is not ours.
bool ends(pid_t pid) {
  const auto zombie = [&] {
    std::ifstream in(fmt::format("/proc/{}/stat", pid));
    return std::string(std::istreambuf_iterator<char>(in), {}).find(") Z ") != std::string::npos;
  };
  for (int i = 0; i < 1000 && !gone(pid) && !zombie(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  return gone(pid) || zombie();
}

}  // namespace

TEST_CASE("values come in the order of the probes, with the same bits for any number of workers") {
  Workers workers("slow first");
  std::vector<std::vector<double>> points;
  for (int i = 0; i < 40; ++i) points.push_back({static_cast<double>(i % 5), 0.1 * i, 1e-17 * i});
  std::vector<double> expected;
  for (const auto& x : points) expected.push_back(x[0] + x[1] + x[2]);
  for (const int count : {1, 4}) {
    workers.settings.workers = count;
    const auto pool = workers.pool();
    CHECK(evaluate(*pool, points) == expected);
    CHECK(pool->incidents().retries == 0);
    CHECK(pool->incidents().restarts == 0);
  }
  CHECK(workers.pids().size() <= 5);
  CHECK(workers.warnings.empty());
}

TEST_CASE("workers start when there is work for them, are kept, and end with the pool") {
  Workers workers("good");
  workers.settings.workers = 8;
  auto pool = workers.pool();
  CHECK(workers.pids().empty());
  for (int i = 0; i < 5; ++i) evaluate(*pool, {{1, 2}});
  CHECK(workers.pids().size() == 1);
  pool.reset();
  CHECK(gone(workers.pids().at(0)));
}

TEST_CASE("an evaluation whose worker fails is tried again, by another worker") {
  const auto [mode, reason] = GENERATE(
      std::pair{"dies", "exited with code 3"}, std::pair{"is killed", "was killed by signal 9"},
      std::pair{"hangs", "gave no answer within"}, std::pair{"late", "gave no answer within"},
      std::pair{"garbage", "a line that is no JSON"}, std::pair{"prints", "a line that is no JSON: 'value: 15"},
      std::pair{"endless", "a line of more than"}, std::pair{"closes its output", "closed its standard output"},
      std::pair{"wrong id", "to request"}, std::pair{"half", "exited with code 0"});
  INFO(mode);
  Workers workers(mode, "once");
  workers.settings.workers = GENERATE(1, 3);
  if (std::string(mode) == "hangs" || std::string(mode) == "late") workers.settings.timeout = 1;
  const auto pool = workers.pool();
  evaluate(*pool, points_with_13_at(9, 3));  // starts them all
  CHECK(evaluate(*pool, points_with_13_at(2, 5)) == std::vector<double>{0, 1, 15, 3, 4});
  CHECK(pool->incidents().retries == 1);
  CHECK((pool->incidents().restarts == 1 || workers.settings.workers > 1));
  CHECK_THAT(pool->incidents().last_error, Catch::Contains(reason));
  REQUIRE(workers.warnings.size() == 1);
  CHECK_THAT(workers.warnings[0], Catch::Contains(reason) && Catch::Contains("tried again"));
  CHECK(evaluate(*pool, points_with_13_at(9, 4)) == std::vector<double>{0, 1, 2, 3});
}

TEST_CASE("an evaluation that fails every time is NaN, alone, and its worker's last words are kept") {
  Workers workers("dies");
  workers.settings.workers = GENERATE(1, 4);
  workers.settings.retries = GENERATE(0, 2);
  const auto pool = workers.pool();
  const auto values = evaluate(*pool, points_with_13_at(3, 12));
  for (std::size_t i = 0; i < values.size(); ++i)
    if (i == 3)
      CHECK(std::isnan(values[i]));
    else
      CHECK(values[i] == static_cast<double>(i));
  CHECK(pool->incidents().retries == workers.settings.retries);
  CHECK(pool->incidents().last_error == "exited with code 3\n  no licence");
  CHECK(workers.warnings.size() == 1);
}

TEST_CASE("a batch is one request, and one that fails is tried again point by point") {
  Workers workers("dies");
  workers.settings.batch = 4;
  workers.settings.workers = GENERATE(1, 3);
  const auto pool = workers.pool();
  CHECK(evaluate(*pool, points_with_13_at(99, 10)) == std::vector<double>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
  const auto values = evaluate(*pool, points_with_13_at(5, 10));
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i == 5)
      CHECK(std::isnan(values[i]));
    else
      CHECK(values[i] == static_cast<double>(i));
  }
  CHECK(pool->incidents().retries == 4);
}

TEST_CASE("errors and values that are no numbers are answers: NaN, and not tried again") {
  for (const char* mode : {"error", "nan"}) {
    Workers workers(mode);
    const auto pool = workers.pool();
    const auto values = evaluate(*pool, points_with_13_at(0, 2));
    CHECK(std::isnan(values[0]));
    CHECK(values[1] == 1);
    CHECK(pool->incidents().retries == 0);
    CHECK(workers.pids().size() == 1);
    CHECK(pool->incidents().last_error == (mode == std::string("error") ? "answered with an error: diverged" : ""));
  }
}

TEST_CASE("nobody is asked for a point that JSON has no numbers for") {
  Workers workers("good");
  workers.settings.batch = GENERATE(std::optional<std::size_t>(), std::optional<std::size_t>(2));
  const auto pool = workers.pool();
  const double infinity = std::numeric_limits<double>::infinity();
  const auto values = evaluate(*pool, {{1, std::nan("")}, {infinity, 2}, {1, 2}, {3, -infinity}, {4, 5}});
  for (const std::size_t i : {0, 1, 3}) CHECK(std::isnan(values[i]));
  CHECK(values[2] == 3);
  CHECK(values[4] == 9);
  CHECK(std::isnan(evaluate(*workers.pool(), {{infinity, 0}})[0]));
  CHECK(workers.pids().size() == 1);
}

TEST_CASE("workers that never answer are an error, with what they said last") {
  Workers workers("dies");
  workers.settings.command = {"sh", "-c", "echo not today >&2; exit 7"};
  workers.settings.workers = GENERATE(1, 4);
  const auto pool = workers.pool();
  CHECK_THROWS_WITH(evaluate(*pool, points_with_13_at(0, 100)),
                    "no worker of 'sum' has answered: one exited with code 7\n  not today");
  CHECK(pool->incidents().retries <= 40);
}

TEST_CASE("once a request was answered, one that is not is no error") {
  Workers workers("dies");
  workers.settings.workers = GENERATE(1, 4);
  const auto pool = workers.pool();
  CHECK(evaluate(*pool, {{1, 2}}) == std::vector<double>{3});
  CHECK(std::isnan(evaluate(*pool, {{13, 2}})[0]));
  CHECK_THROWS_AS(evaluate(*workers.pool(), {{13, 2}}), Error);
}

TEST_CASE("a command that cannot be started is named, with the reason") {
  Workers workers("good");
  const auto complaint = [&](const std::string& program) {
    workers.settings.command = {program};
    try {
      evaluate(*workers.pool(), {{1, 2}});
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::unavailable);
      return std::string(error.what());
    }
    return std::string("was started");
  };
  CHECK_THAT(complaint("no_such_program"),
             Catch::Contains("'no_such_program' cannot be started") && Catch::Contains("PATH"));
  const auto plain = workers.folder.file("plain", "text").string();
  CHECK_THAT(complaint(plain), Catch::Contains(plain) && Catch::Contains("chmod +x"));
  CHECK_THAT(complaint(workers.folder.path().string()), Catch::Contains("cannot be started"));
}

TEST_CASE("a worker may flood its standard error at any time, and read a long request late") {
  Workers workers("floods");
  const auto pool = workers.pool();
  std::vector<double> x(200000, 0.5);
  CHECK(evaluate(*pool, {x, {1, 2}, x}) == std::vector<double>{100000, 3, 100000});
  CHECK(pool->incidents().retries == 0);
}

TEST_CASE("a worker that does not read a long request and ends is a failure like others") {
  Workers workers("good");
  const std::string flag = (workers.folder.path() / "once").string();
  workers.settings.command = {"sh", "-c", "mkdir " + flag + " 2>/dev/null && exit 4; exec python3 \"$0\" good",
                              workers.settings.command[1]};
  const auto pool = workers.pool();
  const std::vector<double> x(200000, 0.25);
  CHECK(evaluate(*pool, {x, x}) == std::vector<double>{50000, 50000});
  CHECK(pool->incidents().retries == 1);
  CHECK_THAT(pool->incidents().last_error, Catch::Contains("exited with code 4"));
}

TEST_CASE("what is written between evaluations is not taken for an answer, and nothing is counted twice") {
  Workers workers("twice");
  workers.settings.retries = 5;
  const auto pool = workers.pool();
  for (int i = 0; i < 5; ++i) CHECK(evaluate(*pool, {{1.0 * i, 2}, {3, 4}}) == std::vector<double>{i + 2.0, 7});
  CHECK(pool->incidents().restarts >= 4);
}

TEST_CASE("a worker that ends after each answer is started again") {
  Workers workers("one");
  const auto pool = workers.pool();
  for (int i = 0; i < 4; ++i) CHECK(evaluate(*pool, {{1.0 * i, 2}}) == std::vector<double>{i + 2.0});
  CHECK(workers.pids().size() >= 4);
  CHECK(evaluate(*pool, points_with_13_at(9, 3)) == std::vector<double>{0, 1, 2});
}

TEST_CASE("workers are killed with all that they started, even if they ignore the end of their input") {
  Workers workers("deaf"), parents("family", "child");
  auto deaf = workers.pool(), family = parents.pool();
  evaluate(*deaf, {{1, 2}});
  evaluate(*family, {{1, 2}});
  deaf.reset();
  family.reset();
  CHECK(gone(workers.pids().at(0)));
  CHECK(gone(parents.pids().at(0)));
  CHECK(ends(parents.pids("child").at(0)));
}

TEST_CASE("an interrupt ends an evaluation and its workers, and the pool can go on") {
  Workers workers("hangs", "once");
  workers.settings.workers = 2;
  const auto pool = workers.pool();
  std::atomic<bool> flag{false};
  std::thread presses([&] {
    while (!std::filesystem::exists(workers.folder.path() / "once")) std::this_thread::yield();
    flag = true;
  });
  CHECK_THROWS_WITH(evaluate(*pool, points_with_13_at(0, 1), StopToken(flag)), "interrupted!");
  presses.join();
  CHECK(gone(workers.pids().at(0)));
  CHECK(evaluate(*pool, points_with_13_at(0, 3)) == std::vector<double>{13, 1, 2});
}

TEST_CASE("the number of workers may change between evaluations") {
  Workers workers("good");
  const auto pool = workers.pool();
  for (const int count : {4, 1, 2}) {
    pool->set_workers(count);
    CHECK(evaluate(*pool, points_with_13_at(99, 8)) == std::vector<double>{0, 1, 2, 3, 4, 5, 6, 7});
  }
  CHECK(pool->incidents().retries == 0);
}

TEST_CASE("a writer's SIGPIPE, and one that was pending before, are left as they were") {
  const auto handler = signal(SIGPIPE, SIG_DFL);
  Workers workers("good");
  workers.settings.command = {"sh", "-c", "exec <&-; sleep 1000"};
  workers.settings.retries = 0;
  CHECK_THROWS_AS(evaluate(*workers.pool(), {std::vector<double>(100000, 0.5)}), Error);
  sigset_t pending;
  sigpending(&pending);
  CHECK(sigismember(&pending, SIGPIPE) == 0);
  signal(SIGPIPE, handler);
}
