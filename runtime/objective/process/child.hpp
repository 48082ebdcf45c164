#pragma once
#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/file_descriptor.hpp"

namespace nilgrad {

/// A program that runs beside this one, with pipes to its standard input, output and error stream. Its ends of the
/// pipes block, ours do not. It leads a process group of its own, so a Ctrl-C at the terminal reaches this program
/// alone, and ending it ends whatever it started itself. It never outlives its Child, nor a regular exit of this
/// program, and is never left a zombie.
class Child {
 public:
  /// Searches PATH for `words[0]`, as execvp does. Throws Error(unavailable) naming it and why it cannot be started.
  explicit Child(const std::vector<std::string>& words);
  /// Kills it, with its group.
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// How many bytes went into its standard input: fewer than given when it is slow to read, nothing when it does not
  /// read any more.
  std::optional<std::size_t> write(std::string_view text);

  enum class Read { some, nothing, end };
  /// Appends what it has written so far, 64 KiB at most.
  static Read read(const FileDescriptor& from, std::string& to);

  /// Tells it that no more will come.
  void close_input() { input_.close(); }
  void close_errors() { errors_.close(); }
  void kill() noexcept;

  /// "exited with code 3", "was killed by signal 9 (Killed)"; nothing while it runs. Never waits.
  std::optional<std::string> ended() const;
  /// The same after waiting for it, `milliseconds` at most.
  std::optional<std::string> ended_within(int milliseconds) const;

  const FileDescriptor& input() const { return input_; }
  const FileDescriptor& output() const { return output_; }
  const FileDescriptor& errors() const { return errors_; }

 private:
  FileDescriptor input_, output_, errors_;
  pid_t pid_ = -1;
  pid_t owner_;  // a fork of this program must not kill what is not its own
};

}  // namespace nilgrad
