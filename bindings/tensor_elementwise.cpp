#include <limits>

#include "bindings/tensor.hpp"
#include "bindings/tensor_methods.hpp"

// Operators, and for each elementwise operation a method NAME, which returns a new tensor, and NAME_, which writes into
// the tensor itself (no memory is allocated) and returns it.
namespace nilgrad::bindings {
namespace {

int return_self(lua_State* L) {
  lua_settop(L, 1);
  return 1;
}

template <Unary op>
int map(lua_State* L) {
  push_tensor(L, apply(op, check_tensor(L, 1), StopToken(interrupt_flag())));
  return 1;
}

template <Unary op>
int map_in_place(lua_State* L) {
  apply_in_place(op, check_tensor(L, 1));
  return return_self(L);
}

/// For operators either side may be the number or list.
template <Binary op>
int combine(lua_State* L) {
  const Tensor* left = test_tensor(L, 1);
  const Tensor* right = test_tensor(L, 2);
  const StopToken stop(interrupt_flag());
  Tensor storage;
  if (left)
    push_tensor(L, apply(op, *left, right ? Operand(*right) : to_operand(L, 2, left->dtype(), storage), stop));
  else
    push_tensor(L, apply(op, to_operand(L, 1, check_tensor(L, 2).dtype(), storage), *right, stop));
  return 1;
}

template <Binary op>
int combine_in_place(lua_State* L) {
  Tensor& tensor = check_tensor(L, 1);
  Tensor storage;
  apply_in_place(op, tensor, to_operand(L, 2, tensor.dtype(), storage));
  return return_self(L);
}

void add_scaled(lua_State* L, Tensor& tensor) {
  Tensor storage;
  const Operand other = to_operand(L, 2, tensor.dtype(), storage);
  if (lua_isnoneornil(L, 3))
    apply_in_place(Binary::add, tensor, other);
  else
    add_scaled_in_place(tensor, other, luaL_checknumber(L, 3));
}

/// t:add_(u, scale): t ← t + scale u.
int add_in_place(lua_State* L) {
  add_scaled(L, check_tensor(L, 1));
  return return_self(L);
}

/// t:add(u, scale): t + scale u.
int add(lua_State* L) {
  if (lua_isnoneornil(L, 3)) return combine<Binary::add>(L);
  Tensor sum = copy_of(check_tensor(L, 1));
  add_scaled(L, sum);
  push_tensor(L, std::move(sum));
  return 1;
}

/// Bounds are numbers, arrays that broadcast to the tensor's shape, or nil for none.
void clamp_to_bounds(lua_State* L, Tensor& tensor) {
  Tensor low_storage, high_storage;
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const Operand low = lua_isnoneornil(L, 2) ? Operand(-infinity) : to_operand(L, 2, tensor.dtype(), low_storage);
  const Operand high = lua_isnoneornil(L, 3) ? Operand(infinity) : to_operand(L, 3, tensor.dtype(), high_storage);
  if (!low.tensor() && !high.tensor()) return clamp_in_place(tensor, low.number(), high.number());
  apply_in_place(Binary::maximum, tensor, low);
  apply_in_place(Binary::minimum, tensor, high);
}

int clamp_in_place_method(lua_State* L) {
  clamp_to_bounds(L, check_tensor(L, 1));
  return return_self(L);
}

int clamp(lua_State* L) {
  Tensor clamped = copy_of(check_tensor(L, 1));
  clamp_to_bounds(L, clamped);
  push_tensor(L, std::move(clamped));
  return 1;
}

}  // namespace

Operand to_operand(lua_State* L, int index, DType dtype, Tensor& storage) {
  if (lua_type(L, index) == LUA_TNUMBER) return lua_tonumber(L, index);
  if (const Tensor* tensor = test_tensor(L, index)) return *tensor;
  if (!lua_istable(L, index)) luaL_typeerror(L, index, "number, tensor or list of numbers");
  storage = to_tensor(L, index, dtype, "list");
  return storage;
}

void add_tensor_elementwise(lua_State* L) {
  constexpr luaL_Reg methods[] = {
      {"neg", native<map<Unary::negate>>},
      {"neg_", native<map_in_place<Unary::negate>>},
      {"abs", native<map<Unary::abs>>},
      {"abs_", native<map_in_place<Unary::abs>>},
      {"sign", native<map<Unary::sign>>},
      {"sign_", native<map_in_place<Unary::sign>>},
      {"sqrt", native<map<Unary::sqrt>>},
      {"sqrt_", native<map_in_place<Unary::sqrt>>},
      {"exp", native<map<Unary::exp>>},
      {"exp_", native<map_in_place<Unary::exp>>},
      {"log", native<map<Unary::log>>},
      {"log_", native<map_in_place<Unary::log>>},
      {"floor", native<map<Unary::floor>>},
      {"floor_", native<map_in_place<Unary::floor>>},
      {"round", native<map<Unary::round>>},
      {"round_", native<map_in_place<Unary::round>>},
      {"add", native<add>},
      {"add_", native<add_in_place>},
      {"sub", native<combine<Binary::subtract>>},
      {"sub_", native<combine_in_place<Binary::subtract>>},
      {"mul", native<combine<Binary::multiply>>},
      {"mul_", native<combine_in_place<Binary::multiply>>},
      {"div", native<combine<Binary::divide>>},
      {"div_", native<combine_in_place<Binary::divide>>},
      {"pow", native<combine<Binary::power>>},
      {"pow_", native<combine_in_place<Binary::power>>},
      {"minimum", native<combine<Binary::minimum>>},
      {"minimum_", native<combine_in_place<Binary::minimum>>},
      {"maximum", native<combine<Binary::maximum>>},
      {"maximum_", native<combine_in_place<Binary::maximum>>},
      {"clamp", native<clamp>},
      {"clamp_", native<clamp_in_place_method>},
      {nullptr, nullptr},
  };
  luaL_setfuncs(L, methods, 0);
}

void add_tensor_operators(lua_State* L) {
  constexpr luaL_Reg metamethods[] = {
      {"__add", native<combine<Binary::add>>},
      {"__sub", native<combine<Binary::subtract>>},
      {"__mul", native<combine<Binary::multiply>>},
      {"__div", native<combine<Binary::divide>>},
      {"__pow", native<combine<Binary::power>>},
      {"__unm", native<map<Unary::negate>>},
      {nullptr, nullptr},
  };
  luaL_setfuncs(L, metamethods, 0);
}

}  // namespace nilgrad::bindings
