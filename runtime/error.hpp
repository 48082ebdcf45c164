#pragma once
#include <fmt/core.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace nilgrad {

/// What went wrong, for those who decide by it (exit codes, the journal, a driver). The message is for people.
enum class ErrorKind {
  option,       ///< an unknown option, a wrong type, a value out of range
  shape,        ///< dimensions or dtypes that do not fit together
  file,         ///< a file that is missing, unreadable or malformed
  objective,    ///< an objective that returned something that is not a number
  state,        ///< an object used after it was closed, told twice, asked when done
  unavailable,  ///< a plug-in, library or program that this machine lacks
  interrupted,  ///< the user asked to stop
};

/// The one error type. The message names the thing and the value and says what to do.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  ErrorKind kind() const noexcept { return kind_; }

 private:
  ErrorKind kind_;
};

/// throw_error(ErrorKind::shape, "expected {} values, got {}", n, m)
template <class... Args>
[[noreturn]] void throw_error(ErrorKind kind, fmt::format_string<Args...> format, Args&&... args) {
  throw Error(kind, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace nilgrad
