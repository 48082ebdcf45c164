#include "runtime/evaluation_count.hpp"

#include <atomic>

namespace nilgrad {
namespace {

std::atomic<std::int64_t> total{0};

}  // namespace

std::int64_t evaluation_count() noexcept { return total.load(std::memory_order_relaxed); }

void Evaluating::made(std::size_t count) noexcept {
  if (outermost_) total.fetch_add(static_cast<std::int64_t>(count), std::memory_order_relaxed);
}

int& Evaluating::depth() noexcept {
  static thread_local int depth = 0;
  return depth;
}

}  // namespace nilgrad
