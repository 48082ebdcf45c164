#pragma once
#include <lua.hpp>

#include <string>

#include "interpreter/call.hpp"
#include "interpreter/prompt/chunks.hpp"

namespace nilgrad::interpreter {

/// How the prompt tells of errors: the message, the line that it is about with marks below the place, and the way
/// there, in the colours of standard error.
class ErrorReport : public ErrorReporter {
 public:
  explicit ErrorReport(const Chunks& chunks) : chunks_(chunks) {}

  void push_report(lua_State* L) override;
  /// Of a chunk that does not parse.
  static std::string syntax_error(lua_State* L, std::string_view message, const std::string& chunk);
  /// Of a file that does not load.
  static std::string load_error(std::string_view message);

 private:
  std::string report(lua_State* L) const;

  const Chunks& chunks_;
};

}  // namespace nilgrad::interpreter
