#pragma once
#include <lua.hpp>

// A session outlives the lack of memory. What reports it, and what the C++ library does on its way out (nlohmann's
// destructors allocate, and may not fail), needs a little memory itself: a reserve is kept for that.
namespace nilgrad::interpreter {

/// Before each unit of the prompt: takes the reserve, if it was used up and garbage leaves room for it. From the first
/// call on operator new falls back on it.
void keep_memory_reserve(lua_State* L);

/// When a unit has ended for lack of memory, which may all be in the user's variables.
void release_memory_reserve() noexcept;

}  // namespace nilgrad::interpreter
