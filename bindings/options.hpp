#pragma once
#include <lua.hpp>

#include "bindings/native.hpp"
#include "runtime/catalog/catalog.hpp"

// Option tables: Lua values become catalog values, which the descriptor checks.
namespace nilgrad::bindings {

using RecipePointer = std::shared_ptr<const catalog::Recipe>;

template <>
struct TypeName<RecipePointer> {
  static constexpr const char* value = "nilgrad.recipe";
};

/// The arguments of a constructor from `first` on: nothing, one options table, or the descriptor's positional options
/// in order. Throws Error(option) for anything that the descriptor does not allow.
catalog::Values read_arguments(lua_State* L, int first, const catalog::Descriptor& descriptor);

/// The options table at `index` (nil: no options), checked. The option `unread` is left out where it is a tensor, which
/// may be large: the caller reads it itself.
catalog::Values read_options(lua_State* L, int index, const catalog::Descriptor& descriptor,
                             std::string_view unread = {});

}  // namespace nilgrad::bindings
