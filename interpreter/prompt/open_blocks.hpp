#pragma once
#include <cstddef>
#include <string>

namespace nilgrad::interpreter {

/// How many blocks, brackets and texts are open at the end of a unit that grows by lines. Each line is looked at once,
/// so this stays cheap where parsing the whole unit anew for every line is not.
class OpenBlocks {
 public:
  /// `unit` is what it was, with a line more.
  void add_line(const std::string& unit);
  /// Then the unit is incomplete, or wrong.
  bool any() const { return depth_ > 0 || in_text_; }

 private:
  std::size_t counted_ = 0;  // bytes whose tokens are in depth_
  std::size_t seen_ = 0;
  long depth_ = 0;
  bool in_text_ = false;  // a string or comment is open
};

}  // namespace nilgrad::interpreter
