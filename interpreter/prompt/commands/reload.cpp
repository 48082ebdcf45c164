#include "bindings/native.hpp"
#include "interpreter/prompt/commands/command.hpp"

namespace nilgrad::interpreter {
namespace {

int reload_module(lua_State* L) {
  lua_getglobal(L, "require");
  lua_pushliteral(L, "nilgrad.reload");
  lua_call(L, 1, 1);
  lua_insert(L, 1);
  lua_call(L, 1, 0);
  return 0;
}

}  // namespace

void reload(Session& session, const std::string& argument) {
  lua_pushcfunction(session.state(), bindings::native<reload_module>);
  bindings::push_string(session.state(), argument.substr(0, argument.find_last_not_of(" \t") + 1));
  session.call(1, 0);
}

}  // namespace nilgrad::interpreter
