#include <vector>

#include "bindings/tensor.hpp"
#include "bindings/tensor_methods.hpp"
#include "runtime/tensor/copies.hpp"
#include "runtime/tensor/rows.hpp"

// Rows, shapes, copies and conversions.
namespace nilgrad::bindings {
namespace {

/// t:slice(first, last): rows first … last as a view; last defaults to the last row.
int slice(lua_State* L) {
  const Tensor& tensor = check_tensor(L, 1);
  const lua_Integer rows = tensor.shape().empty() ? 0 : tensor.shape()[0];
  const lua_Integer first = luaL_checkinteger(L, 2);
  const lua_Integer last = luaL_optinteger(L, 3, rows);
  if (first < 1 || last > rows || last < first - 1)
    throw_error(ErrorKind::shape, "slice({}, {}) of a tensor with {} rows", first, last, rows);
  push_tensor(L, tensor.rows(static_cast<std::size_t>(first - 1), static_cast<std::size_t>(last - first + 1)));
  return 1;
}

/// t:gather({ 3, 1, 1 }): copies of these rows, in this order.
int gather_method(lua_State* L) {
  const Tensor& tensor = check_tensor(L, 1);
  const Tensor list = to_tensor(L, 2, DType::float64, "indices");
  std::vector<std::int64_t> rows;
  rows.reserve(list.size());
  for (const double index : list.as<double>()) {
    if (index != static_cast<double>(static_cast<std::int64_t>(index)))
      throw_error(ErrorKind::shape, "gather: index {} is not an integer", index);
    rows.push_back(static_cast<std::int64_t>(index) - 1);
  }
  push_tensor(L, gather(tensor, rows, StopToken(interrupt_flag())));
  return 1;
}

/// t:reshape { 2, -1 }: the same elements under another shape; one extent may be -1, which stands for what is left.
int reshape(lua_State* L) {
  const Tensor& tensor = check_tensor(L, 1);
  Shape shape = to_shape(L, 2);
  std::int64_t known = 1;
  std::int64_t* open = nullptr;
  for (std::int64_t& extent : shape) {
    if (extent == -1 && !open)
      open = &extent;
    else if (extent > 0)
      known *= extent;
  }
  if (open) *open = static_cast<std::int64_t>(tensor.size()) / known;
  push_tensor(L, tensor.reshaped(shape));
  return 1;
}

int clone(lua_State* L) {
  push_tensor(L, copy_of(check_tensor(L, 1)));
  return 1;
}

/// t:to "float32": a converted copy, or t itself where it has this dtype already.
int to(lua_State* L) {
  const Tensor& tensor = check_tensor(L, 1);
  const DType dtype = dtype_from(luaL_checkstring(L, 2));
  if (dtype == tensor.dtype())
    lua_pushvalue(L, 1);
  else
    push_tensor(L, copied(tensor, dtype, StopToken(interrupt_flag())));
  return 1;
}

/// t:copy(source): the elements of a tensor, a list or a number, broadcast to t's shape, into t.
int copy(lua_State* L) {
  Tensor& tensor = check_tensor(L, 1);
  Tensor storage;
  apply_in_place(Binary::assign, tensor, to_operand(L, 2, tensor.dtype(), storage));
  lua_settop(L, 1);
  return 1;
}

int fill(lua_State* L) {
  check_tensor(L, 1).fill(luaL_checknumber(L, 2));
  lua_settop(L, 1);
  return 1;
}

int table(lua_State* L) {
  push_list(L, check_tensor(L, 1));
  return 1;
}

/// t:equal(u): the same shape and the same numbers; NaN equals nothing.
int equal_method(lua_State* L) {
  lua_pushboolean(L, equal(check_tensor(L, 1), check_tensor(L, 2)));
  return 1;
}

}  // namespace

Tensor copy_of(const Tensor& x) { return copied(x, x.dtype(), StopToken(interrupt_flag())); }

std::size_t to_dimension(lua_State* L, int index, const Tensor& x) {
  const lua_Integer dimension = luaL_checkinteger(L, index);
  const auto rank = static_cast<lua_Integer>(x.shape().size());
  if (dimension < 1 || dimension > rank)
    throw_error(ErrorKind::shape, "dimension {} of a tensor of shape {}", dimension, to_string(x.shape()));
  return static_cast<std::size_t>(dimension - 1);
}

void add_tensor_indexing(lua_State* L) {
  constexpr luaL_Reg methods[] = {{"slice", native<slice>},
                                  {"gather", native<gather_method>},
                                  {"reshape", native<reshape>},
                                  {"clone", native<clone>},
                                  {"to", native<to>},
                                  {"copy", native<copy>},
                                  {"fill", native<fill>},
                                  {"table", native<table>},
                                  {"equal", native<equal_method>},
                                  {nullptr, nullptr}};
  luaL_setfuncs(L, methods, 0);
}

}  // namespace nilgrad::bindings
