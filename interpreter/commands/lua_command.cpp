#include "interpreter/commands/lua_command.hpp"

#include "bindings/native.hpp"
#include "bindings/stdlib.hpp"
#include "interpreter/call.hpp"
#include "interpreter/exit_code.hpp"
#include "interpreter/interrupt.hpp"
#include "interpreter/search_path.hpp"

namespace nilgrad::interpreter {
namespace {

struct Request {
  const char* module;
  const Words& words;
  int exit_code = exit_done;
};

void push_word(lua_State* L, const Word& word) {
  if (const auto* flag = std::get_if<bool>(&word)) lua_pushboolean(L, *flag);
  if (const auto* integer = std::get_if<std::int64_t>(&word)) lua_pushinteger(L, *integer);
  if (const auto* number = std::get_if<double>(&word)) lua_pushnumber(L, *number);
  if (const auto* text = std::get_if<std::string>(&word)) bindings::push_string(L, *text);
  if (const auto* texts = std::get_if<std::vector<std::string>>(&word)) {
    lua_createtable(L, static_cast<int>(texts->size()), 0);
    for (std::size_t i = 0; i < texts->size(); ++i) {
      bindings::push_string(L, (*texts)[i]);
      lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
    }
  }
}

/// (request) → nothing
int run(lua_State* L) {
  luaL_openlibs(L);
  install_coroutine_recording(L);
  bindings::open_nilgrad(L);
  extend_search_paths(L, nullptr, true);
  auto& request = *static_cast<Request*>(lua_touserdata(L, 1));
  lua_getglobal(L, "require");
  lua_pushstring(L, request.module);
  lua_call(L, 1, 1);
  lua_createtable(L, 0, static_cast<int>(request.words.size()));
  for (const auto& [name, word] : request.words) {
    push_word(L, word);
    lua_setfield(L, -2, name.c_str());
  }
  lua_call(L, 1, 1);
  request.exit_code = static_cast<int>(luaL_optinteger(L, -1, exit_done));
  return 0;
}

}  // namespace

int run_lua_command(const char* module, const Words& words) {
  Request request{module, words};
  lua_State* L = luaL_newstate();
  lua_pushcfunction(L, bindings::native<run>);
  lua_pushlightuserdata(L, &request);
  int status = LUA_OK;
  {
    const InterruptScope scope(L);
    status = lua_pcall(L, 1, 0, 0);
  }
  const bool stopped = interrupted();
  clear_interrupt();
  if (!stopped) report(L, status, "nilgrad");
  lua_close(L);
  return stopped ? exit_interrupted : status == LUA_OK ? request.exit_code : exit_error;
}

}  // namespace nilgrad::interpreter
