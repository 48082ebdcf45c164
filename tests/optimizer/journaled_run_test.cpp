#include "runtime/optimizer/journaled_run.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "tests/optimizer/optimizing.hpp"
#include "tests/temporary_folder.hpp"

using namespace nilgrad;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
const Run::Clock still = [] { return 0.0; };

double bowl(std::span<const double> x) { return x[0] * x[0] + 3 * x[1] * x[1] - x[0] * x[1]; }

/// Requests of four evaluations a step.
RunRecord record_of(std::int64_t budget) {
  RunRecord record;
  record.optimizer = catalog::recipe("optimizer", "zeroth_order",
                                     {{"estimator", part("estimator", "two_point", {{"queries", std::int64_t{2}}})},
                                      {"update", part("update", "momentum", {{"lr", 0.05}})}});
  record.optimizer_name = "two_point with momentum";
  record.settings = settings_of(budget);
  record.settings.bounds = {{-4}, {4, infinity}};
  record.x0 = PointRecord::of(point_of({3, -2}));
  return record;
}

/// Counts its evaluations.
class Watched final : public VectorObjective {
 public:
  explicit Watched(Function f) : f_(std::move(f)) {}
  std::string name() const override { return "watched"; }
  std::size_t dim() const override { return 2; }
  double value(std::span<const double> x) override {
    ++calls;
    return f_(x);
  }
  int calls = 0;

 private:
  Function f_;
};

std::unique_ptr<Run> begin(const RunRecord& record, const std::filesystem::path& path) {
  auto run = record.start(record.x0.make({}), still);
  run->record_in(Journal::create(path, record.to_json(), infinity));
  return run;
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void check_same(const Run& a, const Run& b) {
  CHECK(numbers_of(a.iterate()) == numbers_of(b.iterate()));
  CHECK(numbers_of(a.result().x) == numbers_of(b.result().x));
  CHECK(a.result().value == b.result().value);
  CHECK(a.result().evaluations == b.result().evaluations);
  CHECK(a.result().steps == b.result().steps);
  CHECK(a.result().reason == b.result().reason);
  CHECK(a.result().history.size() == b.result().history.size());
}

}  // namespace

TEST_CASE("a run goes on from its journal cut at any byte, evaluating only what is not in it") {
  const TemporaryFolder folder;
  const RunRecord record = record_of(16);
  Watched objective(bowl);
  const auto whole = begin(record, folder.path() / "whole");
  minimize(*whole, objective, {});
  const std::string text = content_of(folder.path() / "whole");
  const std::size_t header_end = text.find('\n', text.find('\n') + 1) + 1;
  for (std::size_t size = header_end; size <= text.size(); ++size) {
    INFO("cut to " << size << " bytes");
    const auto path = folder.file("cut", text.substr(0, size));
    JournaledRun journaled(path, infinity);
    const std::int64_t known = journaled.contents().evaluations();
    const auto run = journaled.resume({}, still);
    objective.calls = 0;
    minimize(*run, objective, {});
    CHECK(objective.calls + known == 16);
    check_same(*run, *whole);
    CHECK(content_of(path) == text);
  }
}

TEST_CASE("each value of a request that is dear is in the journal before the next is evaluated") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "run";
  int calls = 0;
  Watched objective([&](auto x) {
    CHECK(Journal::read(path).evaluations() == calls++);
    return bowl(x);
  });
  minimize(*begin(record_of(16), path), objective, {});
  CHECK(calls == 16);
}

TEST_CASE("an objective that fails in the middle of a request loses nothing of it") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "run";
  Watched objective(bowl);
  Watched failing([&](auto x) {
    if (failing.calls == 7) throw Error(ErrorKind::objective, "the instrument broke");
    return bowl(x);
  });
  CHECK_THROWS_WITH(minimize(*begin(record_of(16), path), failing, {}), "the instrument broke");
  CHECK(Journal::read(path).evaluations() == 6);
  JournaledRun journaled(path, infinity);
  const auto run = journaled.resume({}, still);
  minimize(*run, objective, {});
  CHECK(objective.calls == 10);
  const auto whole = begin(record_of(16), folder.path() / "whole");
  minimize(*whole, objective, {});
  check_same(*run, *whole);
}

TEST_CASE("an interrupted run with a journal evaluates nothing twice when it goes on in the same program") {
  const TemporaryFolder folder;
  const auto run = begin(record_of(16), folder.path() / "run");
  std::atomic<bool> flag{false};
  Watched objective([&](auto x) {
    flag = ++objective.calls == 6;
    --objective.calls;
    return bowl(x);
  });
  CHECK_THROWS_AS(minimize(*run, objective, StopToken(flag)), Error);
  flag = false;
  minimize(*run, objective, StopToken(flag));
  CHECK(objective.calls == 16);
}

TEST_CASE("time counts on, and a run that its time has ended stays so") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "run";
  RunRecord record = record_of(Run::unlimited);
  record.settings.seconds = 10;
  double now = 100;
  const Run::Clock clock = [&] { return now; };
  Watched objective([&](auto x) {
    now += 1;
    return bowl(x);
  });
  auto run = record.start(record.x0.make({}), clock);
  run->record_in(Journal::create(path, record.to_json(), infinity));
  for (int i = 0; i < 2; ++i) run->answer(objective, {});
  run.reset();  // after eight seconds
  now = 5000;
  {
    JournaledRun journaled(path, infinity);
    const auto resumed = journaled.resume({}, clock);
    CHECK_FALSE(resumed->done());
    minimize(*resumed, objective, {});
    CHECK(resumed->result().reason == "seconds");
    CHECK(resumed->result().seconds == 12);
    CHECK(resumed->result().evaluations == 12);
  }
  now = 9000;
  JournaledRun journaled(path, infinity);
  const auto ended = journaled.resume({}, clock);
  CHECK(ended->done());
  CHECK(ended->result().reason == "seconds");
  CHECK(ended->result().seconds == 12);
  CHECK_FALSE(Journal::in_use(path));
}

TEST_CASE("a run that a callback ended has ended for good, and is called back for new steps alone") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "run";
  Watched objective(bowl);
  minimize(*begin(record_of(40), path), objective, {}, [](const Run& run) { return run.result().steps == 3; });
  JournaledRun journaled(path, infinity);
  const auto run = journaled.resume({}, still);
  CHECK(run->done());
  CHECK(run->result().reason == "callback");
  CHECK(run->result().evaluations == 12);

  const auto partial = folder.path() / "partial";
  auto first = begin(record_of(40), partial);
  for (int i = 0; i < 3; ++i) first->answer(objective, {});
  first.reset();
  JournaledRun again(partial, infinity);
  std::vector<std::int64_t> steps;
  minimize(*again.resume({}, still), objective, {}, [&](const Run& r) {
    steps.push_back(r.result().steps);
    return false;
  });
  CHECK(steps == std::vector<std::int64_t>{4, 5, 6, 7, 8, 9, 10});
}

TEST_CASE("a run can be replayed to any of its steps, and to no other") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "run";
  const auto run = begin(record_of(40), path);
  Watched objective(bowl);
  std::vector<std::vector<double>> iterates{numbers_of(run->iterate())};
  while (!run->done()) {
    run->answer(objective, {});
    iterates.push_back(numbers_of(run->iterate()));
  }
  for (std::int64_t step = 0; step <= 10; ++step) {
    JournaledRun journaled(path);
    journaled.keep_last();
    const Point target = point_of({9, 9});
    const auto replayed = journaled.replay(target, still, step);
    CHECK(replayed->result().steps == step);
    CHECK(numbers_of(target) == iterates[static_cast<std::size_t>(step)]);  // it is the point that was moved
  }
  JournaledRun journaled(path);
  CHECK_THROWS_WITH(journaled.replay({}, still, 11), Catch::Contains("run: the run has 10 steps so far, not 11"));
}

TEST_CASE("values that no run of the header asks for are refused") {
  const TemporaryFolder folder;
  const RunRecord record = record_of(8);
  {
    Journal journal = Journal::create(folder.path() / "more", record.to_json(), infinity);
    std::vector<Journal::Noted> values;
    for (std::int64_t i = 1; i <= 9; ++i) values.push_back({i, 1.0});
    journal.append(values, 0);
  }
  CHECK_THROWS_WITH(JournaledRun(folder.path() / "more").replay({}, still),
                    Catch::Contains("more: damaged: 9 evaluations, but its run goes no further than 8"));
  Journal::create(folder.path() / "gap", record.to_json(), infinity).append(std::vector<Journal::Noted>{{6, 1.0}}, 0);
  CHECK_THROWS_WITH(JournaledRun(folder.path() / "gap").replay({}, still), Catch::Contains("gap: damaged"));
}

TEST_CASE("headers of other versions and of things that are not here are refused with the reason") {
  const TemporaryFolder folder;
  const std::string header = record_of(8).to_json();
  const auto refused = [&](const std::string& from, const std::string& to) {
    std::string changed = header;
    changed.replace(changed.find(from), from.size(), to);
    const auto path = folder.path() / "changed";
    std::filesystem::remove(path);
    Journal::create(path, changed, infinity);
    try {
      const JournaledRun journaled(path);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string("was read");
  };
  using Catch::Contains;
  CHECK_THAT(refused(NILGRAD_VERSION, "99.1"), Contains("changed: written by nilgrad 99.1 (key layout 1); this is"));
  CHECK_THAT(refused("\"key_layout\":1", "\"key_layout\":2"), Contains("key layout 2"));
  CHECK_THAT(refused("two_point\"", "ten_point\""), Contains("there is no estimator named 'ten_point'"));
  CHECK_THAT(refused("queries", "quaries"), Contains("did you mean 'queries'"));
  CHECK_THAT(refused("settings", "sittings"), Contains("its header is not one of this program"));
  CHECK_THAT(refused("{", "["), Contains("its header is not one of this program"));
}

TEST_CASE("start points are kept to the bit, large ones by a number for all or by a checksum") {
  const Point odd = point_of({-0.0, std::numeric_limits<double>::denorm_min(), 0.1});
  const auto again = PointRecord::from_json(nlohmann::json::parse(PointRecord::of(odd).to_json().dump()));
  CHECK(again.dim() == 3);
  const Point made = again.make({});
  CHECK(numbers_of(made) == numbers_of(odd));
  CHECK(std::signbit(made.tensors[0].at(0)));
  CHECK(again.make(point_of({1, 2, 3})).tensors[0].at(2) == 0.1);
  CHECK_THROWS_AS(again.make(point_of({1, 2})), Error);

  const Point constant(Tensor::full({1000, 200}, 0.3, DType::float32));
  const PointRecord alike = PointRecord::of(constant);
  CHECK(alike.to_json().dump().size() < 200);
  CHECK(numbers_of(alike.make({})) == numbers_of(constant));
  CHECK(alike.make({}).tensors[0].shape() == Shape{1000, 200});

  const Point large = point_of_sizes({200000}, DType::float32);
  const PointRecord sum = PointRecord::of(large);
  CHECK(sum.to_json().dump().size() < 200);
  CHECK_FALSE(sum.complete());
  CHECK_THROWS_WITH(sum.make({}), Catch::Contains("too large to be in the journal"));
  CHECK(sum.make(large).tensors[0].data() == large.tensors[0].data());
  Point other = large.clone();
  other.tensors[0].set(77, 5);
  CHECK_THROWS_WITH(sum.make(other), Catch::Contains("is not where the run began"));
}

TEST_CASE("a run in place that keeps the last point holds nothing but x0") {
  RunRecord record = record_of(16);
  record.settings.keep = Keep::last;
  record.settings.in_place = true;
  const Point x0 = point_of({3, -2});
  const auto run = record.start(x0, still);
  Watched objective(bowl);
  minimize(*run, objective, {});
  CHECK(run->iterate().tensors[0].data() == x0.tensors[0].data());
  CHECK(run->result().x.tensors[0].data() == x0.tensors[0].data());
  const auto copied = record_of(16).start(point_of({3, -2}), still);
  minimize(*copied, objective, {});
  CHECK(numbers_of(x0) == numbers_of(copied->iterate()));
  CHECK(run->result().value == copied->result().value);
}
