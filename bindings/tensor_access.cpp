#include <string_view>

#include "bindings/tensor.hpp"
#include "bindings/tensor_methods.hpp"
#include "runtime/tensor/summary.hpp"

// t[i], t[{ i, j }], t.shape, #t, tostring(t).
namespace nilgrad::bindings {
namespace {

void push_shape(lua_State* L, const Shape& shape) {
  lua_createtable(L, static_cast<int>(shape.size()), 0);
  for (std::size_t d = 0; d < shape.size(); ++d) {
    lua_pushinteger(L, shape[d]);
    lua_rawseti(L, -2, static_cast<lua_Integer>(d + 1));
  }
}

/// The index at `index` on the stack, checked against `extent`, from 0.
std::size_t to_position(lua_State* L, int index, std::int64_t extent) {
  int exact = 0;
  const lua_Integer i = lua_tointegerx(L, index, &exact);
  if (!exact || lua_type(L, index) != LUA_TNUMBER)
    throw_error(ErrorKind::shape, "tensor index {} is not an integer", luaL_tolstring(L, index, nullptr));
  if (i < 1 || i > extent) throw_error(ErrorKind::shape, "tensor index {} is outside 1..{}", i, extent);
  return static_cast<std::size_t>(i - 1);
}

/// What the list { i, j, … } at `index` points to: an element as a scalar tensor, or a row, a row of a row, ….
Tensor part_at(lua_State* L, int index, Tensor part) {
  const lua_Integer count = luaL_len(L, index);
  if (count > static_cast<lua_Integer>(part.shape().size()))
    throw_error(ErrorKind::shape, "{} indices for a tensor of shape {}", count, to_string(part.shape()));
  for (lua_Integer d = 1; d <= count; ++d) {
    lua_geti(L, index, d);
    part = part.row(to_position(L, -1, part.shape()[0]));
    lua_pop(L, 1);
  }
  return part;
}

int push_part(lua_State* L, Tensor part) {
  if (part.shape().empty())
    lua_pushnumber(L, part.at(0));
  else
    push_tensor(L, std::move(part));
  return 1;
}

int push_field(lua_State* L, const Tensor& tensor) {
  const std::string_view field = lua_tostring(L, 2);
  if (field == "shape")
    push_shape(L, tensor.shape());
  else if (field == "dtype")
    push_string(L, name_of(tensor.dtype()));
  else if (field == "size")
    lua_pushinteger(L, static_cast<lua_Integer>(tensor.size()));
  else
    lua_pushnil(L);
  return 1;
}

int push_row(lua_State* L, const Tensor& tensor) {
  const Shape& shape = tensor.shape();
  if (shape.empty()) throw_error(ErrorKind::shape, "a scalar tensor has no rows; t[{{}}] is its number");
  if (lua_tointeger(L, 2) == shape[0] + 1) return 0;  // nil, so that ipairs ends
  const std::size_t i = to_position(L, 2, shape[0]);
  if (shape.size() > 1) return push_part(L, tensor.row(i));
  lua_pushnumber(L, tensor.at(i));
  return 1;
}

int index(lua_State* L) {
  const Tensor& tensor = check_tensor(L, 1);
  switch (lua_type(L, 2)) {
    case LUA_TSTRING:
      lua_pushvalue(L, 2);
      return lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL ? 1 : push_field(L, tensor);
    case LUA_TTABLE:
      return push_part(L, part_at(L, 2, tensor));
    case LUA_TNUMBER:
      return push_row(L, tensor);
    default:
      throw_error(ErrorKind::shape, "a tensor is indexed by an integer or a list of them, not by a {}",
                  luaL_typename(L, 2));
  }
}

void assign(lua_State* L, Tensor part, int value) {
  Tensor storage;
  apply_in_place(Binary::assign, part, to_operand(L, value, part.dtype(), storage));
}

int new_index(lua_State* L) {
  Tensor& tensor = check_tensor(L, 1);
  if (lua_istable(L, 2)) {
    assign(L, part_at(L, 2, tensor), 3);
    return 0;
  }
  if (lua_type(L, 2) != LUA_TNUMBER)
    throw_error(ErrorKind::shape, "a tensor has no field '{}' to set", luaL_tolstring(L, 2, nullptr));
  if (tensor.shape().empty()) throw_error(ErrorKind::shape, "a scalar tensor has no rows; t:fill(v) sets its number");
  const std::size_t i = to_position(L, 2, tensor.shape()[0]);
  if (tensor.shape().size() == 1 && lua_type(L, 3) == LUA_TNUMBER)
    tensor.set(i, lua_tonumber(L, 3));
  else
    assign(L, tensor.row(i), 3);
  return 0;
}

int length(lua_State* L) {
  const Shape& shape = check_tensor(L, 1).shape();
  lua_pushinteger(L, shape.empty() ? 0 : shape[0]);
  return 1;
}

int to_string_method(lua_State* L) {
  const Box<Tensor>* box = test_box<Tensor>(L, 1);
  push_string(L, box && !box->alive ? "tensor (closed)" : summary(check_tensor(L, 1), StopToken(interrupt_flag())));
  return 1;
}

}  // namespace

void add_tensor_access(lua_State* L) {
  constexpr luaL_Reg metamethods[] = {{"__newindex", native<new_index>},
                                      {"__len", native<length>},
                                      {"__tostring", native<to_string_method>},
                                      {nullptr, nullptr}};
  luaL_setfuncs(L, metamethods, 0);
  lua_pushvalue(L, -2);
  lua_pushcclosure(L, native<index>, 1);
  lua_setfield(L, -2, "__index");
}

}  // namespace nilgrad::bindings
