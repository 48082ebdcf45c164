#pragma once
#include <lua.hpp>

namespace nilgrad::bindings {

/// Adds `model` (load and the losses of logits) and `objective.margin` to the table at the top of the stack, which has
/// `objective` already.
void open_model(lua_State* L);

}  // namespace nilgrad::bindings
