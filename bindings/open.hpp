#pragma once
#include <lua.hpp>

namespace nilgrad::bindings {

/// The loader of "nilgrad.native": pushes the table of all native things, which stdlib/nilgrad/init.lua makes `ng`
/// from. Each open_… below registers its types and adds its entries to the table at the top of the stack.
int open_native(lua_State* L);

/// The loader of "nilgrad.native.attack", what the modules of stdlib/nilgrad/attack/ are built on.
int open_native_attack(lua_State* L);
void open_attack_driver(lua_State* L);
void open_attack_squares(lua_State* L);
void open_attack_warp(lua_State* L);
void open_attack_waves(lua_State* L);

/// The loader of "nilgrad.native.defence", for the modules of stdlib/nilgrad/defence/.
int open_native_defence(lua_State* L);

void open_tensor(lua_State* L);
void open_random(lua_State* L);
void open_json(lua_State* L);

}  // namespace nilgrad::bindings
