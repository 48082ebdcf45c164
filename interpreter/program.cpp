#include "interpreter/program.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "bindings/stdlib.hpp"
#include "interpreter/arguments.hpp"
#include "interpreter/call.hpp"
#include "interpreter/exit_code.hpp"
#include "interpreter/interrupt.hpp"
#include "interpreter/ng_global.hpp"
#include "interpreter/prompt/prompt.hpp"
#include "interpreter/search_path.hpp"

namespace nilgrad::interpreter {
namespace {

constexpr const char* text_only = "t";  // bytecode can break out of any limit

class Program {
 public:
  Program(lua_State* L, const CommandLine& line, int argc, char** argv)
      : L_(L), line_(line), argc_(argc), argv_(argv), name_(program_name(argv)) {}

  int exit_code() { return run() ? exit_done : interrupted_ ? exit_interrupted : exit_error; }

 private:
  bool run() {
    const bool on_terminal = isatty(STDIN_FILENO);
    if (line_.show_version || (line_.interactive && on_terminal)) print_version();
    prepare_state();
    if (!line_.ignore_environment && !run_init()) return false;
    for (const Action& action : line_.actions)
      if (!run_action(action)) return false;
    const bool has_script = line_.script < argc_;
    if (has_script && !run_script()) return false;
    if (line_.interactive) {
      run_prompt(L_, !line_.ignore_environment && !line_.no_rc_file);
      return true;
    }
    if (has_script || line_.show_version || ran_statement()) return true;
    if (!on_terminal) {
      run_file(nullptr);  // as in lua, only of a script that was named ("-" too) does the exit code say that it failed
      return !interrupted_;
    }
    print_version();
    run_prompt(L_, !line_.ignore_environment && !line_.no_rc_file);
    return true;
  }

  static void print_version() {
    std::puts(version_line().c_str());
    std::fflush(stdout);
  }

  void prepare_state() {
    if (line_.ignore_environment) {
      lua_pushboolean(L_, 1);
      lua_setfield(L_, LUA_REGISTRYINDEX, "LUA_NOENV");  // the libraries look for it
    }
    luaL_openlibs(L_);
    install_coroutine_recording(L_);
    bindings::open_nilgrad(L_);
    const bool script_has_folder = line_.script < argc_ && !line_.script_is_stdin;
    extend_search_paths(L_, script_has_folder ? argv_[line_.script] : nullptr, !line_.ignore_environment);
    set_arg(L_, argc_, argv_, line_.script);
    lua_gc(L_, LUA_GCGEN, 0, 0);
  }

  bool ran_statement() const {
    return std::ranges::any_of(line_.actions, [](const Action& each) { return each.kind == Action::Kind::run; });
  }

  /// Runs the chunk on top of the stack, or reports why there is none.
  bool run_loaded(int status, int arguments = 0) {
    return status == LUA_OK ? call(arguments, 0) : report(L_, status, name_);
  }

  bool call(int arguments, int results) {
    const bool done = report(L_, protected_call(L_, arguments, results), name_);
    interrupted_ = interrupted();
    clear_interrupt();
    return done && !interrupted_;
  }

  bool run_file(const char* path) { return run_loaded(luaL_loadfilex(L_, path, text_only)); }

  bool run_text(const char* text, const char* chunk_name) {
    return run_loaded(luaL_loadbufferx(L_, text, std::strlen(text), chunk_name, text_only));
  }

  bool run_init() {
    for (const char* chunk_name : {"=LUA_INIT_5_4", "=LUA_INIT"}) {
      const char* init = std::getenv(chunk_name + 1);
      if (init) return init[0] == '@' ? run_file(init + 1) : run_text(init, chunk_name);
    }
    return true;
  }

  bool run_action(const Action& action) {
    switch (action.kind) {
      case Action::Kind::run:
        return run_typed(action.text);
      case Action::Kind::require:
        return run_require(action.text);
      case Action::Kind::warnings_on:
        lua_warning(L_, "@on", 0);
        return true;
    }
    return true;
  }

  /// What is typed after -e may say ng as at the prompt; nothing is loaded for one that does not.
  bool run_typed(const char* text) {
    if (mentions_ng(text)) {
      lua_pushcfunction(L_, provide_ng);
      if (!call(0, 0)) return false;
    }
    return run_text(text, "=(command line)");
  }

  /// "mod" or "g=mod"
  bool run_require(const std::string& text) {
    const std::size_t equals = text.find('=');
    const std::string global = text.substr(0, equals);
    lua_getglobal(L_, "require");
    lua_pushstring(L_, equals == std::string::npos ? text.c_str() : text.c_str() + equals + 1);
    if (!call(1, 1)) return false;
    lua_setglobal(L_, global.c_str());
    return true;
  }

  bool run_script() {
    const int status = luaL_loadfilex(L_, line_.script_is_stdin ? nullptr : argv_[line_.script], text_only);
    return run_loaded(status, status == LUA_OK ? push_arguments(L_) : 0);
  }

  lua_State* L_;
  const CommandLine& line_;
  int argc_;
  char** argv_;
  std::string name_;
  bool interrupted_ = false;
};

}  // namespace

int run_program(lua_State* L, const CommandLine& line, int argc, char** argv) {
  return Program(L, line, argc, argv).exit_code();
}

}  // namespace nilgrad::interpreter
