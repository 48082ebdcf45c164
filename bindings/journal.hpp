#pragma once
#include <lua.hpp>

namespace nilgrad::bindings {

/// The loader of "nilgrad.native.journal": a function journal(path) -> what a result says of a run that its journal
/// tells too, without going through it again: { history, evaluations, optimizer, maximize, dim }.
int open_native_journal(lua_State* L);

}  // namespace nilgrad::bindings
