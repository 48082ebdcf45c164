#pragma once
#include <lua.hpp>

#include <memory>
#include <string>

#include "bindings/native.hpp"
#include "runtime/algorithm/run.hpp"

namespace nilgrad::bindings {

/// A run and what its result says of the optimizer.
struct NamedRun {
  std::string optimizer;
  std::unique_ptr<Run> run;
};
using RunPointer = std::shared_ptr<NamedRun>;

template <>
struct TypeName<RunPointer> {
  static constexpr const char* value = "nilgrad.run";
};

/// Evaluates the objective until the run is over, with the callback and the progress line that the options at `table`
/// ask for, and pushes the result, which has the run's points.
void run_to_end(lua_State* L, int table, const NamedRun& named, Objective& objective);

/// Adds `minimize`, `maximize` and `start` to the table at the top of the stack.
void open_run(lua_State* L);

/// Adds `resume` and `replay`.
void open_resume(lua_State* L);

}  // namespace nilgrad::bindings
