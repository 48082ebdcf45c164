#include <catch2/catch.hpp>

#include "bindings/objective.hpp"
#include "tests/algorithm/points.hpp"
#include "tests/bindings/lua_state.hpp"
#include "tests/temporary_folder.hpp"

using namespace nilgrad;
using namespace nilgrad::bindings;

namespace {

/// As a language model's loss is: its point is of several tensors, which is moved where it is.
class OwnPoint final : public Objective {
 public:
  explicit OwnPoint(std::string definition = "a checkpoint") : weights_(point_of_sizes({3, 4}, DType::float32)) {
    set_definition(std::move(definition));
  }
  std::string name() const override { return "own"; }
  std::size_t dim() const override { return 7; }
  Point start() const override { return weights_; }
  bool moves_own_point() const override { return true; }
  void evaluate(std::span<const Probe> probes, std::span<double> values, const StopToken&) override {
    for (std::size_t i = 0; i < probes.size(); ++i) {
      CHECK(probes[i].base->tensors[1].data() == weights_.tensors[1].data());
      values[i] = 0;
      for (const double number : point_of_probe(probes[i])) values[i] += (number - 1) * (number - 1);
    }
    evaluations += static_cast<int>(probes.size());
  }
  std::vector<Figure> assess(const Point& x, const StopToken&) override {
    CHECK(x.tensors[0].data() == weights_.tensors[0].data());
    return {{"error", x.tensors[0].at(0)}};
  }
  const Point& weights() const { return weights_; }
  int evaluations = 0;

 private:
  Point weights_;
};

/// A Lua with the objective as the global `name`.
std::shared_ptr<OwnPoint> add_objective(const LuaState& state, const char* name,
                                        std::string definition = "a checkpoint") {
  auto objective = std::make_shared<OwnPoint>(std::move(definition));
  state.run("");  // registers the types
  push<ObjectivePointer>(state.get(), objective);
  lua_setglobal(state.get(), name);
  return objective;
}

constexpr const char* options =
    "local options = { steps = 6, seed = 2, evaluate_every = 2, optimizer = ng.optimizer.zeroth_order {"
    "  estimator = ng.estimator.two_point(), update = ng.update.sgd { lr = 0.05 } } } ";

}  // namespace

TEST_CASE("an objective's own point is moved in place, without bounds, and is the result") {
  const LuaState state;
  const auto f = add_objective(state, "f");
  const auto before = numbers_of(f->weights());
  CHECK(state.run(std::string(options) +
                  "local r = ng.minimize(f, options) "
                  "return ('%d %d %s %s %d %s'):format(#r.x, #r.last, r.x[1].shape[1], r.x, #r.evaluated, r.reason)") ==
        "2 2 3 2 tensors of 7 numbers 3 steps");
  CHECK(numbers_of(f->weights()) != before);
  CHECK(state.run("return f.start[2].shape[1]") == "4");
  CHECK(state.run(std::string(options) + "local seen options.callback = function(p) seen = p.x p.x[1][1] = 5 end "
                                         "local r = ng.minimize(f, options) return tostring(#seen) .. r.last[1][1]") ==
        "25.0");
}

TEST_CASE("what would need another point beside an objective's own is refused") {
  const LuaState state;
  add_objective(state, "f");
  const auto refused = [&](const std::string& option) {
    return state.run(std::string(options) + option +
                     " local ok, message = pcall(ng.minimize, f, options) return not ok and message or 'done'");
  };
  using Catch::Contains;
  CHECK_THAT(refused("options.x0 = 0"), Contains("option 'x0' cannot be given: own moves its own point"));
  CHECK_THAT(refused("options.x0 = ng.tensor.zeros { 7 }"), Contains("option 'x0' cannot be given"));
  CHECK_THAT(refused("options.lower = -1"), Contains("option 'lower' cannot be given"));
  CHECK_THAT(refused("options.upper = 1"), Contains("option 'upper' cannot be given"));
  CHECK_THAT(refused("options.in_place = true"), Contains("option 'in_place' cannot be given"));
  CHECK_THAT(refused("options.keep = 'best'"), Contains("option 'keep = 'best'' cannot be given"));
  CHECK_THAT(refused("options.optimizer = nil"), Contains("give optimizer = …"));
  CHECK(refused("options.keep = 'last'") == "done");
}

TEST_CASE("a run of an objective's own point goes on, and is replayed to any step, from the checkpoint it began at") {
  const TemporaryFolder folder;
  const LuaState state;
  const std::string path = "local path = '" + (folder.path() / "run").string() + "' ";
  const auto whole = add_objective(state, "whole"), killed = add_objective(state, "killed"),
             afresh = add_objective(state, "afresh"), target = add_objective(state, "target");
  add_objective(state, "other", "another checkpoint");
  const std::string best = state.run(std::string(options) + "return ng.minimize(whole, options).best_step");
  CHECK_THAT(state.run(std::string(options) + path +
                       "options.journal = path "
                       "options.callback = function(p) if p.steps == 3 then error 'the power fails' end end "
                       "ng.minimize(killed, options)"),
             Catch::Contains("the power fails"));
  CHECK(state.run(path + "local r = ng.resume(path, { objective = afresh }) "
                         "return ('%d %d %d'):format(r.steps, #r.evaluated, r.best_step)") == "6 3 " + best);
  CHECK(afresh->evaluations == 6);
  CHECK(numbers_of(afresh->weights()) == numbers_of(whole->weights()));

  CHECK(state.run(path + "return tostring(ng.replay(path, target) == target)") == "true");
  CHECK(numbers_of(target->weights()) == numbers_of(whole->weights()));
  CHECK(target->evaluations == 0);
  const auto third = add_objective(state, "third");
  state.run(path + "ng.replay(path, third, { step = 3 })");
  CHECK(numbers_of(third->weights()) == numbers_of(killed->weights()));

  using Catch::Contains;
  CHECK_THAT(state.run(path + "ng.replay(path, other)"), Contains("it is another checkpoint, not a checkpoint"));
  CHECK_THAT(state.run(path + "ng.resume(path, { objective = other })"), Contains("it is another checkpoint"));
  CHECK_THAT(state.run(path + "ng.resume(path, { objective = afresh, in_place = true })"),
             Contains("option 'in_place' cannot be given"));
  CHECK_THAT(state.run(path + "ng.replay(path, target)"), Contains("not where the run began"));  // it has been moved
  CHECK_THAT(state.run(path + "ng.resume(path, { objective = afresh })"), Contains("load it afresh"));
  CHECK_THAT(state.run(path + "ng.replay(path, ng.objective.sphere { dim = 7 })"),
             Contains("tensor, language model or objective with a point expected"));
  CHECK_THAT(state.run(path + "ng.replay(path, ng.tensor.zeros { 7 })"),
             Contains("its points are float32 [3], float32 [4], the target is float64 [7]"));
}
