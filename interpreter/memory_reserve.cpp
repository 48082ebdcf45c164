#include "interpreter/memory_reserve.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace nilgrad::interpreter {
namespace {

constexpr std::size_t reserve_bytes = std::size_t{1} << 20;
std::atomic<void*> reserve{nullptr};  // any thread may run out of memory

/// operator new asks again after this, and fails when nothing was left to give back.
void fall_back() {
  if (void* const memory = reserve.exchange(nullptr))
    std::free(memory);
  else
    throw std::bad_alloc();
}

}  // namespace

void keep_memory_reserve(lua_State* L) {
  if (reserve.load()) return;
  std::set_new_handler(fall_back);
  void* memory = std::malloc(reserve_bytes);
  if (!memory) {
    lua_gc(L, LUA_GCCOLLECT);
    memory = std::malloc(reserve_bytes);
  }
  reserve = memory;
}

void release_memory_reserve() noexcept { std::free(reserve.exchange(nullptr)); }

}  // namespace nilgrad::interpreter
