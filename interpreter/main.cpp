#include <cstdio>
#include <exception>

#include "bindings/native.hpp"
#include "interpreter/call.hpp"
#include "interpreter/command_line.hpp"
#include "interpreter/commands/command.hpp"
#include "interpreter/exit_code.hpp"
#include "interpreter/program.hpp"

namespace nilgrad::interpreter {
namespace {

struct Request {
  const CommandLine& line;
  int argc;
  char** argv;
  int exit_code = exit_error;
};

int run_request(lua_State* L) {
  auto& request = *static_cast<Request*>(lua_touserdata(L, 1));
  lua_settop(L, 2);  // as many as in lua: recursion without end goes as deep, and its traceback is the same
  request.exit_code = run_program(L, request.line, request.argc, request.argv);
  return 0;
}

/// All that touches the state runs protected, so that even a lack of memory ends with a message.
int run_in_new_state(const CommandLine& line, int argc, char** argv) {
  lua_State* L = luaL_newstate();
  if (!L) {
    print_error(program_name(argv), "cannot create state: not enough memory");
    return exit_error;
  }
  Request request{line, argc, argv};
  lua_pushcfunction(L, bindings::native<run_request>);
  lua_pushlightuserdata(L, &request);
  const bool ran = report(L, lua_pcall(L, 1, 0, 0), program_name(argv));
  lua_close(L);
  return ran ? request.exit_code : exit_error;
}

int run(int argc, char** argv) {
  if (const Command* command = argc > 1 ? find_command(argv[1]) : nullptr) return command->run(argc - 1, argv + 1);
  const CommandLine line = parse_command_line(argc, argv);
  if (!line.problem.empty()) {
    print_error(program_name(argv), line.problem);
    std::fputs(usage(program_name(argv)).c_str(), stderr);
    return exit_usage;
  }
  if (line.show_help || line.only_version) {
    std::fputs((line.show_help ? usage("nilgrad") : version_line() + "\n").c_str(), stdout);
    return exit_done;
  }
  return run_in_new_state(line, argc, argv);
}

}  // namespace
}  // namespace nilgrad::interpreter

int main(int argc, char** argv) {
  try {
    return nilgrad::interpreter::run(argc, argv);
  } catch (const std::exception& error) {
    nilgrad::interpreter::print_error("nilgrad", error.what());
    return nilgrad::interpreter::exit_error;
  }
}
