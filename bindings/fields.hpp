#pragma once
#include "bindings/native.hpp"

namespace nilgrad::bindings {

/// The __index of an object with fields: upvalue 1 holds its methods, upvalue 2 its fields, functions that push a field
/// of the object at 1. A name that is neither raises, with a suggestion.
int push_method_or_field(lua_State* L);

/// Makes `index` the __index of the type registered as `type`, and tells the prompt the fields' names (__fields).
void add_fields(lua_State* L, const char* type, const luaL_Reg* fields,
                lua_CFunction index = native<push_method_or_field>);

}  // namespace nilgrad::bindings
