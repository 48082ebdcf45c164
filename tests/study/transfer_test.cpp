#include "runtime/study/storage/transfer/transfer.hpp"

#include <bit>
#include <catch2/catch.hpp>
#include <cmath>

#include "runtime/error.hpp"
#include "runtime/study/storage/transfer/optuna_domain.hpp"
#include "tests/study/storage_of.hpp"

namespace nilgrad::study {
namespace {

using Catch::Matchers::Contains;

const std::string evil = "a,\"b\"\n🙂\0c";

Trial hard_trial() {
  Trial trial;
  trial.number = 0;
  trial.state = State::complete;
  const auto real = std::make_shared<const Domain>(Domain::real(1e-300, 1e300, true));
  const auto choice =
      std::make_shared<const Domain>(Domain::choice({Value(true), Value(std::int64_t{3}), Value(evil)}));
  trial.parameters = {
      {"z", real, 0.1},
      {"a", choice, evil},
      {"order", std::make_shared<const Domain>(Domain::permutation(3)), std::vector<std::int64_t>{3, 1, 2}},
      {"value", std::make_shared<const Domain>(Domain::integer(1, 9)), std::int64_t{7}}};
  trial.values = {1.0 / 3, -0.0};
  trial.reports = {{1, NAN}, {5, -INFINITY}, {6, 5e-324}};
  trial.given = {{"z", Value(0.1)}};
  trial.source = "gp";
  trial.reason = "line 1\nline 2";
  trial.worker = "host-1";
  trial.attempt = 2;
  trial.started = 1795356492.25;
  trial.finished = 1795356493.75;
  trial.cost = 1.5;
  trial.notes = {{"log", evil}};
  return trial;
}

StudyRecord record() {
  StudyRecord study;
  study.name = "svm, 'x'";
  study.maximize = {false, true};
  study.seed = ~std::uint64_t{0};
  study.sampler = "ng.sampler.tpe {}";
  return study;
}

}  // namespace

TEST_CASE("a study that is exported as JSONL is the same when it is read again", "[study]") {
  const TemporaryFolder folder;
  Trial failed = hard_trial(), waiting = hard_trial();
  failed.number = 1;
  failed.state = State::failed;
  failed.values = {NAN};
  waiting.number = 2;
  waiting.state = State::running;
  const std::string lines = to_jsonl(record(), {hard_trial(), failed, waiting});
  CHECK(std::count(lines.begin(), lines.end(), '\n') == 4);
  const ImportedStudy read = read_jsonl(folder.file("a.jsonl", lines));
  CHECK(read.record.name == record().name);
  CHECK(read.record.maximize == record().maximize);
  CHECK(read.record.seed == record().seed);
  REQUIRE(read.trials.size() == 2);
  CHECK(read.trials[1].state == State::failed);
  CHECK(std::isnan(read.trials[1].values[0]));
  CHECK(read.domains.size() == 4);
  const Trial &a = read.trials[0], b = hard_trial();
  REQUIRE(a.parameters.size() == b.parameters.size());
  for (std::size_t k = 0; k < a.parameters.size(); ++k) {
    CHECK(a.parameters[k].name == b.parameters[k].name);
    CHECK(a.parameters[k].value == b.parameters[k].value);
    CHECK(*a.parameters[k].domain == *b.parameters[k].domain);
  }
  CHECK(std::bit_cast<std::uint64_t>(a.values[0]) == std::bit_cast<std::uint64_t>(b.values[0]));
  CHECK(std::signbit(a.values[1]));
  CHECK(std::isnan(a.reports[0].value));
  CHECK(a.reports[1].value == -INFINITY);
  CHECK(a.reports[2].value == 5e-324);
  CHECK(a.given == b.given);
  CHECK(a.notes == b.notes);
  CHECK(a.started == b.started);
  CHECK(a.attempt == 2);
  CHECK(read.waiting.at(0).size() == 4);
  // What is read and written again is the same text.
  std::vector<Trial> again = read.trials;
  CHECK(to_jsonl(read.record, again) == to_jsonl(record(), {hard_trial(), failed}));
}

TEST_CASE("a study goes from one storage to another without losing a bit", "[study]") {
  const TemporaryFolder folder;
  const auto one = open_storage((folder.path() / "one.db").string());
  const auto two = open_storage("memory");
  Trial second = hard_trial();
  second.values = {2, 3};
  const auto from = one->create(record()).id;
  one->import(from, {hard_trial(), second});
  const auto trials = one->changes(from, 0).trials;
  const auto path = folder.file("a.jsonl", to_jsonl(*one->find(record().name), trials));
  const auto into = import_study(*two, "copy", read_study(path));
  CHECK(to_jsonl(record(), two->changes(into, 0).trials) == to_jsonl(record(), trials));
  StudyRecord other = record();
  other.name = "other";
  other.maximize = {false};
  two->create(other);
  CHECK_THROWS_WITH(import_study(*two, "other", read_study(path)), Contains("other directions"));
}

TEST_CASE("JSONL that is not whole is refused with the line", "[study]") {
  const TemporaryFolder folder;
  const std::string lines = to_jsonl(record(), {hard_trial()});
  CHECK_THROWS_WITH(read_jsonl(folder.file("a", lines.substr(0, lines.size() - 20))), Contains("line 2"));
  CHECK_THROWS_WITH(read_jsonl(folder.file("b", "{}\n")), Contains("line 1: it does not describe a study"));
  CHECK_THROWS_WITH(read_jsonl(folder.file("c", "")), Contains("it is empty"));
  CHECK_THROWS_WITH(read_jsonl("/no/such/file"), Contains("cannot be read"));
}

TEST_CASE("CSV has a row a trial, quoted where it must be", "[study]") {
  Trial running;
  running.number = 1;
  running.state = State::running;
  const std::string table = to_csv(record(), {hard_trial(), running});
  CHECK(table ==
        "number,state,value_1,value_2,z,a,order,value,started,finished,seconds,source,reason\n"
        "0,complete,0.3333333333333333,-0,0.1,\"a,\"\"b\"\"\n🙂\",3 1 2,7,2026-11-22T14:08:12.250Z,"
        "2026-11-22T14:08:13.750Z,1.5,gp,\"line 1\nline 2\"\n"
        "1,running,,,,,,,,,,,\n");
  StudyRecord one = record();
  one.maximize = {false};
  CHECK_THAT(to_csv(one, {hard_trial()}), Catch::Matchers::StartsWith("number,state,value,z,a,order,parameter value,"));
}

TEST_CASE("Optuna's studies come with their trials, domains, reports and what waited", "[study]") {
  const std::string path = "tests/data/study/optuna.db";
  CHECK_THROWS_WITH(read_optuna(path), Contains("has several studies, name one: 'net', 'pareto'"));
  CHECK_THROWS_WITH(read_optuna(path, "no"), Contains("has no study 'no'; it has 'net', 'pareto'"));
  const ImportedStudy net = read_study(path, "net");
  CHECK(net.record.maximize == std::vector<bool>{true});
  REQUIRE(net.trials.size() == 16);
  const Trial& first = net.trials[0];
  CHECK(first.state == State::complete);
  CHECK(first.parameter("lr")->value == Value(0.01));
  CHECK(first.parameter("kernel")->value == Value(std::string("rbf")));
  CHECK(*first.parameter("lr")->domain == Domain::real(1e-5, 1e-1, true));
  CHECK(*first.parameter("momentum")->domain == Domain::real(0, 1, false, 0.1));
  CHECK(*first.parameter("batch")->domain == Domain::integer(16, 128, false, 16));
  CHECK(*first.parameter("width")->domain == Domain::integer(8, 512, true));
  CHECK(first.parameter("kernel")->domain->to_string() == "choice 'rbf', 'linear', 'None', true, 3, 0.5");
  CHECK(first.parameters[0].name == "lr");
  CHECK(first.reports.size() == 5);
  CHECK(first.values.at(0) == first.reports.back().value);
  CHECK(first.notes.at("host") == "a");
  CHECK(first.finished > first.started);
  CHECK(first.cost > 0);
  CHECK(net.trials[3].state == State::failed);
  const auto pruned =
      std::count_if(net.trials.begin(), net.trials.end(), [](const Trial& t) { return t.state == State::pruned; });
  CHECK(pruned > 0);
  REQUIRE(net.waiting.size() == 2);
  CHECK(net.waiting[0] == Given{{"layers", net.waiting[0].at("layers")}, {"lr", Value(0.02)}});
  CHECK(net.waiting[1] == Given{{"lr", Value(0.03)}});

  const ImportedStudy pareto = read_optuna(path, "pareto");
  CHECK(pareto.record.maximize == std::vector<bool>{false, true});
  CHECK(pareto.trials[0].values.size() == 2);
  CHECK(pareto.trials[3].state == State::failed);

  const auto storage = open_storage("memory");
  const auto study = import_study(*storage, "old", net);
  CHECK(storage->counts(study).total() == 18);
  CHECK(storage->counts(study).waiting == 2);
  CHECK(storage->domains(study).size() == 7);
}

TEST_CASE("distributions of Optuna 2 are the domains that they were", "[study]") {
  const auto domain = [](const std::string& name, const std::string& attributes) {
    return *OptunaDomain(R"({"name": ")" + name + R"(", "attributes": )" + attributes + "}").domain();
  };
  CHECK(domain("UniformDistribution", R"({"low": 0.5, "high": 2.0})") == Domain::real(0.5, 2));
  CHECK(domain("LogUniformDistribution", R"({"low": 0.5, "high": 2.0})") == Domain::real(0.5, 2, true));
  CHECK(domain("DiscreteUniformDistribution", R"({"low": 0, "high": 1, "q": 0.25})") ==
        Domain::real(0, 1, false, 0.25));
  CHECK(domain("IntUniformDistribution", R"({"low": 1, "high": 9, "step": 2})") == Domain::integer(1, 9, false, 2));
  CHECK(domain("IntLogUniformDistribution", R"({"low": 1, "high": 9, "step": 1})") == Domain::integer(1, 9, true));
  const OptunaDomain choice(
      R"({"name": "CategoricalDistribution", "attributes": {"choices": [null, "None", [1, 2]]}})");
  CHECK(choice.value(0) == Value(std::string("None")));
  CHECK(choice.value(1) != choice.value(0));
  CHECK(choice.value(2) == Value(std::string("[1,2]")));
  CHECK_THROWS_WITH(choice.value(3), Contains("a choice among 3 values is said to be number 3"));
}

TEST_CASE("what is no storage of Optuna is refused", "[study]") {
  const TemporaryFolder folder;
  CHECK_THROWS_WITH(read_optuna((folder.path() / "none.db").string()), Contains("cannot be opened"));
  CHECK_THROWS_WITH(read_study((folder.path() / "none.db").string()), Contains("cannot be read"));
  const std::string ours = (folder.path() / "ours.db").string();
  open_storage(ours);
  CHECK_THROWS_WITH(read_optuna(ours), Contains("is not a storage of Optuna"));
}

}  // namespace nilgrad::study
