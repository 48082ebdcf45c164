#include "bindings/tensor.hpp"
#include "bindings/tensor_methods.hpp"
#include "runtime/tensor/window.hpp"

// Boxes in the last dimensions: corners { row, column } and { row, column }, both inside.
namespace nilgrad::bindings {
namespace {

Shape to_corner(lua_State* L, int index) {
  luaL_checktype(L, index, LUA_TTABLE);
  Shape corner = to_shape(L, index);
  for (std::int64_t& position : corner) --position;
  return corner;
}

Window to_window(lua_State* L) { return {to_corner(L, 2), to_corner(L, 3)}; }

/// t:window(first, last): a copy.
int window(lua_State* L) {
  push_tensor(L, copy_window(check_tensor(L, 1), to_window(L), StopToken(interrupt_flag())));
  return 1;
}

/// t:fill_window(first, last, value), t:add_window, t:mul_window: value is a number, a list or tensor of one dimension
/// (one number for each leading index: for each channel), or a tensor that broadcasts to the window.
template <Binary op>
int change_window(lua_State* L) {
  Tensor& tensor = check_tensor(L, 1);
  Tensor storage;
  apply_in_window(op, tensor, to_window(L), to_operand(L, 4, tensor.dtype(), storage));
  lua_settop(L, 1);
  return 1;
}

}  // namespace

void add_tensor_windows(lua_State* L) {
  constexpr luaL_Reg methods[] = {{"window", native<window>},
                                  {"fill_window", native<change_window<Binary::assign>>},
                                  {"add_window", native<change_window<Binary::add>>},
                                  {"mul_window", native<change_window<Binary::multiply>>},
                                  {nullptr, nullptr}};
  luaL_setfuncs(L, methods, 0);
}

}  // namespace nilgrad::bindings
