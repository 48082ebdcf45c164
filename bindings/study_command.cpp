#include "bindings/study_command.hpp"

#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

#include "bindings/command_run.hpp"
#include "bindings/native.hpp"
#include "bindings/progress.hpp"
#include "bindings/wait.hpp"

namespace nilgrad::bindings {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

/// Calls the function at `index` with the whole lines at the front of `text`, which are taken off it; whether it said
/// to stop.
bool pass_on(lua_State* L, int index, std::string& text, std::string& last, bool ended) {
  std::size_t begin = 0;
  bool stop = false;
  for (std::size_t end = 0; begin < text.size() && !stop; begin = end + 1) {
    end = text.find('\n', begin);
    if (end == std::string::npos && !ended) break;
    if (end == std::string::npos) end = text.size();
    const std::string line = text.substr(begin, end - begin);
    if (line.find_first_not_of(" \t\r") != std::string::npos) last = line;
    if (lua_isfunction(L, index)) {
      lua_pushvalue(L, index);
      push_string(L, line);
      lua_call(L, 1, 1);
      stop = lua_toboolean(L, -1) != 0;
      lua_pop(L, 1);
    }
  }
  text.erase(0, std::min(begin, text.size()));
  return stop;
}

/// run_command({ words, timeout, log }, on_line) -> last line, how it ended, "timed out" | "stopped" | nil
int run_command(lua_State* L) {
  lua_settop(L, 2);
  lua_getfield(L, 1, "timeout");
  const double timeout = luaL_optnumber(L, -1, HUGE_VAL);
  std::unique_ptr<std::FILE, CloseFile> log;
  if (lua_getfield(L, 1, "log") == LUA_TSTRING) {
    log.reset(std::fopen(lua_tostring(L, -1), "ae"));
    if (!log) throw_error(ErrorKind::file, "cannot write the log {}: {}", lua_tostring(L, -1), std::strerror(errno));
  }
  CommandRun run(words_field(L, 1, "words"), timeout);
  std::string text, output, errors, last;
  bool stopped = false;
  for (; !stopped && run.read(output, errors); output.clear(), errors.clear()) {
    for (const std::string* part : {&output, &errors})
      if (log) std::fwrite(part->data(), 1, part->size(), log.get()), std::fflush(log.get());
    text += output;
    stopped = pass_on(L, 2, text, last, false);
  }
  const bool timed_out = !stopped && run.timed_out();
  if (stopped || timed_out)
    run.kill();
  else
    pass_on(L, 2, text, last, true);
  push_string(L, last);
  push_string(L, run.ended());
  if (stopped || timed_out)
    lua_pushstring(L, stopped ? "stopped" : "timed out");
  else
    lua_pushnil(L);
  return 3;
}

int sleep(lua_State* L) {
  wait_for_input(-1, monotonic_seconds() + luaL_checknumber(L, 1));
  return 0;
}

}  // namespace

void open_study_command(lua_State* L) {
  lua_pushcfunction(L, native<run_command>);
  lua_setfield(L, -2, "run_command");
  lua_pushcfunction(L, native<sleep>);
  lua_setfield(L, -2, "sleep");
}

}  // namespace nilgrad::bindings
