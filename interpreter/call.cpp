#include "interpreter/call.hpp"

#include <cstdio>

#include "interpreter/interrupt.hpp"

namespace nilgrad::interpreter {
int add_traceback(lua_State* L) {
  if (void* reporter = lua_touserdata(L, lua_upvalueindex(1))) {
    static_cast<ErrorReporter*>(reporter)->push_report(L);
    return 1;
  }
  const char* message = lua_tostring(L, 1);
  if (!message) {
    if (luaL_callmeta(L, 1, "__tostring") && lua_type(L, -1) == LUA_TSTRING) return 1;
    message = lua_pushfstring(L, "(error object is a %s value)", luaL_typename(L, 1));
  }
  luaL_traceback(L, L, message, 1);
  return 1;
}

int protected_call(lua_State* L, int arguments, int results, ErrorReporter* reporter) {
  const int handler = lua_gettop(L) - arguments;
  if (reporter) lua_pushlightuserdata(L, reporter);
  lua_pushcclosure(L, add_traceback, reporter ? 1 : 0);
  lua_insert(L, handler);
  int status = LUA_OK;
  {
    const InterruptScope scope(L);
    status = lua_pcall(L, arguments, results, handler);
  }
  lua_remove(L, handler);
  return status;
}

namespace {

void write_error(const std::string& program_name, const std::string& message) {
  const std::string line = (program_name.empty() ? message : program_name + ": " + message) + "\n";
  std::fputs(line.c_str(), stderr);
  std::fflush(stderr);
}

}  // namespace

void print_error(const std::string& program_name, const std::string& message) {
  std::fflush(stdout);
  write_error(program_name, message);
}

bool report(lua_State* L, int status, const std::string& program_name) {
  if (status == LUA_OK) return true;
  const char* message = lua_tostring(L, -1);
  write_error(program_name, message ? message : "(error message is not a string)");
  lua_pop(L, 1);
  return false;
}

}  // namespace nilgrad::interpreter
