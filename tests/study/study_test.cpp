#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <cmath>

#include "runtime/catalog/catalog.hpp"
#include "runtime/error.hpp"
#include "runtime/study/study.hpp"
#include "runtime/study/worker_name.hpp"
#include "tests/temporary_folder.hpp"

namespace nilgrad::study {
namespace {

std::shared_ptr<const Domain> real(double low, double high) {
  return std::make_shared<const Domain>(Domain::real(low, high));
}

double no_time() { return 0; }

double seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

Study::Settings settings(std::string name = "test") {
  Study::Settings settings;
  settings.record.name = std::move(name);
  settings.record.seed = 7;
  settings.sampler = catalog::make<Sampler>("random");
  settings.worker = new_worker_name();
  settings.clock = no_time;
  return settings;
}

Finish value(double result) {
  Finish finish;
  finish.values = {result};
  return finish;
}

std::shared_ptr<Storage> memory() { return open_storage("memory"); }

}  // namespace

TEST_CASE("a value is what is fixed, then given, then the default of trial 0, then proposed or drawn") {
  auto with = settings();
  with.fixed = {{"a", Value(1.0)}};
  with.defaults = {{"a", Value(2.0)}, {"b", Value(2.0)}};
  Study study(memory(), with);
  const auto first = study.begin(10);
  CHECK(study.suggest(*first, "a", real(0, 10)) == Value(1.0));
  CHECK(study.suggest(*first, "b", real(0, 10), Value(3.0)) == Value(2.0));
  CHECK(study.suggest(*first, "c", real(0, 10), Value(3.0)) == Value(3.0));
  study.finish(*first, value(0));
  study.storage().enqueue(study.record().id, {{"b", Value(4.0)}});
  const auto second = study.begin(10);
  CHECK(study.suggest(*second, "a", real(0, 10)) == Value(1.0));
  CHECK(study.suggest(*second, "b", real(0, 10), Value(3.0)) == Value(4.0));
  CHECK(study.suggest(*second, "c", real(0, 10), Value(3.0)) != Value(3.0));
}

TEST_CASE("a trial's draws depend on the seed, its number and the parameter's name alone") {
  Study forwards(memory(), settings()), backwards(memory(), settings());
  const auto f = forwards.begin(10), b = backwards.begin(10);
  const Value x = forwards.suggest(*f, "x", real(0, 1)), y = forwards.suggest(*f, "y", real(0, 1));
  CHECK(backwards.suggest(*b, "y", real(0, 1)) == y);
  CHECK(backwards.suggest(*b, "x", real(0, 1)) == x);
  CHECK(x != y);
}

TEST_CASE("a parameter is the same when it is asked for again, and refused with other bounds") {
  Study study(memory(), settings());
  const auto trial = study.begin(10);
  const Value x = study.suggest(*trial, "x", real(0, 1));
  CHECK(study.suggest(*trial, "x", real(0, 1)) == x);
  CHECK(trial->trial.parameters.size() == 1);
  CHECK_THROWS_WITH(study.suggest(*trial, "x", real(0, 2)),
                    Catch::Contains("'x' was float 0 … 1 before in this trial"));
}

TEST_CASE("another range in a later trial is refused, or counts from then on where ranges are merged") {
  for (const bool merge : {false, true}) {
    auto with = settings();
    with.merge_ranges = merge;
    Study study(memory(), with);
    const auto first = study.begin(10);
    study.suggest(*first, "x", real(0, 1));
    study.finish(*first, value(1));
    const auto second = study.begin(10);
    if (!merge) {
      CHECK_THROWS_WITH(
          study.suggest(*second, "x", real(0, 2)),
          Catch::Contains("the study 'test' knows 'x' as float 0 … 1, and it is asked for as float 0 … 2"));
      continue;
    }
    study.suggest(*second, "x", real(2, 3));
    CHECK(*study.history().axis("x")->domain == Domain::real(2, 3));
    CHECK(std::isnan(study.history().column(0)[0]));  // outside of the range that counts now
  }
}

TEST_CASE("two studies of one name with other goals are refused") {
  const auto storage = memory();
  Study study(storage, settings());
  auto other = settings();
  other.record.maximize = {true};
  CHECK_THROWS_WITH(Study(storage, other),
                    Catch::Contains("the study 'test' is there and is to minimize, not maximize"));
}

TEST_CASE("the total is the study's, whoever runs the trials") {
  const auto storage = memory();
  Study one(storage, settings()), two(storage, settings());
  for (int i = 0; i < 3; ++i) {
    one.finish(*one.begin(6), value(i));
    two.finish(*two.begin(6), value(-i));
  }
  CHECK(one.begin(6) == nullptr);
  one.sync();
  CHECK(one.history().trials().size() == 6);
  CHECK(one.history().best()->number == 5);
}

TEST_CASE("a released trial is run again under its number, with the values it had") {
  Study study(memory(), settings());
  auto trial = study.begin(10);
  const Value x = study.suggest(*trial, "x", real(0, 1));
  study.should_prune(*trial);
  study.report(*trial, 1, 0.5);
  study.release(*trial);
  trial = study.begin(10);
  CHECK(trial->trial.number == 0);
  CHECK(study.suggest(*trial, "x", real(0, 1)) == x);
}

TEST_CASE("a declared space gives only what applies and what its constraints allow") {
  const auto kernel =
      std::make_shared<const Domain>(Domain::choice({Value(std::string("a")), Value(std::string("b"))}));
  std::vector<Declared> declared{{"kernel", kernel, {}, {}},
                                 {"x", real(0, 1), {}, {}},
                                 {"a_of_b", real(0, 1), {}, {{"kernel", {Value(std::string("b"))}}}}};
  auto with = settings();
  with.space = std::make_shared<const Space>(
      declared, std::vector<Space::Constraint>{[](const Given& g) { return std::get<double>(g.at("x")) < 0.25; }});
  Study study(memory(), with);
  int of_b = 0;
  for (int i = 0; i < 50; ++i) {
    const auto trial = study.begin(100);
    CHECK(std::get<double>(trial->trial.parameter("x")->value) < 0.25);
    const bool b = trial->trial.parameter("kernel")->value == Value(std::string("b"));
    CHECK((trial->trial.parameter("a_of_b") != nullptr) == b);
    of_b += b ? 1 : 0;
    study.finish(*trial, value(0));
  }
  CHECK(of_b > 10);
  CHECK(of_b < 40);
}

TEST_CASE("constraints that nothing meets are an error, not a hang, and the trial is given back") {
  auto with = settings();
  with.space = std::make_shared<const Space>(std::vector<Declared>{{"x", real(0, 1), {}, {}}},
                                             std::vector<Space::Constraint>{[](const Given&) { return false; }});
  Study study(memory(), with);
  CHECK_THROWS_WITH(study.begin(10), Catch::Contains("broke the study's constraints"));
  CHECK(study.storage().counts(study.record().id).running == 0);
}

TEST_CASE("spaces that cannot be are refused") {
  using Parameters = std::vector<Declared>;
  CHECK_THROWS_WITH(Space(Parameters{{"x", real(0, 1), {}, {{"y", {Value(1.0)}}}}}, {}),
                    Catch::Contains("no such parameter"));
  CHECK_THROWS_WITH(
      Space(Parameters{{"x", real(0, 1), {}, {{"y", {Value(1.0)}}}}, {"y", real(0, 1), {}, {{"x", {Value(1.0)}}}}}, {}),
      Catch::Contains("go in a circle"));
  CHECK_THROWS_WITH(Space(Parameters{{"x", real(0, 1), Value(2.0), {}}}, {}), Catch::Contains("the value 2 of 'x'"));
}

TEST_CASE("pruners see the reports of trials that other workers run") {
  struct Curious final : Pruner {
    bool should_prune(const History& history, std::int64_t number) override {
      return number == 1 && history.trials()[0].reports.size() == 2 && history.trials()[1].reports.size() == 1;
    }
  };
  const auto storage = memory();
  auto with = settings();
  with.pruner = std::make_shared<Curious>();
  Study one(storage, with);
  with.worker = new_worker_name();
  Study two(storage, with);
  const auto first = one.begin(10), second = two.begin(10);
  one.report(*first, 1, 0.5);
  CHECK_FALSE(one.should_prune(*first));
  two.report(*second, 1, 0.7);
  CHECK_FALSE(two.should_prune(*second));
  one.report(*first, 2, 0.4);
  CHECK_FALSE(one.should_prune(*first));
  CHECK(two.should_prune(*second));
}

TEST_CASE("a trial that takes longer than its lease stays its worker's, and others see what it reports", "[threads]") {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "study.db").string();
  auto with = settings();
  with.clock = seconds;
  with.lease = 0.6;
  Study one(open_storage(path), with);
  with.worker = new_worker_name();
  Study two(open_storage(path), with);
  const auto trial = one.begin(10);
  one.suggest(*trial, "x", real(0, 1));
  // So often that there is always something to send when it is time to beat.
  for (int step = 1; step <= 100; ++step) {
    one.report(*trial, step, 0.5);
    usleep(20'000);
  }
  const auto other = two.begin(10);
  CHECK(other->trial.number == 1);
  CHECK(two.history().trials()[0].reports.size() >= 3);
  CHECK(two.history().trials()[0].parameter("x") != nullptr);
  CHECK(one.finish(*trial, value(1)));
}

TEST_CASE("a trial that does not come back is given up as failed", "[threads]") {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "study.db").string();
  std::atomic<int> given_up = 0;
  auto with = settings();
  with.clock = seconds;
  with.on_given_up = [&](const HeldTrial&) { ++given_up; };
  Study study(open_storage(path), with);
  const auto trial = study.begin(10);
  {
    const std::lock_guard lock(trial->mutex);
    trial->deadline = seconds() - 10;
  }
  for (int i = 0; i < 100 && given_up == 0; ++i) usleep(50'000);
  CHECK(given_up == 1);
  CHECK(study.storage().counts(study.record().id).failed == 1);
  CHECK_FALSE(study.finish(*trial, value(1)));
  CHECK(study.storage().counts(study.record().id).complete == 0);
}

}  // namespace nilgrad::study
