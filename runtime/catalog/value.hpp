#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "runtime/error.hpp"

namespace nilgrad::catalog {

struct Descriptor;
struct Recipe;

/// Something only its own room understands (a Lua function, a model, a data set): the options check its type name
/// alone.
struct Opaque {
  std::string type;
  std::string detail = {};  ///< for messages: what is wrong with a table that is no list of numbers, texts or things
};

using Recipes = std::vector<std::shared_ptr<const Recipe>>;

/// What an option may hold, whoever reads it: a Lua table, a journal's header, a test.
using Value = std::variant<bool, std::int64_t, double, std::string, std::vector<double>, std::vector<std::string>,
                           Recipes, Opaque>;
using Values = std::map<std::string, Value, std::less<>>;

/// As a user would write it in a script; long lists and texts are cut, and say so.
std::string to_string(const Value& value);

/// A described thing and the options it was given: how to make it, not the thing. Every run makes its own, so that no
/// state leaks from one run to the next.
struct Recipe {
  const Descriptor* descriptor = nullptr;
  Values values;

  /// T is the interface of the descriptor's kind (Estimator for "estimator"). Throws Error(option).
  template <class T>
  std::shared_ptr<T> make() const;

  /// "ng.estimator.two_point { h = 0.001, queries = 8 }"
  std::string to_string() const;
};

}  // namespace nilgrad::catalog
