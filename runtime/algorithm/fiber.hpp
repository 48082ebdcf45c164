#pragma once
#include <functional>
#include <memory>

namespace nilgrad {

/// A function with a stack of its own that can be left in the middle and entered again, from one thread, in some 20 ns.
/// C++20's coroutines do this for our own algorithms; a fiber does it for code that cannot be made a coroutine, such as
/// Lua's interpreter, whose own coroutine.yield is a C++ exception in the build we use (2 µs).
///
/// An exception must not leave the body. A fiber that has begun should be brought to its end before it is destroyed:
/// otherwise its stack is given back without running the destructors of what is on it.
class Fiber {
 public:
  explicit Fiber(std::function<void()> body);
  ~Fiber();
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;

  /// From outside: runs the body from where it was left until it suspends or ends.
  void resume();
  /// From the body: back to who resumed it.
  void suspend();

  bool begun() const noexcept { return begun_; }
  bool ended() const noexcept { return ended_; }

 private:
  struct Contexts;
  static void enter();
  void run() noexcept;

  std::function<void()> body_;
  int evaluating_ = 1;  // Evaluating::depth() on this fiber
  std::unique_ptr<Contexts> contexts_;
  bool begun_ = false, ended_ = false;
};

}  // namespace nilgrad
