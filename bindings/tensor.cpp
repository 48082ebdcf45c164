#include "bindings/tensor.hpp"

#include "bindings/open.hpp"
#include "bindings/tensor_methods.hpp"
#include "runtime/tensor/buffer.hpp"

namespace nilgrad::bindings {
namespace {

constexpr std::size_t bytes_a_step = std::size_t{8} << 20;
constexpr std::size_t smallest_full_collection = std::size_t{256} << 20;

}  // namespace

void collect_native_debt(lua_State* L) {
  static thread_local std::uint64_t settled = 0;
  static thread_local std::size_t live_after_full = 0;
  const std::uint64_t debt = allocated_buffer_bytes() - settled;
  if (debt < bytes_a_step) return;
  settled += debt;
  if (!lua_gc(L, LUA_GCISRUNNING)) return;
  if (live_buffer_bytes() > 2 * live_after_full + smallest_full_collection) {
    lua_gc(L, LUA_GCCOLLECT);
    live_after_full = live_buffer_bytes();
    return;
  }
  // A step of 0 ignores Lua's own pause, which knows nothing of native memory; it tells when a cycle is complete.
  for (std::uint64_t steps = debt / bytes_a_step; steps > 0; --steps)
    if (lua_gc(L, LUA_GCSTEP, 0)) break;
}

void push_tensor(lua_State* L, Tensor tensor) {
  push<Tensor>(L, std::move(tensor));
  collect_native_debt(L);
}

Tensor& check_tensor(lua_State* L, int index) { return check<Tensor>(L, index); }

Tensor* test_tensor(lua_State* L, int index) { return test_box<Tensor>(L, index) ? &check<Tensor>(L, index) : nullptr; }

void open_tensor(lua_State* L) {
  constexpr luaL_Reg none[] = {{nullptr, nullptr}};
  register_type<Tensor>(L, none);
  lua_newtable(L);
  add_tensor_indexing(L);
  add_tensor_elementwise(L);
  add_tensor_reductions(L);
  add_tensor_windows(L);
  luaL_getmetatable(L, TypeName<Tensor>::value);
  add_tensor_operators(L);
  add_tensor_access(L);
  lua_pop(L, 2);

  lua_newtable(L);
  add_tensor_constructors(L);
  lua_setfield(L, -2, "tensor");
}

}  // namespace nilgrad::bindings
