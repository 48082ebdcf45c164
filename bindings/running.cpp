#include "bindings/running.hpp"

#include <atomic>

namespace nilgrad::bindings {
namespace {

std::atomic<const Running*> innermost{nullptr};  // written by the main thread, read by its signal handler
static_assert(std::atomic<const Running*>::is_always_lock_free);

void set(const Running* running) noexcept { innermost.store(running, std::memory_order_relaxed); }

}  // namespace

const Running* innermost_running() noexcept { return innermost.load(std::memory_order_relaxed); }

RunningState::RunningState(lua_State* L) noexcept : running_{L, innermost_running()} { set(&running_); }

RunningState::~RunningState() { set(running_.outer); }

void RunningFiber::enter() noexcept {
  base_.outer = innermost_running();
  set(innermost_);
}

void RunningFiber::leave() noexcept {
  innermost_ = innermost_running();
  set(base_.outer);
}

}  // namespace nilgrad::bindings
