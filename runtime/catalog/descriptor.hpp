#pragma once
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "runtime/catalog/value.hpp"

namespace nilgrad::catalog {

enum class Type { boolean, integer, number, text, numbers, texts, recipe, function, any };

/// What an option accepts besides its type.
struct Limits {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool above_low = false;                 ///< low itself is refused
  bool infinite = false;                  ///< −inf and +inf are numbers like others: bounds that are none
  std::vector<std::string> choices = {};  ///< the texts allowed; for a number option, texts allowed in a number's place
  std::string unit = {};
  std::string default_text = {};  ///< in words, where the default is a rule rather than a value
  bool required = false;
};

struct Option {
  std::string name;
  Type type = Type::any;
  std::string kind;   ///< of a recipe: "perturbation"; of an opaque object: its type name, where one is required
  bool many = false;  ///< a list of recipes is accepted too
  Limits limits;
  std::string default_text;
  std::string help;
  std::function<void(void*, const Value&)> assign;  ///< into the Options struct of the thing described

  /// "a number > 0 or 'auto'"
  std::string expectation() const;
  /// Throws Error(option) naming `owner`, the option and the value.
  void check(const Value& value, const std::string& owner) const;
};

/// A method or field of an object, or a part of a table that a function returns.
struct Member {
  std::string name;       ///< "sum"
  std::string signature;  ///< "t:sum(dimension: integer?) -> number | tensor"; of a field "t.size: integer"
  std::string help;

  /// Of "t:sum(…)" and "t.size: integer" the name is sum and size; any other text ("t[i]") is a name without signature.
  static Member of(std::string text, std::string help);
};

/// Everything there is to say about one public thing, said once, in the file that defines it. The constructor, option
/// checks and suggestions, completion, `?help`, the manual and the contract tests are made from it.
struct Descriptor {
  std::string kind;       ///< "estimator", "perturbation", … "function", "constant", "room" (a table of ng), "object"
  std::string name;       ///< "two_point"
  std::string summary;    ///< one line
  std::string signature;  ///< of a function: "ng.minimize(f, options) -> result"
  std::string formula;
  std::string cost;       ///< in evaluations
  std::string memory;     ///< beyond the point itself
  std::string reference;  ///< paper, equation
  std::string example;    ///< runnable as it stands
  std::string source;     ///< the file that describes it: "runtime/estimator/two_point.cpp"
  std::vector<Option> options;
  std::vector<std::string> positional;  ///< options that may be given without names, in this order
  std::vector<Member> members;          ///< of an object, or of the table that a function returns
  std::function<std::shared_ptr<void>(const Values&)> make;

  /// "ng.estimator.two_point"; of an object its type's name, "tensor"
  std::string path() const;
  const Option* option(std::string_view name) const;
  /// Unknown names (with a suggestion), wrong types, values out of range and missing required options are
  /// Error(option).
  void check(const Values& values) const;
};

/// The known name nearest to a misspelt one, or "" when none is near (Damerau–Levenshtein distance of 2 at most, and
/// less than the letters of the misspelt name).
std::string nearest(std::string_view misspelt, const std::vector<std::string>& known);

template <class T>
std::shared_ptr<T> Recipe::make() const {
  if (descriptor->kind != T::kind) throw_error(ErrorKind::option, "expected a {}, got {}", T::kind, descriptor->path());
  return std::static_pointer_cast<T>(descriptor->make(values));
}

}  // namespace nilgrad::catalog
