#pragma once
#include <cstddef>
#include <optional>
#include <string>

#include "runtime/file_descriptor.hpp"

namespace nilgrad::interpreter {

/// Standard input for an editor, which takes and shows it byte by byte: fine for keys, hours for a paste of megabytes.
/// So what comes in bulk is read here, in blocks.
class BulkInput {
 public:
  BulkInput();

  /// Waits for something to read, or for a signal, which the wait alone lets in: then false. So it is as long as there
  /// is an interrupt or a job's signal that the editor is to deal with first.
  bool wait() const;
  /// What was read ahead: there must be some.
  int take_byte() { return static_cast<unsigned char>(ahead_[taken_++]); }
  /// The next byte of keys, read ahead or waited for; EOF at the end; nothing when a signal came first.
  std::optional<int> next_key_byte();
  bool has_bytes() const { return taken_ < ahead_.size(); }
  bool is_waiting() const { return waiting() > 0; }
  /// Is so much waiting that nobody can have typed it?
  bool is_pouring() const { return waiting() >= much; }
  /// The printable text that comes next in what pours in.
  std::string take_text();
  /// The rest of a bracketed paste. Nothing when Ctrl-C or another signal ends it: what is still to come is thrown
  /// away, as none of it may be taken for keys.
  std::optional<std::string> take_paste();

 private:
  static constexpr std::size_t much = 256;

  std::size_t waiting() const;
  ssize_t read(void* to, std::size_t most) const;
  bool read_block();
  void discard_paste();

  FileDescriptor terminal_;  // standard input once more, where a read never waits
  std::string ahead_;        // read, and from `taken_` on not taken
  std::size_t taken_ = 0;
};

}  // namespace nilgrad::interpreter
