#include <cmath>

#include "bindings/tensor.hpp"
#include "bindings/tensor_methods.hpp"
#include "runtime/tensor/reduce.hpp"

// t:sum() of all elements is a number; t:sum(dimension) a tensor without that dimension. Positions are integers from 1.
namespace nilgrad::bindings {
namespace {

int push_reduced(lua_State* L, Reduction reduction, const Tensor& x, int dimension_index) {
  const bool along = !lua_isnoneornil(L, dimension_index);
  const std::size_t dimension = along ? to_dimension(L, dimension_index, x) : 0;
  if (along && x.shape().size() > 1)
    push_tensor(L, reduce(reduction, x, dimension));
  else
    lua_pushnumber(L, reduce(reduction, x));
  return 1;
}

template <Reduction reduction>
int reduced(lua_State* L) {
  return push_reduced(L, reduction, check_tensor(L, 1), 2);
}

/// t:argmax(): the position, in row-major order, as an integer; t:argmax(dimension): a list (nested for more
/// dimensions).
template <Reduction reduction>
int position(lua_State* L) {
  const Tensor& x = check_tensor(L, 1);
  if (lua_isnoneornil(L, 2)) {
    lua_pushinteger(L, static_cast<lua_Integer>(reduce(reduction, x)) + 1);
    return 1;
  }
  Tensor positions = reduce(reduction, x, to_dimension(L, 2, x));
  apply_in_place(Binary::add, positions, 1.0);
  push_list(L, positions, true);
  return 1;
}

/// t:norm(p, dimension): p is 0 (count of what is not 0), 1, 2 (when not given) or math.huge.
int norm(lua_State* L) {
  const Tensor& x = check_tensor(L, 1);
  const double p = luaL_optnumber(L, 2, 2);
  if (p == 2) return push_reduced(L, Reduction::norm2, x, 3);
  if (p == 1) return push_reduced(L, Reduction::norm1, x, 3);
  if (p == 0) return push_reduced(L, Reduction::nonzero, x, 3);
  if (std::isinf(p) && p > 0) return push_reduced(L, Reduction::norm_inf, x, 3);
  throw_error(ErrorKind::option, "norm: p must be 0, 1, 2 or math.huge, got {}", p);
}

int dot_method(lua_State* L) {
  lua_pushnumber(L, dot(check_tensor(L, 1), check_tensor(L, 2)));
  return 1;
}

}  // namespace

void add_tensor_reductions(lua_State* L) {
  constexpr luaL_Reg methods[] = {{"sum", native<reduced<Reduction::sum>>},
                                  {"mean", native<reduced<Reduction::mean>>},
                                  {"min", native<reduced<Reduction::min>>},
                                  {"max", native<reduced<Reduction::max>>},
                                  {"argmin", native<position<Reduction::argmin>>},
                                  {"argmax", native<position<Reduction::argmax>>},
                                  {"norm", native<norm>},
                                  {"dot", native<dot_method>},
                                  {nullptr, nullptr}};
  luaL_setfuncs(L, methods, 0);
}

}  // namespace nilgrad::bindings
