#pragma once
#include <lua.hpp>

#include <deque>
#include <string>
#include <string_view>

namespace nilgrad::interpreter {

/// A chunk as it was typed.
struct Chunk {
  long long number = 0;  ///< the session's first is 1
  std::string text;
  bool done = false;  ///< it ran without an error
  int values = 0;     ///< how many it gave
  bool kept = false;  ///< the first of them became `_`
};

/// What was typed in this session, as far back as memory is meant to be spent on it: for the lines that errors show,
/// and for scripts made from a session.
class Chunks {
 public:
  static constexpr std::size_t most_chunks = 20000, most_bytes = std::size_t{16} << 20;

  /// The chunk that is about to run; valid until the next one.
  Chunk& add(std::string text);
  const std::deque<Chunk>& all() const { return chunks_; }

  /// The chunk that the Lua function at the top of the stack was defined in, or null. It is found by its bytecode,
  /// which stands within that of its chunk: chunks are all named stdin, as in lua.
  const Chunk* defining(lua_State* L) const;

 private:
  std::deque<Chunk> chunks_;
  std::size_t bytes_ = 0;
  long long last_number_ = 0;
};

/// Line `number` (from 1) of a text; empty where there is none.
std::string_view line_of(std::string_view text, int number);

}  // namespace nilgrad::interpreter
