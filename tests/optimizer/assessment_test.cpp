#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "runtime/optimizer/journaled_run.hpp"
#include "tests/optimizer/optimizing.hpp"
#include "tests/temporary_folder.hpp"

using namespace nilgrad;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
const Run::Clock still = [] { return 0.0; };
using Steps = std::vector<std::int64_t>;

/// A bowl that is judged by figures of its own.
class Judged final : public VectorObjective {
 public:
  std::string name() const override { return "judged"; }
  std::size_t dim() const override { return 2; }
  double value(std::span<const double> x) override {
    ++evaluations;
    return x[0] * x[0] + 3 * x[1] * x[1];
  }
  std::vector<Figure> assess(const Point& x, const StopToken&) override {
    ++assessments;
    const double at = x.tensors[0].at(0);
    return {{"error", error ? error(assessments) : at * at}, {"first", at}};
  }
  int evaluations = 0, assessments = 0;
  std::function<double(int)> error;
};

/// Requests of two evaluations a step.
RunRecord record_of(std::int64_t budget, std::int64_t evaluate_every) {
  RunRecord record;
  record.optimizer = catalog::recipe("optimizer", "zeroth_order",
                                     {{"estimator", part("estimator", "two_point", {{"queries", std::int64_t{1}}})},
                                      {"update", part("update", "sgd", {{"lr", 0.05}})}});
  record.settings = settings_of(budget);
  record.settings.evaluate_every = evaluate_every;
  record.x0 = PointRecord::of(point_of({3, -2}));
  return record;
}

std::unique_ptr<Run> begin(const RunRecord& record, const std::filesystem::path& path) {
  auto run = record.start(record.x0.make({}), still);
  run->record_in(Journal::create(path, record.to_json(), infinity));
  return run;
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

Steps steps_of(const std::vector<Assessment>& assessments) {
  Steps steps;
  for (const Assessment& assessment : assessments) steps.push_back(assessment.step);
  return steps;
}

/// A run without a journal.
std::unique_ptr<Run> run_to_end(const RunRecord& record, Objective& objective) {
  auto run = record.start(record.x0.make({}), still);
  minimize(*run, objective, {});
  return run;
}

}  // namespace

TEST_CASE("a point is assessed after every so many steps and at the end, outside the budget") {
  Judged objective;
  const auto run = run_to_end(record_of(20, 4), objective);
  CHECK(run->result().steps == 10);
  CHECK(steps_of(run->result().evaluated) == Steps{4, 8, 10});
  CHECK(run->result().evaluations == 20);
  CHECK(objective.evaluations == 20);
  const Assessment& last = run->result().evaluated.back();
  CHECK(last.figures.at(1).name == "first");
  CHECK(last.figures.at(1).value == run->iterate().tensors[0].at(0));
  Judged even;
  CHECK(steps_of(run_to_end(record_of(20, 5), even)->result().evaluated) == Steps{5, 10});
  CHECK(even.assessments == 2);
}

TEST_CASE("figures do not change where a run goes") {
  Judged with, without;
  RunRecord plain = record_of(20, 1);
  plain.settings.evaluate_every.reset();
  const auto a = run_to_end(record_of(20, 3), with), b = run_to_end(plain, without);
  CHECK(numbers_of(a->iterate()) == numbers_of(b->iterate()));
  CHECK(b->result().evaluated.empty());
  CHECK_FALSE(b->best_step());
}

TEST_CASE(
    "the best step is that of the least first figure, of a run that maximizes of the greatest, and never of NaN") {
  const std::vector<double> errors{not_a_number, 3, 1, not_a_number, 1, 2};
  Judged objective;
  objective.error = [&](int i) { return errors.at(static_cast<std::size_t>(i - 1)); };
  CHECK(run_to_end(record_of(12, 1), objective)->best_step() == 3);
  RunRecord maximizing = record_of(12, 1);
  maximizing.settings.maximize = true;
  objective.assessments = 0;
  CHECK(run_to_end(maximizing, objective)->best_step() == 2);
  objective.error = [](int) { return not_a_number; };
  CHECK_FALSE(run_to_end(record_of(12, 1), objective)->best_step());
}

TEST_CASE("figures are asked for at a point within the bounds") {
  FunctionObjective objective(2, [](auto x) {
    CHECK((x[0] >= 2 && x[1] <= -1));
    return x[0];
  });
  RunRecord record = record_of(40, 5);
  record.settings.bounds = {{2, -5}, {5, -1}};
  CHECK(run_to_end(record, objective)->result().evaluated.front().figures.at(0).name == "value");
}

TEST_CASE("a run goes on from its journal cut at any byte without asking again for figures that are in it") {
  const TemporaryFolder folder;
  Judged objective;
  const auto whole = begin(record_of(14, 3), folder.path() / "whole");  // the end is no multiple of three
  minimize(*whole, objective, {});
  CHECK(steps_of(whole->result().evaluated) == Steps{3, 6, 7});
  const std::string text = content_of(folder.path() / "whole");
  const std::size_t header_end = text.find('\n', text.find('\n') + 1) + 1;
  for (std::size_t size = header_end; size <= text.size(); ++size) {
    INFO("cut to " << size << " bytes");
    const auto path = folder.file("cut", text.substr(0, size));
    JournaledRun journaled(path, infinity);
    const auto known = journaled.contents().evaluations();
    const auto assessed = journaled.contents().assessments.size();
    const auto run = journaled.resume({}, still);
    objective.evaluations = objective.assessments = 0;
    minimize(*run, objective, {});
    CHECK(objective.evaluations + known == 14);
    CHECK(objective.assessments + static_cast<int>(assessed) == 3);
    CHECK(steps_of(run->result().evaluated) == Steps{3, 6, 7});
    CHECK(run->best_step() == whole->best_step());
    CHECK(content_of(path) == text);
    CHECK_FALSE(Journal::in_use(path));
  }
}

TEST_CASE("an assessment that is interrupted is asked for again when the run goes on") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "run";
  Judged objective;
  objective.error = [](int i) { return i == 2 ? throw Error(ErrorKind::interrupted, "interrupted") : 1.0 * i; };
  CHECK_THROWS_WITH(minimize(*begin(record_of(14, 3), path), objective, {}), "interrupted");
  CHECK(Journal::read(path).evaluations() == 12);
  JournaledRun journaled(path, infinity);
  const auto run = journaled.resume({}, still);
  minimize(*run, objective, {});
  CHECK(steps_of(run->result().evaluated) == Steps{3, 6, 7});
  CHECK(run->result().evaluated[1].figures[0].value == 3);
}

TEST_CASE("a replay to a step has the figures up to it, and evaluates nothing") {
  const TemporaryFolder folder;
  Judged objective;
  minimize(*begin(record_of(14, 3), folder.path() / "run"), objective, {});
  JournaledRun journaled(folder.path() / "run");
  CHECK(steps_of(journaled.replay({}, still, 2)->result().evaluated).empty());
  CHECK(steps_of(journaled.replay({}, still, 6)->result().evaluated) == Steps{3, 6});
  CHECK(steps_of(journaled.replay({}, still)->result().evaluated) == Steps{3, 6, 7});
}

TEST_CASE("a run may be assessed more often from where it goes on, and one that is over once at its end") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "run";
  Judged objective;
  RunRecord record = record_of(14, 1);
  record.settings.evaluate_every.reset();
  auto first = begin(record, path);
  for (int i = 0; i < 4; ++i) first->answer(objective, {});
  first.reset();
  {
    JournaledRun journaled(path, infinity);
    journaled.evaluate_every(2);
    const auto run = journaled.resume({}, still);
    minimize(*run, objective, {});
    CHECK(steps_of(run->result().evaluated) == Steps{4, 6, 7});
  }
  JournaledRun journaled(path, infinity);
  journaled.evaluate_every(1);
  const auto run = journaled.resume({}, still);
  minimize(*run, objective, {});
  CHECK(steps_of(run->result().evaluated) == Steps{4, 6, 7});
}

TEST_CASE("figures that no run of the header has are refused") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "run";
  Judged objective;
  const RunRecord record = record_of(14, 3);
  minimize(*begin(record, path), objective, {});
  {
    Journal journal = Journal::open(path, infinity);
    journal.contents();
    journal.append(Assessment{8, {{"error", 1}}}, 0);
  }
  CHECK_THROWS_WITH(JournaledRun(path).replay({}, still),
                    Catch::Contains("run: damaged: figures of step 8, but its run goes no further than 7"));
}

TEST_CASE("an objective that gives no figure is refused") {
  class Mute final : public VectorObjective {
   public:
    std::string name() const override { return "mute"; }
    std::size_t dim() const override { return 2; }
    double value(std::span<const double>) override { return 1; }
    std::vector<Figure> assess(const Point&, const StopToken&) override { return {}; }
  } mute;
  CHECK_THROWS_WITH(run_to_end(record_of(14, 3), mute), "mute was assessed after step 3 and gave no figure");
}
