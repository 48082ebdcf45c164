#include "bindings/tensor.hpp"

#include <algorithm>

#include "bindings/open.hpp"
#include "bindings/tensor_methods.hpp"
#include "runtime/tensor/buffer.hpp"

namespace nilgrad::bindings {
namespace {

constexpr std::size_t bytes_a_step = std::size_t{8} << 20;
constexpr std::size_t least_growth = std::size_t{32} << 20;

/// How much more native memory may live than after the last full collection. A full collection takes time in proportion
/// to Lua's own heap, which therefore counts too.
std::size_t growth_allowed(lua_State* L, std::size_t live_after_full) {
  const std::size_t heap = static_cast<std::size_t>(lua_gc(L, LUA_GCCOUNT)) << 10;
  return live_after_full / 2 + std::max(least_growth, 2 * heap);
}

}  // namespace

void collect_native_debt(lua_State* L) {
  static thread_local std::uint64_t settled = 0;
  static thread_local std::size_t live_after_full = 0;
  const std::uint64_t debt = allocated_buffer_bytes() - settled;
  if (debt < bytes_a_step) return;
  settled += debt;
  if (!lua_gc(L, LUA_GCISRUNNING)) return;
  // A step of 0 ignores Lua's own pause, which knows nothing of native memory. It tells when an incremental cycle is
  // complete; in generational mode it is a young collection, which leaves alone what has survived two of them.
  for (std::uint64_t steps = debt / bytes_a_step; steps > 0; --steps)
    if (lua_gc(L, LUA_GCSTEP, 0)) break;
  live_after_full = std::min(live_after_full, live_buffer_bytes());
  if (live_buffer_bytes() < live_after_full + growth_allowed(L, live_after_full)) return;
  lua_gc(L, LUA_GCCOLLECT);
  live_after_full = live_buffer_bytes();
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
