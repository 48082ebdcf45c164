#include <vector>

#include "bindings/tensor.hpp"
#include "bindings/tensor_methods.hpp"
#include "runtime/tensor/copies.hpp"
#include "runtime/tensor/rows.hpp"

// ng.tensor(…) and ng.tensor.zeros and its kin.
namespace nilgrad::bindings {
namespace {

/// float32 for a list of nothing but float32 tensors, else float64.
DType dtype_of_list(lua_State* L, int index) {
  const lua_Integer count = luaL_len(L, index);
  for (lua_Integer i = 1; i <= count; ++i) {
    lua_geti(L, index, i);
    const Tensor* tensor = test_tensor(L, -1);
    lua_pop(L, 1);
    if (!tensor || tensor->dtype() != DType::float32) return DType::float64;
  }
  return count > 0 ? DType::float32 : DType::float64;
}

/// ng.tensor(elements, dtype): nested lists or a tensor, always copied.
int construct(lua_State* L) {
  lua_remove(L, 1);  // ng.tensor itself
  if (const Tensor* tensor = test_tensor(L, 1)) {
    const DType dtype = to_dtype(L, 2, tensor->dtype());
    push_tensor(L, copied(*tensor, dtype, StopToken(interrupt_flag())));
    return 1;
  }
  const DType dtype = to_dtype(L, 2, lua_istable(L, 1) ? dtype_of_list(L, 1) : DType::float64);
  push_tensor(L, to_tensor(L, 1, dtype, "elements"));
  return 1;
}

int push_full(lua_State* L, double value, int dtype_index) {
  const DType dtype = to_dtype(L, dtype_index, DType::float64);
  push_tensor(L, filled(to_shape(L, 1), value, dtype, StopToken(interrupt_flag())));
  return 1;
}

int zeros(lua_State* L) { return push_full(L, 0, 2); }
int ones(lua_State* L) { return push_full(L, 1, 2); }
int full(lua_State* L) { return push_full(L, luaL_checknumber(L, 2), 3); }

/// Calls generator:NAME(shape, dtype), the generator being argument 2.
int draw(lua_State* L, const char* name) {
  to_shape(L, 1);
  luaL_argexpected(L, lua_isuserdata(L, 2), 2, "generator (ng.random(seed))");
  lua_settop(L, 3);
  lua_getfield(L, 2, name);
  lua_pushvalue(L, 2);
  lua_pushvalue(L, 1);
  lua_pushvalue(L, 3);
  lua_call(L, 3, 1);
  return 1;
}

int uniform(lua_State* L) { return draw(L, "uniform"); }
int normal(lua_State* L) { return draw(L, "normal"); }

std::vector<Tensor> to_tensors(lua_State* L, int index) {
  luaL_checktype(L, index, LUA_TTABLE);
  std::vector<Tensor> tensors;
  const lua_Integer count = luaL_len(L, index);
  for (lua_Integer i = 1; i <= count; ++i) {
    lua_geti(L, index, i);
    const Tensor* tensor = test_tensor(L, -1);
    tensors.push_back(tensor ? *tensor : to_tensor(L, -1, DType::float64, fmt::format("tensor {}", i)));
    lua_pop(L, 1);
  }
  return tensors;
}

/// ng.tensor.stack { a, b, … }: tensors of one shape as the rows of a new one.
int stack(lua_State* L) {
  std::vector<Tensor> tensors = to_tensors(L, 1);
  if (tensors.empty()) throw_error(ErrorKind::shape, "stack of no tensors");
  const Shape first = tensors[0].shape();
  Shape row = first;
  row.insert(row.begin(), 1);
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    if (tensors[i].shape() != first)
      throw_error(ErrorKind::shape, "stack: tensor {} has shape {}, the first has {}", i + 1,
                  to_string(tensors[i].shape()), to_string(first));
    tensors[i] = tensors[i].reshaped(row);
  }
  push_tensor(L, concat(tensors, 0, StopToken(interrupt_flag())));
  return 1;
}

/// ng.tensor.concat({ a, b, … }, dimension): joined along a dimension, the first when not given.
int concat_function(lua_State* L) {
  const std::vector<Tensor> tensors = to_tensors(L, 1);
  if (tensors.empty()) throw_error(ErrorKind::shape, "concat of no tensors");
  const std::size_t dimension = lua_isnoneornil(L, 2) ? 0 : to_dimension(L, 2, tensors[0]);
  push_tensor(L, concat(tensors, dimension, StopToken(interrupt_flag())));
  return 1;
}

}  // namespace

void add_tensor_constructors(lua_State* L) {
  constexpr luaL_Reg functions[] = {{"zeros", native<zeros>},
                                    {"ones", native<ones>},
                                    {"full", native<full>},
                                    {"uniform", native<uniform>},
                                    {"normal", native<normal>},
                                    {"stack", native<stack>},
                                    {"concat", native<concat_function>},
                                    {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
  lua_newtable(L);
  lua_pushcfunction(L, native<construct>);
  lua_setfield(L, -2, "__call");
  lua_setmetatable(L, -2);
}

}  // namespace nilgrad::bindings
