#pragma once
#include <optional>
#include <string>
#include <vector>

#include "runtime/catalog/describe.hpp"

namespace nilgrad {

/// What ng.objective.define is told about a user's own function.
struct DefinedOptions {
  std::string name = "lua";
  std::int64_t dim = 0;
  std::vector<double> lower, upper, start;
  std::string point = "table";
};

}  // namespace nilgrad
