#include "bindings/study_command.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "bindings/native.hpp"
#include "bindings/progress.hpp"
#include "runtime/objective/process/child.hpp"
#include "runtime/stop_token.hpp"

namespace nilgrad::bindings {
namespace {

/// One run of a command: its output is read line by line as it comes, all of it goes to the log.
class CommandRun {
 public:
  struct Settings {
    std::vector<std::string> words;
    double timeout = HUGE_VAL;  // seconds
    std::FILE* log = nullptr;
  };
  explicit CommandRun(const Settings& settings)
      : settings_(settings), child_(settings.words), until_(monotonic_seconds() + settings.timeout) {
    child_.close_input();
  }

  /// Until the next lines or the end: false at the end. Throws Error(interrupted).
  bool read(std::string& lines) {
    constexpr int wait = 50;  // milliseconds, after which an interrupt and the time are looked at
    if (timed_out() || (!output_open_ && !errors_open_)) return false;
    std::array<pollfd, 2> events{{{output_open_ ? child_.output().number() : -1, POLLIN, 0},
                                  {errors_open_ ? child_.errors().number() : -1, POLLIN, 0}}};
    poll(events.data(), events.size(), wait);
    StopToken(interrupt_flag()).check();
    if (events[0].revents != 0) output_open_ = take(child_.output(), &lines);
    if (events[1].revents != 0) errors_open_ = take(child_.errors(), nullptr);
    return true;
  }

  bool timed_out() const { return monotonic_seconds() >= until_; }
  void kill() { child_.kill(); }
  /// How it ended: it has closed its output, so it is about to.
  std::string ended() const { return child_.ended_within(10'000).value_or("did not end"); }

 private:
  bool take(const FileDescriptor& from, std::string* lines) {
    std::string text;
    const auto got = Child::read(from, text);
    if (settings_.log) std::fwrite(text.data(), 1, text.size(), settings_.log), std::fflush(settings_.log);
    if (lines) *lines += text;
    return got != Child::Read::end;
  }

  const Settings& settings_;
  Child child_;
  double until_;
  bool output_open_ = true, errors_open_ = true;
};

std::vector<std::string> words_field(lua_State* L) {
  std::vector<std::string> words;
  lua_getfield(L, 1, "words");
  for (lua_Integer i = 1; lua_rawgeti(L, -1, i) == LUA_TSTRING; ++i, lua_pop(L, 1))
    words.emplace_back(lua_tostring(L, -1));
  lua_pop(L, 2);
  return words;
}

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
  CommandRun::Settings settings;
  settings.words = words_field(L);
  lua_getfield(L, 1, "timeout");
  settings.timeout = luaL_optnumber(L, -1, HUGE_VAL);
  std::unique_ptr<std::FILE, CloseFile> log;
  if (lua_getfield(L, 1, "log") == LUA_TSTRING) {
    log.reset(std::fopen(lua_tostring(L, -1), "ae"));
    if (!log) throw_error(ErrorKind::file, "cannot write the log {}: {}", lua_tostring(L, -1), std::strerror(errno));
    settings.log = log.get();
  }
  CommandRun run(settings);
  std::string text, last;
  bool stopped = false;
  while (!stopped && run.read(text)) stopped = pass_on(L, 2, text, last, false);
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
  const double until = monotonic_seconds() + luaL_checknumber(L, 1);
  const StopToken stop(interrupt_flag());
  for (double left = until - monotonic_seconds(); left > 0; left = until - monotonic_seconds()) {
    poll(nullptr, 0, static_cast<int>(std::ceil(std::fmin(left, 0.1) * 1000)));
    stop.check();
  }
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
