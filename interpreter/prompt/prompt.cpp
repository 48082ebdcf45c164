#include "interpreter/prompt/prompt.hpp"

#include <unistd.h>

#include <cstdio>
#include <string>

#include "bindings/native.hpp"
#include "interpreter/call.hpp"
#include "interpreter/interrupt.hpp"
#include "interpreter/memory_reserve.hpp"
#include "interpreter/ng_global.hpp"
#include "interpreter/prompt/commands/command.hpp"
#include "interpreter/prompt/completion/complete.hpp"
#include "interpreter/prompt/editor.hpp"
#include "interpreter/prompt/help.hpp"
#include "interpreter/prompt/rc_file.hpp"
#include "interpreter/prompt/session.hpp"
#include "interpreter/prompt/terminal.hpp"
#include "interpreter/prompt/unit.hpp"

namespace nilgrad::interpreter {
namespace {

// How far the heap may grow, in percent, after a collection that freed little. Lua's own 200 lets dropped objects with
// finalizers pile up to three times what is in use.
constexpr int pause = 130;

int print_help_on(lua_State* L) {
  print_help(L, lua_tostring(L, 1));
  return 0;
}

int search_for(lua_State* L) {
  print_search(L, lua_tostring(L, 1));
  return 0;
}

/// (name of a global) → its value as a string, or nil
int global_as_string(lua_State* L) {
  if (lua_getglobal(L, lua_tostring(L, 1)) != LUA_TNIL) luaL_tolstring(L, -1, nullptr);
  return 1;
}

/// As in lua, the globals _PROMPT and _PROMPT2 replace the prompts.
std::string prompt_text(lua_State* L, bool continued) {
  lua_pushcfunction(L, global_as_string);
  lua_pushstring(L, continued ? "_PROMPT2" : "_PROMPT");
  const bool stated = protected_call(L, 1, 1) == LUA_OK && lua_isstring(L, -1);
  std::string text = stated ? lua_tostring(L, -1) : continued ? ">> " : "> ";
  lua_pop(L, 1);
  return text;
}

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\n");
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t\n") + 1 - first);
}

/// "", "name" or "?word": what stands behind the question mark.
void run_help(Session& session, const std::string& question) {
  lua_State* L = session.state();
  const bool search = question.starts_with('?');
  const std::string text = trimmed(question.substr(search ? 1 : 0));
  lua_pushcfunction(L, text.empty() ? bindings::native<help_function>
                       : search     ? bindings::native<search_for>
                                    : bindings::native<print_help_on>);
  if (!text.empty()) bindings::push_string(L, text);
  session.call(text.empty() ? 0 : 1, 0);
}

struct Unit {
  Session& session;
  std::string text;
};

int run_unit(lua_State* L) {
  auto& [session, text] = *static_cast<Unit*>(lua_touserdata(L, 1));
  lua_settop(L, 0);
  if (is_question(text)) {
    run_help(session, text.substr(1));
  } else if (is_command(text)) {
    run_command(session, text);
  } else {
    session.run(text);
    session.show_cost(false);
  }
  return 0;
}

/// Whatever fails outside of what was typed (there is no memory, no temporary folder) ends the unit alone.
void run_protected(Session& session, std::string text) {
  if (text.empty()) return;
  Unit unit{session, std::move(text)};
  lua_State* L = session.state();
  keep_memory_reserve(L);
  lua_pushcfunction(L, bindings::native<run_unit>);
  lua_pushlightuserdata(L, &unit);
  if (lua_pcall(L, 1, 0, 0) == LUA_OK) return;
  const char* message = lua_tostring(L, -1);
  Session::print_error(message ? message : "an error without a message");
  lua_pop(L, 1);
}

}  // namespace

void run_prompt(lua_State* L, bool with_rc_file) {
  lua_gc(L, LUA_GCSETPAUSE, pause);
  Session session(L);
  const auto editor = open_editor({[L](bool continued) { return prompt_text(L, continued); },
                                   [L](const std::string& text) { return is_incomplete(L, text); },
                                   [L](const std::string& before_cursor) { return complete(L, before_cursor); }});
  lua_pushcfunction(L, provide_ng);
  session.call(0, 0);
  lua_pushcfunction(L, bindings::native<help_function>);
  lua_setglobal(L, "help");
  if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
    std::puts(
        coloured(Colour::faint, "?name tells of a name, :help of this prompt; Ctrl-D leaves", STDOUT_FILENO).c_str());
  if (with_rc_file && isatty(STDIN_FILENO)) run_rc_file(session);
  std::string unit;
  for (Reading reading; !session.ended() && (reading = editor->read(unit)) != Reading::end;) {
    if (reading == Reading::unit) run_protected(session, trimmed(unit));
    clear_interrupt();
  }
}

}  // namespace nilgrad::interpreter
