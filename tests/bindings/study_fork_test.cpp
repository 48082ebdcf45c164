#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "tests/bindings/lua_state.hpp"

namespace nilgrad {
namespace {

/// fork() -> true in the child
int fork_process(lua_State* L) {
  lua_pushboolean(L, fork() == 0);
  return 1;
}

}  // namespace

TEST_CASE("a process that an objective forks and lets return does not go on with the study") {
  const bindings::LuaState lua;
  lua_register(lua.get(), "fork", fork_process);
  CHECK(lua.run(R"(
    local path = os.tmpname()
    local study = ng.study { sampler = ng.sampler.random(), storage = path .. ".db" }
    study:optimize(function(trial)
      local x = trial:float("x", 0, 1)
      if trial.number == 1 then fork() end
      local file = io.open(path, "a")
      file:write(trial.number, " ")
      file:close()
      return x
    end, { trials = 4 })
    local file = io.open(path)
    local _, seen = file:read("a"):gsub("2", "")
    file:close()
    local counts = study.counts
    os.remove(path)
    os.remove(path .. ".db")
    return counts.complete .. " complete, trial 2 run " .. seen .. " time")") == "4 complete, trial 2 run 1 time");
  CHECK(waitpid(-1, nullptr, 0) > 0);
}

}  // namespace nilgrad
