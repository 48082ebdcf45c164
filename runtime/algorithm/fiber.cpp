// A jump to another stack is not the mistake that fortified longjmp looks for.
#undef _FORTIFY_SOURCE

#include "runtime/algorithm/fiber.hpp"

#include <setjmp.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "runtime/error.hpp"
#include "runtime/evaluation_count.hpp"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

// The first entry is made by setcontext; after that _setjmp and _longjmp go to and fro, which unlike swapcontext ask
// the kernel nothing.
namespace nilgrad {
namespace {

/// Lua allows 200 calls through C within each other, some of which have buffers of a few KiB. Pages that are never
/// touched cost nothing.
constexpr std::size_t stack_bytes = std::size_t{1} << 20;

/// Memory that ends in a page which may not be touched. Given back to a list, for the next fiber.
class Stack {
 public:
  Stack() {
    auto& spare = spares();
    if (!spare.empty()) {
      memory_ = spare.back();
      spare.pop_back();
      return;
    }
    memory_ = mmap(nullptr, stack_bytes, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (memory_ == MAP_FAILED) throw_error(ErrorKind::unavailable, "no memory for the stack of a coroutine");
    mprotect(memory_, guard_bytes(), PROT_NONE);
  }
  ~Stack() {
#ifdef __SANITIZE_ADDRESS__
    __asan_unpoison_memory_region(data(), size());
#endif
    if (auto& spare = spares(); spare.size() < most_spares)
      spare.push_back(memory_);
    else
      munmap(memory_, stack_bytes);
  }
  Stack(const Stack&) = delete;
  Stack& operator=(const Stack&) = delete;

  char* data() const { return static_cast<char*>(memory_) + guard_bytes(); }
  static std::size_t size() { return stack_bytes - guard_bytes(); }
  /// How far below its end this stack begins. If all began at the same place of a page, all would want the same few
  /// lines of the processor's caches.
  std::size_t shift() const {
    constexpr std::size_t apart = 33 * 64, shifts = 64;
    return reinterpret_cast<std::uintptr_t>(memory_) / stack_bytes % shifts * apart;
  }

 private:
  static constexpr std::size_t most_spares = 256;
  static std::size_t guard_bytes() { return static_cast<std::size_t>(sysconf(_SC_PAGESIZE)); }
  static std::vector<void*>& spares() {
    static thread_local std::vector<void*> list = [] {
      std::vector<void*> empty;
      empty.reserve(most_spares);
      return empty;
    }();
    return list;
  }

  void* memory_;
};

thread_local Fiber* beginning = nullptr;  // makecontext passes ints only

}  // namespace

struct Fiber::Contexts {
  Stack stack;
  ucontext_t first;
  jmp_buf inside, outside;
#ifdef __SANITIZE_ADDRESS__
  void* outer_fake_stack = nullptr;
  void* inner_fake_stack = nullptr;
  const void* outer_stack = nullptr;
  std::size_t outer_size = 0;
#endif

  void leaving_outside() {
#ifdef __SANITIZE_ADDRESS__
    __sanitizer_start_switch_fiber(&outer_fake_stack, stack.data(), Stack::size());
#endif
  }
  void arrived_outside() {
#ifdef __SANITIZE_ADDRESS__
    __sanitizer_finish_switch_fiber(outer_fake_stack, nullptr, nullptr);
#endif
  }
  void leaving_inside([[maybe_unused]] bool for_good) {
#ifdef __SANITIZE_ADDRESS__
    __sanitizer_start_switch_fiber(for_good ? nullptr : &inner_fake_stack, outer_stack, outer_size);
#endif
  }
  void arrived_inside() {
#ifdef __SANITIZE_ADDRESS__
    __sanitizer_finish_switch_fiber(inner_fake_stack, &outer_stack, &outer_size);
#endif
  }
};

Fiber::Fiber(std::function<void()> body) : body_(std::move(body)), contexts_(std::make_unique<Contexts>()) {}

Fiber::~Fiber() = default;

void Fiber::resume() {
  if (ended_) throw_error(ErrorKind::state, "a fiber that has ended cannot be resumed");
  std::swap(evaluating_, Evaluating::depth());
  contexts_->leaving_outside();
  if (_setjmp(contexts_->outside) == 0) {
    if (begun_) _longjmp(contexts_->inside, 1);
    begun_ = true;
    beginning = this;
    getcontext(&contexts_->first);
    contexts_->first.uc_stack.ss_sp = contexts_->stack.data();
    contexts_->first.uc_stack.ss_size = Stack::size() - contexts_->stack.shift();
    contexts_->first.uc_link = nullptr;
    makecontext(&contexts_->first, &Fiber::enter, 0);
    setcontext(&contexts_->first);
  }
  contexts_->arrived_outside();
  std::swap(evaluating_, Evaluating::depth());
}

void Fiber::enter() { beginning->run(); }

void Fiber::run() noexcept {
  contexts_->arrived_inside();
  body_();
  ended_ = true;
  contexts_->leaving_inside(true);
  _longjmp(contexts_->outside, 1);
}

void Fiber::suspend() {
  contexts_->leaving_inside(false);
  if (_setjmp(contexts_->inside) == 0) _longjmp(contexts_->outside, 1);
  contexts_->arrived_inside();
}

}  // namespace nilgrad
