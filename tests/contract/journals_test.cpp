#include <bit>
#include <catch2/catch.hpp>
#include <cmath>

#include "runtime/catalog/value_json.hpp"
#include "runtime/optimizer/journaled_run.hpp"
#include "tests/contract/entries.hpp"
#include "tests/optimizer/optimizing.hpp"
#include "tests/temporary_folder.hpp"

using namespace nilgrad;

namespace {

/// Every optimizer, and zeroth_order with every estimator, update and perturbation that goes with two_point.
std::vector<contract::Variant> every_optimizer() {
  auto all = contract::variants("optimizer");
  const auto* zeroth_order = catalog::find("optimizer", "zeroth_order");
  for (const char* kind : {"estimator", "update"})
    for (const auto& variant : contract::variants(kind))
      all.push_back({zeroth_order, {{kind, part(kind, variant.descriptor->name.c_str(), variant.values)}}});
  return all;
}

double bowl(std::span<const double> x) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += static_cast<double>(i + 1) * (x[i] - 0.25) * (x[i] - 0.25);
  return sum;
}

/// Some optimizers search a box alone.
Run::Settings in_a_box(std::int64_t budget) {
  Run::Settings settings = settings_of(budget);
  settings.bounds = {{-10}, {10}};
  return settings;
}

/// What the run of a record looks like at its end.
struct End {
  Result result;
  std::vector<double> last;
};

End end_of(const Run& run) { return {run.result(), numbers_of(run.iterate())}; }

void check_same(const End& a, const End& b) {
  CHECK(a.last == b.last);
  CHECK(numbers_of(a.result.x) == numbers_of(b.result.x));
  CHECK(std::bit_cast<std::uint64_t>(a.result.value) == std::bit_cast<std::uint64_t>(b.result.value));
  CHECK(a.result.evaluations == b.result.evaluations);
  CHECK(a.result.failures == b.result.failures);
  CHECK(a.result.steps == b.result.steps);
  CHECK(a.result.reason == b.result.reason);
  REQUIRE(a.result.history.size() == b.result.history.size());
  for (std::size_t i = 0; i < a.result.history.size(); ++i) {
    CHECK(a.result.history[i].value == b.result.history[i].value);
    CHECK(a.result.history[i].evaluations == b.result.history[i].evaluations);
  }
}

Journal::Contents first_values(std::vector<double> values, std::size_t count) {
  values.resize(count);
  Journal::Contents contents;
  contents.values = std::move(values);
  contents.known.assign(count, true);
  return contents;
}

}  // namespace

TEST_CASE("every optimizer goes on from any evaluation, and ends as if it had not stopped") {
  const double failure = std::nan("");
  for (const auto& optimizer : every_optimizer()) {
    INFO(optimizer.to_string());
    std::vector<double> told;
    FunctionObjective recorded(3, [&](auto x) {
      told.push_back(told.size() % 11 == 7 ? failure : bowl(x));
      return told.back();
    });
    const auto whole = start_run(optimizer.make<Optimizer>(), point_of({1, 2, 3}), in_a_box(120));
    minimize(*whole, recorded, {});
    const std::size_t total = told.size();
    const End expected = end_of(*whole);
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, total / 3, total / 2 + 1, total}) {
      INFO("after " << count << " of " << total << " evaluations");
      if (count > total) continue;
      const TemporaryFolder folder;
      std::size_t next = count;
      FunctionObjective rest(3, [&](auto) { return told[next++]; });
      const auto resumed = start_run(optimizer.make<Optimizer>(), point_of({1, 2, 3}), in_a_box(120));
      resumed->replay(first_values(told, count));
      resumed->record_in(Journal::create(folder.path() / "run", "{}", INFINITY));
      minimize(*resumed, rest, {});
      CHECK(next == total);
      check_same(end_of(*resumed), expected);
    }
  }
}

TEST_CASE("every thing described can be written as JSON and made again from it") {
  for (const char* kind : {"perturbation", "estimator", "update", "schedule", "constraint", "optimizer"})
    for (const auto& variant : contract::variants(kind)) {
      const catalog::Recipe recipe{variant.descriptor, variant.values};
      INFO(recipe.to_string());
      const auto text = catalog::to_json(recipe).dump();
      const auto again = catalog::recipe_from_json(nlohmann::json::parse(text));
      CHECK(again->to_string() == recipe.to_string());
      CHECK(catalog::to_json(*again).dump() == text);
    }
}

TEST_CASE("values of every type, and texts that are no UTF-8, come back from JSON as they were") {
  using catalog::Value;
  for (const Value& value :
       {Value(true), Value(std::int64_t{-5}), Value(0.1), Value(-INFINITY), Value(std::string("é")),
        Value(std::string("\xff\0x", 3)), Value(std::vector<double>{1e-320, INFINITY}),
        Value(std::vector<std::string>{"sh", "\xfe"})}) {
    const auto text = catalog::to_json(value).dump();
    INFO(text);
    const Value again = catalog::value_from_json(nlohmann::json::parse(text));
    CHECK(again.index() == value.index());
    CHECK(catalog::to_json(again).dump() == text);
    CHECK(catalog::to_string(again) == catalog::to_string(value));
  }
  CHECK_THROWS_WITH(catalog::to_json(Value(catalog::Opaque{"function"})), "a function cannot be kept in a journal");
}

TEST_CASE("a journal's header makes every optimizer again") {
  for (const auto& optimizer : every_optimizer()) {
    INFO(optimizer.to_string());
    RunRecord record;
    record.optimizer = std::make_shared<const catalog::Recipe>(catalog::Recipe{optimizer.descriptor, optimizer.values});
    record.optimizer_name = optimizer.to_string();
    record.settings = in_a_box(120);
    record.x0 = PointRecord::of(point_of({1, 2, 3}));
    const RunRecord again = RunRecord::from_json(record.to_json(), "run");
    CHECK(again.to_json() == record.to_json());
    FunctionObjective objective(3, bowl);
    const auto first = record.start(point_of({1, 2, 3}), [] { return 0.0; });
    const auto second = again.start(again.x0.make({}), [] { return 0.0; });
    minimize(*first, objective, {});
    minimize(*second, objective, {});
    check_same(end_of(*second), end_of(*first));
  }
}
