#include "interpreter/prompt/completion/fields.hpp"

#include <algorithm>
#include <chrono>

#include "bindings/options.hpp"
#include "interpreter/prompt/completion/tokens.hpp"

namespace nilgrad::interpreter {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto patience = std::chrono::milliseconds(100);  // with one table
constexpr int index_depth = 8;                             // tables behind tables
constexpr std::size_t enough = 10000;                      // names

class Names {
 public:
  Names(lua_State* L, std::string_view begun, bool functions_only, std::set<std::string>& names)
      : L_(L), begun_(begun), functions_only_(functions_only), names_(names) {}

  /// The string keys of the table on top.
  void add_keys() {
    const auto deadline = Clock::now() + patience;
    int keys = 0;
    for (lua_pushnil(L_); lua_next(L_, -2); lua_pop(L_, 1)) {
      if (!functions_only_ || lua_isfunction(L_, -1)) add(-2);
      const bool look_at_clock = ++keys % 1024 == 0;
      if (names_.size() >= enough || (look_at_clock && Clock::now() > deadline)) return lua_pop(L_, 2);
    }
  }

  /// The keys of the tables that the native function on top keeps: ours look a name up among an object's methods and
  /// fields.
  void add_upvalue_keys() {
    for (int i = 1; lua_getupvalue(L_, -1, i); ++i) {
      if (lua_istable(L_, -1)) add_keys();
      lua_pop(L_, 1);
    }
  }

  /// The strings listed in the table on top.
  void add_list() {
    const auto length = static_cast<lua_Integer>(std::min<lua_Unsigned>(lua_rawlen(L_, -1), enough));
    for (lua_Integer i = 1; i <= length; ++i) {
      lua_rawgeti(L_, -1, i);
      add(-1);
      lua_pop(L_, 1);
    }
  }

  /// A recipe answers to the options it was given.
  void add_options() {
    const auto* recipe = bindings::test<bindings::RecipePointer>(L_, -1);
    if (!recipe || functions_only_) return;
    add("kind");
    add("name");
    for (const auto& [name, value] : (*recipe)->values) add(name);
  }

 private:
  void add(int index) {
    if (lua_type(L_, index) != LUA_TSTRING) return;
    std::size_t length = 0;
    const char* text = lua_tolstring(L_, index, &length);
    add(std::string_view(text, length));
  }

  void add(std::string_view name) {
    if (name.starts_with(begun_) && is_name(name)) names_.emplace(name);
  }

  lua_State* L_;
  std::string_view begun_;
  bool functions_only_;
  std::set<std::string>& names_;
};

/// Is the object at `index` one of ours, by the metatable that it has?
bool is_native_object(lua_State* L, int index) {
  const int top = lua_gettop(L);
  index = lua_absindex(L, index);
  bool ours = false;
  if (lua_type(L, index) == LUA_TUSERDATA && luaL_getmetafield(L, index, "__name") == LUA_TSTRING) {
    ours = std::string_view(lua_tostring(L, -1)).starts_with("nilgrad.");
    lua_rawget(L, LUA_REGISTRYINDEX);
    lua_getmetatable(L, index);
    ours = ours && lua_rawequal(L, -1, -2);
  }
  lua_settop(L, top);
  return ours;
}

/// Is the function on top of a module of ours?
bool is_module_function(lua_State* L) {
  lua_Debug function{};
  lua_pushvalue(L, -1);
  lua_getinfo(L, ">S", &function);
  return std::string_view(function.source).starts_with("=nilgrad");
}

}  // namespace

void add_names(lua_State* L, std::string_view begun, bool functions_only, std::set<std::string>& names) {
  const int top = lua_gettop(L);
  luaL_checkstack(L, 2 * index_depth + 8, nullptr);
  Names found(L, begun, functions_only, names);
  lua_pushvalue(L, top);
  for (int depth = 0; depth < index_depth; ++depth) {
    if (lua_istable(L, -1)) found.add_keys();
    found.add_options();
    if (luaL_getmetafield(L, -1, "__fields") != LUA_TNIL) {
      if (lua_istable(L, -1)) found.add_list();
      lua_pop(L, 1);
    }
    const int index = luaL_getmetafield(L, -1, "__index");
    if (index == LUA_TFUNCTION && lua_iscfunction(L, -1)) found.add_upvalue_keys();
    if (index != LUA_TTABLE) break;
  }
  lua_settop(L, top);
}

namespace {

void push_key(lua_State* L, const Path::value_type& key) {
  if (const auto* name = std::get_if<std::string>(&key))
    bindings::push_string(L, *name);
  else
    lua_pushinteger(L, std::get<long long>(key));
}

/// Pushes object[key] by our own function on top, which is taken; nil where it raises.
void call_index(lua_State* L, int object, const Path::value_type& key) {
  lua_pushvalue(L, object);
  push_key(L, key);
  if (lua_pcall(L, 2, 1, 0) == LUA_OK) return;
  lua_pop(L, 1);
  lua_pushnil(L);
}

}  // namespace

void to_field(lua_State* L, const Path::value_type& key) {
  const int value = lua_gettop(L);
  luaL_checkstack(L, index_depth + 8, nullptr);
  bool found = false;
  for (int depth = 0; depth < index_depth && !found; ++depth) {
    const int object = lua_gettop(L);
    if (lua_istable(L, object)) {
      push_key(L, key);
      found = lua_rawget(L, object) != LUA_TNIL;
      if (found) break;
      lua_pop(L, 1);
    }
    const int index = luaL_getmetafield(L, object, "__index");
    if (index == LUA_TTABLE) continue;
    found = index == LUA_TFUNCTION && (is_native_object(L, object) || is_module_function(L));
    if (found) call_index(L, object, key);
    if (!found) break;
  }
  if (!found) lua_pushnil(L);
  lua_replace(L, value);
  lua_settop(L, value);
}

bool push_path(lua_State* L, const Path& path) {
  if (path.empty()) return false;
  lua_pushglobaltable(L);
  for (const Path::value_type& key : path) to_field(L, key);
  if (!lua_isnil(L, -1)) return true;
  lua_pop(L, 1);
  return false;
}

}  // namespace nilgrad::interpreter
