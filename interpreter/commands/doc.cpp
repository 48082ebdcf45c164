#include "interpreter/commands/doc.hpp"

#include "bindings/native.hpp"
#include "bindings/stdlib.hpp"
#include "interpreter/call.hpp"
#include "interpreter/exit_code.hpp"
#include "interpreter/ng_global.hpp"
#include "interpreter/prompt/help.hpp"

namespace nilgrad::interpreter {
namespace {

/// (name) → whether there was help
int look_up(lua_State* L) {
  luaL_openlibs(L);
  bindings::open_nilgrad(L);
  provide_ng(L);
  lua_pushboolean(L, print_help(L, lua_tostring(L, 1)));
  return 1;
}

}  // namespace

int doc_command(int argc, char** argv) {
  lua_State* L = luaL_newstate();
  lua_pushcfunction(L, bindings::native<look_up>);
  lua_pushstring(L, argc > 1 ? argv[1] : "ng");
  const bool found = report(L, protected_call(L, 1, 1), "nilgrad") && lua_toboolean(L, -1);
  lua_close(L);
  return found ? exit_done : exit_error;
}

}  // namespace nilgrad::interpreter
