#pragma once
#include <lua.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace nilgrad::interpreter {

/// The levels of the stack that a person has written or called: neither the prompt's, nor what runs inside ours. Of a
/// deep stack its two ends.
struct Frames {
  struct Frame {
    int level;
    std::string where;  ///< "stdin:1"; "[C]"
    std::string what;   ///< "in function 'f'"
    bool main = false;  ///< a chunk's own
  };
  std::vector<Frame> inner, outer;  ///< the innermost first; `outer` only where some were left out
  int left_out = 0;
};

/// From within a message handler.
Frames frames_of(lua_State* L);

/// "stack traceback:" and a line for each; empty where the only one is a chunk itself.
std::string traceback_text(const Frames& frames);

}  // namespace nilgrad::interpreter
