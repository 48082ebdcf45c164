#pragma once
#include <lua.hpp>

#include <string_view>

#include "bindings/native.hpp"
#include "runtime/tensor/tensor.hpp"

// Tensors as Lua sees them. Everything here may raise a Lua error or throw nilgrad::Error: call it from within
// native<…>.
namespace nilgrad::bindings {

template <>
struct TypeName<Tensor> {
  static constexpr const char* value = "nilgrad.tensor";
};

/// Pushes a tensor that shares the elements of `tensor`. Native memory is invisible to Lua's collector, so this also
/// makes the collector work for what was allocated since (collect_native_debt).
void push_tensor(lua_State* L, Tensor tensor);

/// The tensor at argument `index`; raises for another type or a closed tensor.
Tensor& check_tensor(lua_State* L, int index);

/// The tensor at `index`, or nullptr when it is something else; raises for a closed tensor.
Tensor* test_tensor(lua_State* L, int index);

/// Reads a point, a batch or any array at `index`: a tensor (shared when it has this dtype, else converted), or a list
/// of numbers, lists or tensors that all have one shape. `what` names it in errors: "x0 must be …, got string".
Tensor to_tensor(lua_State* L, int index, DType dtype, std::string_view what = "value");

/// A shape at `index`: a list of extents or one extent.
Shape to_shape(lua_State* L, int index);

/// A dtype's name at `index`, or `otherwise` when there is none.
DType to_dtype(lua_State* L, int index, DType otherwise);

/// Pushes the elements as numbers in nested lists; integers rather than floats on request.
void push_list(lua_State* L, const Tensor& tensor, bool integers = false);

/// Makes the collector do a step (in generational mode a young collection) for every 8 MiB of native memory allocated
/// since the last call, and a full collection when live native memory has since the last one grown by half, by 32 MiB
/// and by twice Lua's own heap. A stopped collector stays stopped.
void collect_native_debt(lua_State* L);

}  // namespace nilgrad::bindings
