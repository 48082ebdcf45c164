#pragma once
#include <lua.hpp>

namespace nilgrad::bindings {

/// Adds to the table at the top of the stack: export(storage, name, "jsonl" or "csv") and import(storage, file, as,
/// name).
void open_study_transfer(lua_State* L);

}  // namespace nilgrad::bindings
