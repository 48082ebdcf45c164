#pragma once
#include <lua.hpp>

#include "bindings/options.hpp"

namespace nilgrad::bindings {

/// A catalog value as Lua has it.
void push_value(lua_State* L, const catalog::Value& value);

/// Adds one table a kind (perturbation, estimator, …) with a constructor for each described thing, and `catalog`:
/// entries(), describe(t), through which help is shown and libraries in Lua describe their own things, to the table at
/// the top.
void open_catalog(lua_State* L);

}  // namespace nilgrad::bindings
