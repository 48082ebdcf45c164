#pragma once
#include <lua.hpp>

#include <string_view>

namespace nilgrad::bindings {

/// Seconds of a monotonic clock: where time enters the program's runs.
double monotonic_seconds();

/// One line on a terminal's stderr that says how far something is, at most ten times a second, erased at the end.
/// Silent in a pipe.
class ProgressLine {
 public:
  explicit ProgressLine(bool wanted);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// Is it time for another text? Ask before making one.
  bool due() const;
  void show(std::string_view text);
  /// A line that stays.
  void say(std::string_view text) const;

 private:
  bool active_;
  bool shown_ = false;
  double next_ = 0;
};

/// The loader of "nilgrad.native.progress": seconds(), and line(wanted) with the methods due, show and close.
int open_progress(lua_State* L);

}  // namespace nilgrad::bindings
