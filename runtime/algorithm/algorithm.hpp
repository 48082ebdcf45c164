#pragma once
#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace nilgrad {

template <class T>
class Algorithm;

namespace detail {

template <class T>
struct AlgorithmResult {
  std::optional<T> value;
  void return_value(T v) { value.emplace(std::move(v)); }
  T take() { return std::move(*value); }
};

template <>
struct AlgorithmResult<void> {
  void return_void() {}
  void take() {}
};

}  // namespace detail

/// A method written as its paper writes it: a coroutine that asks an Exchange for values, sleeps, and goes on when it
/// is given them. Algorithms nest: `co_await` another one. Nothing runs before start() or co_await; destroying an
/// Algorithm drops the half-done step and all algorithms nested in it.
template <class T>
class [[nodiscard]] Algorithm {
 public:
  struct promise_type : detail::AlgorithmResult<T> {
    std::coroutine_handle<> continuation = std::noop_coroutine();
    std::exception_ptr error;

    struct Final {
      bool await_ready() noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> handle) noexcept {
        return handle.promise().continuation;
      }
      void await_resume() noexcept {}
    };

    Algorithm get_return_object() { return Algorithm(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    Final final_suspend() noexcept { return {}; }
    void unhandled_exception() { error = std::current_exception(); }
  };

  Algorithm(Algorithm&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  Algorithm& operator=(Algorithm&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Algorithm() {
    if (handle_) handle_.destroy();
  }

  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) noexcept {
    handle_.promise().continuation = caller;
    return handle_;
  }
  T await_resume() { return take(); }

  /// Runs to the first request for values (or to the end).
  void start() { handle_.resume(); }
  bool done() const { return handle_.done(); }
  /// The result of an algorithm that is done, or its exception.
  T take() {
    if (handle_.promise().error) std::rethrow_exception(handle_.promise().error);
    return handle_.promise().take();
  }

 private:
  explicit Algorithm(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
  std::coroutine_handle<promise_type> handle_;
};

}  // namespace nilgrad
