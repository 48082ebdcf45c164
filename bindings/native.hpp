#pragma once
#include <lua.hpp>

#include <cstdlib>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <utility>

#include "runtime/error.hpp"

// How C++ meets Lua. Lua is its C++ build, so lua_error is a throw and destructors run; still, a C++ exception must not
// run through Lua's own frames as anything but a Lua error, hence one trampoline around every native function.
namespace nilgrad::bindings {

/// Pushes "script.lua:3: ", the position of the innermost running line that is not in a module of ours: who calls
/// ng.attack.run with a misspelt option is shown his line. Like luaL_where(L, 1) when there is no such line.
void push_position(lua_State* L);

/// What an exception is to the user: its own words, but for those of the C++ library, which speaks of itself when
/// memory runs out.
const char* message_of(const std::exception& error) noexcept;

/// native<f> is f as a lua_CFunction: an exception becomes a Lua error at the caller's position. The catch block is
/// left before the error is raised, and Lua's own errors (which are no std::exception) pass through untouched.
template <int (*function)(lua_State*)>
int native(lua_State* L) {
  try {
    return function(L);
  } catch (const std::exception& error) {
    push_position(L);
    lua_pushstring(L, message_of(error));
    lua_concat(L, 2);
  }
  return lua_error(L);
}

/// Objects of C++ type T live inside userdata whose metatable is registered as TypeName<T>::value ("nilgrad.tensor").
/// A closed or collected object holds no T any more.
template <class T>
struct TypeName;  // specialise: static constexpr const char* value

/// T's name without "nilgrad.", as messages say it.
template <class T>
const char* type_label() {
  const std::string_view name = TypeName<T>::value;
  const std::size_t dot = name.rfind('.');
  return name.data() + (dot == std::string_view::npos ? 0 : dot + 1);
}

template <class T>
struct Box {
  alignas(T) unsigned char storage[sizeof(T)];
  bool alive;
  T* get() noexcept { return std::launder(reinterpret_cast<T*>(storage)); }
};

/// T's metatable stands in the registry under this address too: found without hashing a name, which is most of what a
/// call costs.
template <class T>
inline char type_key = 0;

/// The box at `index`, alive or closed; nullptr when it is something else.
template <class T>
Box<T>* test_box(lua_State* L, int index) {
  if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index)) return nullptr;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &type_key<T>);
  const bool same = lua_rawequal(L, -1, -2);
  lua_pop(L, 2);
  return same ? static_cast<Box<T>*>(lua_touserdata(L, index)) : nullptr;
}

/// Constructs first, then sets the metatable, so that a throwing constructor leaves nothing for __gc.
template <class T>
T& push(lua_State* L, T value, int user_values = 0) {
  auto* box = static_cast<Box<T>*>(lua_newuserdatauv(L, sizeof(Box<T>), user_values));
  box->alive = false;
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &type_key<T>) != LUA_TTABLE)
    throw_error(ErrorKind::state, "the type {} is not registered", TypeName<T>::value);
  new (box->storage) T(std::move(value));
  box->alive = true;
  lua_setmetatable(L, -2);
  return *box->get();
}

/// The object at `index`, or nullptr when it is something else (or closed).
template <class T>
T* test(lua_State* L, int index) {
  Box<T>* box = test_box<T>(L, index);
  return box && box->alive ? box->get() : nullptr;
}

/// luaL_typeerror, which does not say that it never returns.
[[noreturn]] inline void refuse_type(lua_State* L, int index, const char* wanted) {
  luaL_typeerror(L, index, wanted);
  std::abort();
}

/// The object at argument `index`; raises a Lua error for another type or a closed object.
template <class T>
T& check(lua_State* L, int index) {
  Box<T>* box = test_box<T>(L, index);
  if (!box) refuse_type(L, index, type_label<T>());
  if (!box->alive) throw_error(ErrorKind::state, "{} is closed", type_label<T>());
  return *box->get();
}

/// __gc and __close: type-checked, idempotent, never throws.
template <class T>
int close_object(lua_State* L) {
  Box<T>* box = test_box<T>(L, 1);
  if (box && box->alive) {
    box->alive = false;
    std::destroy_at(box->get());
  }
  return 0;
}

/// Registers T's metatable: methods, metamethods (may override __index), __gc, __close, __name and a locked
/// __metatable.
template <class T>
void register_type(lua_State* L, const luaL_Reg* methods, const luaL_Reg* metamethods = nullptr) {
  luaL_newmetatable(L, TypeName<T>::value);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &type_key<T>);
  lua_newtable(L);
  luaL_setfuncs(L, methods, 0);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, close_object<T>);
  lua_setfield(L, -2, "__gc");
  lua_pushcfunction(L, close_object<T>);
  lua_setfield(L, -2, "__close");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  if (metamethods) luaL_setfuncs(L, metamethods, 0);
  lua_pop(L, 1);
}

inline void push_string(lua_State* L, std::string_view text) { lua_pushlstring(L, text.data(), text.size()); }

}  // namespace nilgrad::bindings
