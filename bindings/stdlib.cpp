#include "bindings/stdlib.hpp"

#include <string>

#include "bindings/command_run.hpp"
#include "bindings/folder.hpp"
#include "bindings/journal.hpp"
#include "bindings/library_searcher.hpp"
#include "bindings/open.hpp"
#include "bindings/picture.hpp"
#include "bindings/progress.hpp"
#include "bindings/study.hpp"
#include "bindings/terminal.hpp"

namespace nilgrad::bindings {
namespace {

const std::vector<StdlibModule>& modules() {
  static const std::vector<StdlibModule> all = stdlib_modules();
  return all;
}

int load_module(lua_State* L) {
  const auto* module = static_cast<const StdlibModule*>(lua_touserdata(L, lua_upvalueindex(1)));
  const std::string chunk = "=" + std::string(module->name);
  if (luaL_loadbufferx(L, module->source.data(), module->source.size(), chunk.c_str(), "t") != LUA_OK)
    return lua_error(L);
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, 1);
  return 1;
}

}  // namespace

std::string_view module_being_loaded(lua_State* L) {
  lua_Debug frame;
  for (int level = 1; lua_getstack(L, level, &frame); ++level) {
    lua_getinfo(L, "f", &frame);
    const bool found = lua_tocfunction(L, -1) == load_module;
    if (found) lua_getupvalue(L, -1, 1);
    const auto* module = found ? static_cast<const StdlibModule*>(lua_touserdata(L, -1)) : nullptr;
    lua_pop(L, found ? 2 : 1);
    if (module) return module->path;
  }
  return {};
}

void open_nilgrad(lua_State* L) {
  lua_createtable(L, 0, static_cast<int>(modules().size()));
  for (const StdlibModule& module : modules()) {
    lua_pushlightuserdata(L, const_cast<StdlibModule*>(&module));
    lua_pushcclosure(L, load_module, 1);
    lua_setfield(L, -2, std::string(module.name).c_str());
  }
  constexpr luaL_Reg native_modules[] = {{"nilgrad.native", open_native},
                                         {"nilgrad.native.attack", open_native_attack},
                                         {"nilgrad.native.command", open_native_command},
                                         {"nilgrad.native.defence", open_native_defence},
                                         {"nilgrad.native.folder", open_native_folder},
                                         {"nilgrad.native.progress", open_progress},
                                         {"nilgrad.native.study", open_native_study},
                                         {"nilgrad.native.journal", open_native_journal},
                                         {"nilgrad.native.picture", open_native_picture},
                                         {"nilgrad.native.terminal", open_native_terminal},
                                         {nullptr, nullptr}};
  luaL_setfuncs(L, native_modules, 0);
  install_library_searcher(L, -1);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
  lua_pushnil(L);
  while (lua_next(L, -3)) {  // where others look for what there is
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_settable(L, -4);
  }
  lua_pop(L, 2);
}

}  // namespace nilgrad::bindings
