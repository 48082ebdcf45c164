#include "interpreter/prompt/prompt.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

#include "bindings/native.hpp"
#include "interpreter/call.hpp"
#include "interpreter/interrupt.hpp"
#include "interpreter/ng_global.hpp"
#include "interpreter/prompt/editor.hpp"
#include "interpreter/prompt/help.hpp"
#include "interpreter/prompt/names.hpp"
#include "interpreter/prompt/show.hpp"
#include "interpreter/prompt/terminal.hpp"
#include "interpreter/prompt/unit.hpp"

namespace nilgrad::interpreter {
namespace {

using Clock = std::chrono::steady_clock;

/// Prints its arguments, each on a line of its own; `_` is the first of them.
int show_values(lua_State* L) {
  const int count = lua_gettop(L);
  for (int i = 1; i <= count; ++i) std::puts(show(L, i).c_str());
  lua_settop(L, 1);
  lua_setglobal(L, "_");
  return 0;
}

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

/// The message on top of the stack, without our own frames at the end of its traceback: they say nothing.
void print_and_pop_error(lua_State* L) {
  const char* text = lua_tostring(L, -1);
  std::string_view message = text ? text : "(error message is not a string)";
  for (const std::string_view tail : {"\n\t[C]: in ?", "\nstack traceback:"})
    while (message.ends_with(tail)) message.remove_suffix(tail.size());
  print_error("", coloured(Colour::error, message, STDERR_FILENO));
  lua_pop(L, 1);
}

bool call_and_report(lua_State* L, int arguments, int results) {
  const bool done = protected_call(L, arguments, results) == LUA_OK;
  if (!done) print_and_pop_error(L);
  clear_interrupt();
  return done;
}

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\n");
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t\n") + 1 - first);
}

/// "", "name" or "?word": what stands behind the question mark.
void run_help(lua_State* L, const std::string& question) {
  const bool search = question.starts_with('?');
  const std::string text = trimmed(question.substr(search ? 1 : 0));
  lua_pushcfunction(L, text.empty() ? help_function
                       : search     ? bindings::native<search_for>
                                    : bindings::native<print_help_on>);
  if (!text.empty()) lua_pushstring(L, text.c_str());
  call_and_report(L, text.empty() ? 0 : 1, 0);
}

void run_unit(lua_State* L, const std::string& unit) {
  const int base = lua_gettop(L);
  if (load_unit(L, unit) != LUA_OK) return print_and_pop_error(L);
  const auto start = Clock::now();
  const bool done = call_and_report(L, 0, LUA_MULTRET);
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  const int results = lua_gettop(L) - base;
  if (done && results > 0) {
    luaL_checkstack(L, 4, "too many values to show");
    lua_pushcfunction(L, bindings::native<show_values>);
    lua_insert(L, base + 1);
    call_and_report(L, results, 0);
  }
  if (seconds > 1 && isatty(STDOUT_FILENO))
    std::puts(coloured(Colour::faint, fmt::format("({:.3g} s)", seconds), STDOUT_FILENO).c_str());
}

}  // namespace

void run_prompt(lua_State* L) {
  const auto editor = open_editor({[L](bool continued) { return prompt_text(L, continued); },
                                   [L](const std::string& text) { return is_incomplete(L, text); },
                                   [L](const std::string& before_cursor) { return complete(L, before_cursor); }});
  lua_pushcfunction(L, provide_ng);
  call_and_report(L, 0, 0);
  lua_pushcfunction(L, bindings::native<help_function>);
  lua_setglobal(L, "help");
  std::string unit;
  for (Reading reading; (reading = editor->read(unit)) != Reading::end;) {
    if (reading == Reading::unit) {
      const std::string text = trimmed(unit);
      if (text.starts_with('?'))
        run_help(L, text.substr(1));
      else if (!text.empty())
        run_unit(L, text);
    }
    clear_interrupt();
  }
}

}  // namespace nilgrad::interpreter
