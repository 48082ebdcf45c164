#include "bindings/command_run.hpp"

#include <poll.h>

#include <array>
#include <cmath>

#include "bindings/native.hpp"
#include "bindings/progress.hpp"
#include "runtime/stop_token.hpp"

namespace nilgrad::bindings {

CommandRun::CommandRun(const std::vector<std::string>& words, double timeout)
    : child_(words), until_(monotonic_seconds() + timeout) {
  child_.close_input();
}

bool CommandRun::read(std::string& output, std::string& errors) {
  constexpr int wait = 20;  // milliseconds, after which an interrupt and the time are looked at
  if (timed_out() || (!output_open_ && !errors_open_)) return false;
  std::array<pollfd, 2> events{{{output_open_ ? child_.output().number() : -1, POLLIN, 0},
                                {errors_open_ ? child_.errors().number() : -1, POLLIN, 0}}};
  poll(events.data(), events.size(), wait);
  StopToken(interrupt_flag()).check();
  if (events[0].revents != 0) output_open_ = Child::read(child_.output(), output) != Child::Read::end;
  if (events[1].revents != 0) errors_open_ = Child::read(child_.errors(), errors) != Child::Read::end;
  return true;
}

bool CommandRun::timed_out() const { return monotonic_seconds() >= until_; }

std::vector<std::string> words_field(lua_State* L, int index, const char* name) {
  std::vector<std::string> words;
  lua_getfield(L, index, name);
  for (lua_Integer i = 1; lua_rawgeti(L, -1, i) == LUA_TSTRING; ++i, lua_pop(L, 1)) {
    std::size_t size = 0;
    const char* word = lua_tolstring(L, -1, &size);
    words.emplace_back(word, size);
  }
  lua_pop(L, 2);
  return words;
}

namespace {

double number_field(lua_State* L, const char* name) {
  lua_getfield(L, 1, name);
  const double number = luaL_optnumber(L, -1, HUGE_VAL);
  lua_pop(L, 1);
  return number;
}

/// run { words = , seconds = , bytes = } -> { output, errors, ended, cut }: cut is "time" or "output" where the program
/// was killed because it took more than `seconds` or wrote more than `bytes`.
int run(lua_State* L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  const double bytes = number_field(L, "bytes");
  CommandRun run(words_field(L, 1, "words"), number_field(L, "seconds"));
  std::string output, errors;
  const auto written = [&] { return output.size() + errors.size(); };
  const char* cut = nullptr;
  for (std::size_t before = 0; !cut && run.read(output, errors); before = written()) {
    if (static_cast<double>(written()) > bytes) cut = "output";
    if (written() == before && run.has_ended()) break;
  }
  if (!cut && run.timed_out()) cut = "time";
  if (cut) run.kill();
  lua_createtable(L, 0, 4);
  push_string(L, output);
  lua_setfield(L, -2, "output");
  push_string(L, errors);
  lua_setfield(L, -2, "errors");
  push_string(L, run.ended());
  lua_setfield(L, -2, "ended");
  lua_pushstring(L, cut);
  lua_setfield(L, -2, "cut");
  return 1;
}

}  // namespace

int open_native_command(lua_State* L) {
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, native<run>);
  lua_setfield(L, -2, "run");
  return 1;
}

}  // namespace nilgrad::bindings
