#pragma once
#include <lua.hpp>

#include <optional>

#include "runtime/transformer/trained_set.hpp"

namespace nilgrad::bindings {

struct AdapterOptions {
  std::int64_t rank = 8;
  double alpha = 16;
  std::optional<std::int64_t> tokens = {};
  std::uint64_t seed = 0;
};

/// What the option `parameters` of the options at `table` says.
transformer::TrainedSet trained_set(lua_State* L, int table, const transformer::Model& model,
                                    const AdapterOptions& options);

/// Adds `language` to the table at the top of the stack.
void open_language_objective(lua_State* L);

}  // namespace nilgrad::bindings
