#pragma once
#include <lua.hpp>

#include <string>
#include <vector>

#include "runtime/objective/process/child.hpp"

namespace nilgrad::bindings {

/// One run of a command, with nothing on its standard input: what it writes is read as it comes.
class CommandRun {
 public:
  /// `timeout` in seconds; infinite for none.
  CommandRun(const std::vector<std::string>& words, double timeout);

  /// Waits a moment for more and appends it. False at the end of both streams and when the time is over. Throws
  /// Error(interrupted).
  bool read(std::string& output, std::string& errors);

  bool timed_out() const;
  void kill() { child_.kill(); }
  /// Whether the command itself has ended: what it started may still hold its streams open.
  bool has_ended() const { return child_.ended().has_value(); }
  /// How it ended, for one that has closed its output or was killed, and so is about to.
  std::string ended() const { return child_.ended_within(10'000).value_or("did not end"); }

 private:
  Child child_;
  double until_;
  bool output_open_ = true, errors_open_ = true;
};

/// The list of strings in field `name` of the table at `index`.
std::vector<std::string> words_field(lua_State* L, int index, const char* name);

/// The loader of "nilgrad.native.command": run { … }, for modules that run programs to their end.
int open_native_command(lua_State* L);

}  // namespace nilgrad::bindings
