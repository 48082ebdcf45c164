#pragma once
#include <lua.hpp>

#include "runtime/tensor/elementwise.hpp"

// The tensor's Lua surface, one file a kind of method; each add_… fills the table at the top of the stack.
namespace nilgrad::bindings {

void add_tensor_constructors(lua_State* L);  // to ng.tensor
void add_tensor_indexing(lua_State* L);      // to the methods
void add_tensor_elementwise(lua_State* L);   // to the methods
void add_tensor_reductions(lua_State* L);    // to the methods
void add_tensor_windows(lua_State* L);       // to the methods
void add_tensor_operators(lua_State* L);     // to the metatable
void add_tensor_access(lua_State* L);        // to the metatable, the methods below it on the stack

/// A number or array at argument `index` as the operand of an operation; `storage` holds the elements of a list.
Operand to_operand(lua_State* L, int index, DType dtype, Tensor& storage);

/// A copy whose making can be interrupted.
Tensor copy_of(const Tensor& x);

/// A dimension (from 1 in Lua) at argument `index`, from 0.
std::size_t to_dimension(lua_State* L, int index, const Tensor& x);

}  // namespace nilgrad::bindings
