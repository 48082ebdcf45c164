#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace nilgrad::interpreter {

/// a.b[1]["c"]:d as its names and indices, the first a global's.
using Path = std::vector<std::variant<std::string, long long>>;

/// Where the cursor stands in a text of Lua, as far as the tokens before it tell. Nothing is run to know it.
struct Place {
  enum class Kind {
    nowhere,     ///< in a comment, or after what has no fields
    expression,  ///< a name, or a field of `object`, may stand here
    string,      ///< in a string that is not ended
  } kind = Kind::nowhere;

  std::size_t begin = 0;   ///< of the path or the string's content
  std::size_t last = 0;    ///< of the last name of the path, which is where completion may add; of the string: as begin
  Path object;             ///< what stands before the last dot or colon; empty for a global
  char separator = 0;      ///< '.', ':', or 0 for a global
  std::string_view quote;  ///< of a string: how it began

  /// What the string, or the braces around the cursor, are given to: f in f "…", f { … } and f(x, { … }). Empty for
  /// none.
  Path called;
  char called_by = 0;  ///< the separator before its last name
  /// The braces around the cursor hold options, and one may begin here: nothing of an item has been written but a name.
  bool key = false;
  std::string option;              ///< whose value is being written in those braces; empty for none
  std::vector<std::string> given;  ///< the options written in those braces before the cursor
};

Place place_of(std::string_view before_cursor);

/// The path that all of `text` is: "ng.estimator.dap", "study:optimize"; empty where it is none.
Path parse_path(std::string_view text);

}  // namespace nilgrad::interpreter
