#include "runtime/stop_token.hpp"

namespace nilgrad {

std::atomic<bool>& interrupt_flag() noexcept {
  static std::atomic<bool> flag{false};
  static_assert(std::atomic<bool>::is_always_lock_free);
  return flag;
}

}  // namespace nilgrad
