#pragma once
#include <lua.hpp>

#include <string>

#include "interpreter/prompt/chunks.hpp"
#include "interpreter/prompt/errors/report.hpp"

namespace nilgrad::interpreter {

/// What a person and the interpreter have had to do with each other since the prompt opened.
class Session {
 public:
  explicit Session(lua_State* L) : L_(L) {}

  lua_State* state() const { return L_; }
  const Chunks& chunks() const { return chunks_; }

  /// Runs a chunk, remembers it and prints its values; `_` is then the first of them and `__` what `_` was, unless that
  /// is nil. Errors are reported. Returns whether all went well.
  bool run(const std::string& text);

  /// Runs a file, which is text, for what it does; it is no chunk of the session.
  bool run_file(const std::string& path);

  /// The time and evaluations of the last chunk, shown after each that took long enough or evaluated anything.
  void show_cost(bool always) const;

  /// Calls the function below `arguments` on the stack, or reports why that failed. Its results are left only where all
  /// went well.
  bool call(int arguments, int results);

  /// The prompt is to be left.
  void end() { ended_ = true; }
  bool ended() const { return ended_; }

  static void print_error(const std::string& message);

 private:
  bool run_loaded(Chunk& chunk);

  lua_State* L_;
  Chunks chunks_;
  ErrorReport report_{chunks_};
  double seconds_ = 0;
  long long evaluations_ = 0;
  bool ended_ = false;
};

}  // namespace nilgrad::interpreter
