// What every storage keeps: studies, trials and their values.
#include <bit>
#include <cmath>

#include "runtime/error.hpp"
#include "tests/study/storage_contract.hpp"

namespace nilgrad::study {
namespace {

bool same_bits(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) || std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

HOLDS("a study is made once, found by its name and removed with all its trials") {
  StudyRecord wanted;
  wanted.name = "svm";
  wanted.seed = 99;
  CHECK(w.storage.create(wanted).seed == 0);
  wanted.name = "two";
  wanted.seed = ~std::uint64_t{0};
  wanted.maximize = {false, true};
  wanted.sampler = "tpe {}";
  const StudyRecord made = w.storage.create(wanted);
  CHECK(made.seed == wanted.seed);
  CHECK(made.maximize == wanted.maximize);
  CHECK(std::abs(made.created - wall_clock()) < 60);
  CHECK(w.storage.find("two")->sampler == "tpe {}");
  w.storage.describe(made.id, "random {}", "median {}");
  CHECK(w.storage.studies().size() == 2);
  CHECK(w.storage.studies()[1].pruner == "median {}");

  w.claim();
  w.storage.remove(w.study);
  CHECK_FALSE(w.storage.find("svm"));
  CHECK_THROWS_WITH(w.storage.counts(w.study), Contains("the study was removed"));
  CHECK_THROWS_WITH(w.storage.changes(w.study, 0), Contains("the study was removed"));
  CHECK_THROWS_WITH(w.storage.claim(w.study, w.request()), Contains("the study was removed"));
  CHECK_THROWS_WITH(w.storage.finish({w.study, 0, 0, "one"}, complete(1)), Contains("the study was removed"));
  wanted.name = "svm";
  CHECK(w.storage.changes(w.storage.create(wanted).id, 0).trials.empty());
}

HOLDS("a trial is claimed, told of, finished, and read back whole") {
  const Held held = w.claim();
  CHECK(held.number == 0);
  Additions additions = one("lr", 0.1);
  additions.reports = {{1, 0.5}, {3, 0.25}};
  additions.source = "lhs";
  additions.notes = {{"log", "a.txt"}};
  CHECK(w.storage.add(held, additions));
  Additions more;
  more.reports = {{2, 7.0}, {3, 8.0}};
  more.notes = {{"exit", "0"}};
  CHECK(w.storage.add(held, more));
  CHECK(w.trials()[0].state == State::running);
  Finish finish = complete(-0.0);
  finish.additions = one("layers", std::int64_t{3}, std::make_shared<const Domain>(Domain::integer(1, 8)));
  finish.additions.reports = {{9, 1.0}};
  CHECK(w.storage.finish(held, finish));

  const auto trials = w.trials();
  REQUIRE(trials.size() == 1);
  const Trial& trial = trials[0];
  CHECK(trial.state == State::complete);
  REQUIRE(trial.values.size() == 1);
  CHECK(std::signbit(trial.values[0]));
  REQUIRE(trial.parameters.size() == 2);
  CHECK(trial.parameters[0].name == "lr");
  CHECK(*trial.parameters[0].domain == *unit);
  CHECK(trial.parameters[0].value == Value(0.1));
  CHECK(trial.parameters[1].value == Value(std::int64_t{3}));
  std::vector<std::pair<std::int64_t, double>> reports;
  for (const Report& report : trial.reports) reports.emplace_back(report.step, report.value);
  CHECK(reports == std::vector<std::pair<std::int64_t, double>>{{1, 0.5}, {2, 7}, {3, 8}, {9, 1}});
  CHECK(trial.source == "lhs");
  CHECK(trial.notes == std::map<std::string, std::string>{{"log", "a.txt"}, {"exit", "0"}});
  CHECK(trial.worker == "one");
  CHECK(trial.cost == 2);
  CHECK(trial.started > 1e9);
  CHECK(trial.finished >= trial.started);
  const Counts counts = w.storage.counts(w.study);
  CHECK(counts.complete == 1);
  CHECK(counts.total() == 1);
  CHECK(counts.cost == 2);
}

HOLDS("a trial of several objectives that is pruned or fails keeps what it has") {
  Held held = w.claim();
  Finish finish;
  finish.state = State::pruned;
  finish.reason = "median of 5 trials at step 3";
  CHECK(w.storage.finish(held, finish));
  held = w.claim();
  finish.state = State::failed;
  finish.values = {1, NAN, -INFINITY};
  finish.reason = "exit code 3";
  finish.cost = NAN;
  CHECK(w.storage.finish(held, finish));
  const auto trials = w.trials();
  CHECK(trials[0].reason == "median of 5 trials at step 3");
  CHECK(trials[1].state == State::failed);
  REQUIRE(trials[1].values.size() == 3);
  CHECK(std::isnan(trials[1].values[1]));
  CHECK(trials[1].values[2] == -INFINITY);
  CHECK(w.storage.counts(w.study).cost == 0);
}

HOLDS("doubles keep every bit") {
  const std::vector<double> hard{0.1,      -0.0,      0.0, 5e-324,  1.7976931348623157e308, 3.0,
                                 INFINITY, -INFINITY, NAN, 1.0 / 3, 123456789012345680.0,   -1.0};
  const Held held = w.claim();
  const auto wide = std::make_shared<const Domain>(Domain::real(-1e308, 1e308));
  Additions additions;
  for (std::size_t k = 0; k < hard.size(); ++k) {
    additions.reports.push_back({static_cast<std::int64_t>(k), hard[k]});
    additions.parameters.push_back({"x" + std::to_string(k), wide, hard[k]});
  }
  Finish finish = complete(0);
  finish.additions = additions;
  finish.values = hard;
  CHECK(w.storage.finish(held, finish));
  const Trial trial = w.trials()[0];
  REQUIRE(trial.values.size() == hard.size());
  for (std::size_t k = 0; k < hard.size(); ++k) {
    CAPTURE(hard[k]);
    CHECK(same_bits(trial.values[k], hard[k]));
    CHECK(same_bits(trial.reports[k].value, hard[k]));
    CHECK(same_bits(std::get<double>(trial.parameters[k].value), hard[k]));
  }
}

HOLDS("values of every type come back as they were") {
  const std::vector<Value> values{true, std::int64_t{-9007199254740993}, 2.0, std::string("a\0b 🙂 ';--", 13),
                                  std::vector<std::int64_t>{2, 1, 3}};
  Given given;
  Additions additions;
  const auto choice = std::make_shared<const Domain>(Domain::choice(values));
  for (std::size_t k = 0; k < values.size(); ++k) {
    given["p" + std::to_string(k)] = values[k];
    additions.parameters.push_back({"p" + std::to_string(k), choice, values[k]});
  }
  CHECK(w.storage.enqueue(w.study, given) == 0);
  const auto trial = w.storage.claim(w.study, w.request());
  CHECK(trial->given == given);
  CHECK(trial->source == "enqueued");
  CHECK(w.storage.add({w.study, 0, 0, "one"}, additions));
  const Trial read = w.trials()[0];
  REQUIRE(read.parameters.size() == values.size());
  for (std::size_t k = 0; k < values.size(); ++k) CHECK(read.parameters[k].value == values[k]);
  CHECK(*read.parameters[0].domain == *choice);
}

HOLDS("trials from elsewhere get new numbers in their order") {
  w.claim();
  Trial trial;
  trial.number = 12;
  trial.state = State::complete;
  trial.values = {0.5};
  trial.cost = 3;
  trial.parameters = {{"x", unit, 0.25}};
  trial.reports = {{4, 0.75}};
  trial.worker = "elsewhere";
  trial.started = 5;
  trial.finished = 6;
  trial.notes = {{"k", "v"}};
  Trial failed = trial;
  failed.state = State::failed;
  failed.reason = "diverged";
  CHECK(w.storage.import(w.study, {trial, failed}) == 1);
  CHECK(w.claim().number == 3);
  const auto trials = w.trials();
  CHECK(trials[1].values == std::vector<double>{0.5});
  CHECK(trials[1].parameters[0].value == Value(0.25));
  CHECK(trials[1].reports[0].step == 4);
  CHECK(trials[1].finished == 6);
  CHECK(trials[1].notes.at("k") == "v");
  CHECK(trials[2].reason == "diverged");
  const Counts counts = w.storage.counts(w.study);
  CHECK(counts.complete == 1);
  CHECK(counts.failed == 1);
  CHECK(counts.cost == 6);
  failed.state = State::running;
  CHECK_THROWS_WITH(w.storage.import(w.study, {failed}), Contains("only finished trials can be imported"));
}

HOLDS("changes are what changed since, in its order, without what the caller holds") {
  const Held a = w.claim(), b = w.claim(), c = w.claim();
  Changes changes = w.storage.changes(w.study, 0, c.number);
  REQUIRE(changes.trials.size() == 2);
  const auto after = changes.revision;
  CHECK(w.storage.changes(w.study, after).trials.empty());
  CHECK(w.storage.finish(b, complete(1)));
  CHECK(w.storage.finish(a, complete(2)));
  CHECK(w.storage.add(c, one("x", 0.5)));
  CHECK(w.storage.beat(c, 60));
  changes = w.storage.changes(w.study, after, c.number);
  REQUIRE(changes.trials.size() == 2);
  CHECK(changes.trials[0].number == 1);
  CHECK(changes.trials[1].number == 0);
  CHECK(changes.trials[1].values[0] == 2);
  CHECK(w.storage.changes(w.study, after).trials.size() == 3);
}

HOLDS("the first domain of a parameter stays unless it is replaced") {
  const Domain narrow = Domain::real(0, 1), wide = Domain::real(0, 10);
  CHECK(w.storage.define(w.study, "x", narrow, false) == narrow);
  CHECK(w.storage.define(w.study, "x", wide, false) == narrow);
  CHECK(w.storage.define(w.study, "a", wide, false) == wide);
  CHECK(w.storage.define(w.study, "x", wide, true) == wide);
  CHECK(w.storage.define(w.study, "x", narrow, false) == wide);
  const auto domains = w.storage.domains(w.study);
  REQUIRE(domains.size() == 2);
  CHECK(domains[0].first == "a");
  CHECK(domains[1].second == wide);
}

HOLDS("names and values are data, whatever they look like") {
  const std::string evil = "'; DROP TABLE trial; -- \" $1 ? % 🙂";
  StudyRecord wanted;
  wanted.name = evil;
  wanted.sampler = evil;
  const auto study = w.storage.create(wanted).id;
  CHECK(w.storage.find(evil)->sampler == evil);
  CHECK(w.storage.define(study, evil, *unit, false) == *unit);
  CHECK(w.storage.enqueue(study, {{evil, Value(evil)}}) == 0);
  ClaimRequest request = w.request(evil);
  const auto trial = w.storage.claim(study, request);
  CHECK(trial->given.at(evil) == Value(evil));
  Finish finish = complete(1);
  finish.additions = one(evil, evil, std::make_shared<const Domain>(Domain::choice({Value(evil), Value(1.0)})));
  finish.additions.notes = {{evil, evil}};
  finish.reason = std::string("not UTF-8 \xFF, and \0", 18);
  CHECK(w.storage.finish({study, 0, 0, evil}, finish));
  const Trial read = w.storage.changes(study, 0).trials[0];
  CHECK(read.parameters[0].name == evil);
  CHECK(read.notes.at(evil) == evil);
  CHECK(read.reason == "not UTF-8 \xEF\xBF\xBD, and \xEF\xBF\xBD");

  wanted.name = std::string("a\0b", 3);
  CHECK_THROWS_WITH(w.storage.create(wanted), Contains("must be UTF-8 without NUL bytes"));
  CHECK_THROWS_WITH(w.storage.define(study, "\xFF", *unit, false), Contains("must be UTF-8"));
  CHECK_THROWS_WITH(w.storage.define(study, "", *unit, false), Contains("needs a name"));
  CHECK_FALSE(w.storage.find(wanted.name));
}

}  // namespace
}  // namespace nilgrad::study
