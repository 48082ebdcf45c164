#include "runtime/evaluation_count.hpp"

#include <catch2/catch.hpp>
#include <memory>

#include "bindings/stdlib.hpp"
#include "runtime/algorithm/fiber.hpp"

using nilgrad::Evaluating, nilgrad::evaluation_count;

namespace {

/// What a Lua chunk, in a state of its own, evaluates.
std::int64_t evaluations_of(const std::string& chunk) {
  const std::unique_ptr<lua_State, void (*)(lua_State*)> state(luaL_newstate(), lua_close);
  luaL_openlibs(state.get());
  nilgrad::bindings::open_nilgrad(state.get());
  const std::int64_t before = evaluation_count();
  const std::string whole = "ng = require 'nilgrad' f = ng.objective.sphere { dim = 3 }\n" + chunk;
  if (luaL_dostring(state.get(), whole.c_str()) != LUA_OK) FAIL(lua_tostring(state.get(), -1));
  return evaluation_count() - before;
}

}  // namespace

TEST_CASE("evaluations within an evaluation are a part of it") {
  const std::int64_t before = evaluation_count();
  {
    Evaluating outer;
    Evaluating().made(100);
    outer.made(2);
  }
  Evaluating().made(1);
  CHECK(evaluation_count() - before == 3);
}

TEST_CASE("what runs on a fiber is counted by whoever resumes it") {
  const std::int64_t before = evaluation_count();
  std::unique_ptr<nilgrad::Fiber> fiber;
  fiber = std::make_unique<nilgrad::Fiber>([&] {
    Evaluating within;
    within.made(100);
    fiber->suspend();
    within.made(100);
  });
  fiber->resume();
  Evaluating().made(1);
  fiber->resume();
  CHECK(evaluation_count() - before == 1);
}

TEST_CASE("every way to evaluate a function is counted exactly") {
  CHECK(evaluations_of("f { 1, 2, 3 } f { 1, 2, 3 }") == 2);
  CHECK(evaluations_of("r = ng.minimize(f, { budget = 37, optimizer = ng.optimizer.random_search(), lower = -1, "
                       "upper = 1 }) assert(r.evaluations == 37)") == 37);
  CHECK(evaluations_of("e = ng.estimate(f, { 1, 2, 3 }, { estimator = ng.estimator.two_point { queries = 4 } }) "
                       "assert(e.evaluations == 8)") == 8);
  CHECK(evaluations_of("run = ng.start { dim = 2, budget = 20, lower = 0, upper = 1, seed = 1, "
                       "optimizer = ng.optimizer.random_search() } while not run:done() do local v = {} "
                       "for i, p in ipairs(run:ask()) do v[i] = p[1] end run:tell(v) end") == 20);
  CHECK(evaluations_of("s = ng.study { seed = 1 } s:optimize(function(t) return f { t:float('x', 0, 1), 0, 0 } end, "
                       "{ trials = 7, progress = false })") == 7);
  CHECK(evaluations_of("g = function(x) return f { x[1], 0, 0 } end ng.minimize(g, { dim = 1, budget = 11, lower = 0, "
                       "upper = 1, optimizer = ng.optimizer.random_search() })") == 11);
}

TEST_CASE("an attack's queries are evaluations, whatever else its method evaluates") {
  for (const char* method : {"square()", "gradient()"}) {
    const std::string chunk = std::string(R"(
      local data = {}
      for n = 1, 3 do data[n] = { image = ng.tensor.full({ 1, 4, 4 }, 0.5 + n / 100, "float32"), label = 1 } end
      local function model(images)
        local logits = ng.tensor.zeros { #images, 2 }
        for i = 1, #images do logits[i][2] = images[i]:sum() - 8 end
        return logits
      end
      local report = ng.attack.run { model = model, data = data, eps = 0.02, budget = 40, seed = 3, progress = false,
        method = ng.attack.)") +
                              method + R"( }
      local queries = 0
      for _, image in ipairs(report.images) do queries = queries + image.queries end
      assert(queries > 0)
      for _ = queries + 1, 1000 do f { 1, 2, 3 } end)";
    CHECK(evaluations_of(chunk) == 1000);
  }
}

TEST_CASE("a diagnosis counts what it says it took") {
  for (const char* what : {"f", "function(x) return x[1]^2 + x[2]^2 + x[3]^2 end"}) {
    const std::int64_t counted =
        evaluations_of(std::string("d = ng.diagnose(") + what + ", { 1, 2, 3 }) took = d.evaluations");
    const std::int64_t again = evaluations_of(std::string("d = ng.diagnose(") + what +
                                              ", { 1, 2, 3 }) for i = 1, d.evaluations do f { 0, 0, 0 } end");
    CHECK(counted > 0);
    CHECK(again == 2 * counted);
  }
}
