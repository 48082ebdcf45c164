#include "runtime/tensor/parallel.hpp"

#include <pthread.h>
#include <sched.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <condition_variable>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <memory>
#include <mutex>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "runtime/error.hpp"

namespace nilgrad {
namespace {

constexpr int max_threads = 1024;
// Passes follow each other closely; a worker that sleeps between them wakes late and often on the caller's core.
constexpr int spins = 2000;

thread_local bool inside_body = false;

void pause() {
#ifdef __x86_64__
  __builtin_ia32_pause();
#else
  std::this_thread::yield();
#endif
}

template <class Condition>
bool spin_until(const Condition& condition) {
  for (int i = 0; i < spins; ++i) {
    if (condition()) return true;
    pause();
  }
  return false;
}

/// One parallel_for: threads take blocks from `next` until none is left.
class Pass {
 public:
  Pass(std::size_t count, std::size_t grain, const std::function<void(std::size_t, std::size_t)>& body)
      : count_(count), grain_(grain), body_(body) {}

  /// Never throws; the first exception is kept for `finish`.
  void run() noexcept {
    const bool outer = std::exchange(inside_body, true);
    try {
      for (;;) {
        const std::size_t block = next_.fetch_add(1, std::memory_order_relaxed);
        if (block > (count_ - 1) / grain_) break;
        const std::size_t begin = block * grain_;
        body_(begin, begin + std::min(grain_, count_ - begin));
      }
    } catch (...) {
      next_.store((count_ - 1) / grain_ + 1, std::memory_order_relaxed);
      const std::lock_guard lock(mutex_);
      if (!error_) error_ = std::current_exception();
    }
    inside_body = outer;
  }

  void finish() const {
    if (error_) std::rethrow_exception(error_);
  }

 private:
  const std::size_t count_;
  const std::size_t grain_;
  const std::function<void(std::size_t, std::size_t)>& body_;
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;
  std::exception_ptr error_;
};

/// Ties a thread to the (index mod n)-th of the n cores this process may use.
void pin(pthread_t thread, int index) {
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return;
  int skip = index % std::max(1, CPU_COUNT(&allowed));
  for (int core = 0; core < CPU_SETSIZE; ++core) {
    if (!CPU_ISSET(core, &allowed) || skip-- > 0) continue;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(core, &one);
    pthread_setaffinity_np(thread, sizeof one, &one);
    return;
  }
}

/// `workers` threads besides the caller's.
class Pool {
 public:
  Pool(int workers, Pinning pinning) {
    for (int i = 0; i < workers; ++i) {
      try {
        threads_.emplace_back([this] { work(); });
      } catch (const std::system_error&) {
        break;  // the system gives no more threads; fewer do the same work
      }
      if (pinning == Pinning::on) pin(threads_.back().native_handle(), i + 1);
    }
    if (pinning == Pinning::on) pin(pthread_self(), 0);
  }

  ~Pool() {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
      announce();
    }
    for (std::thread& thread : threads_) thread.join();
  }

  /// Workers that wake too late to join a pass are not waited for.
  void run(Pass& pass) {
    {
      const std::lock_guard lock(mutex_);
      pass_ = &pass;
      announce();
    }
    pass.run();
    std::unique_lock lock(mutex_);
    pass_ = nullptr;
    if (joined_ == 0) return;
    lock.unlock();
    if (spin_until([this] { return joined_.load(std::memory_order_acquire) == 0; })) return;
    lock.lock();
    left_.wait(lock, [this] { return joined_ == 0; });
  }

 private:
  void announce() {
    generation_.fetch_add(1, std::memory_order_release);
    changed_.notify_all();
  }

  void work() {
    std::uint64_t seen = 0;
    for (;;) {
      const auto moved = [&] { return generation_.load(std::memory_order_acquire) != seen; };
      spin_until(moved);
      std::unique_lock lock(mutex_);
      changed_.wait(lock, moved);
      seen = generation_;
      if (ending_) return;
      if (!pass_) continue;
      Pass& pass = *pass_;
      ++joined_;
      lock.unlock();
      pass.run();
      lock.lock();
      if (--joined_ == 0) left_.notify_all();
    }
  }

  std::vector<std::thread> threads_;
  std::mutex mutex_;  // guards all below; the atomics are also read without it, by spinning
  std::condition_variable changed_, left_;
  std::atomic<std::uint64_t> generation_{0};
  std::atomic<int> joined_{0};  // workers inside the current pass
  Pass* pass_ = nullptr;
  bool ending_ = false;
};

int threads_from_environment() {
  const char* text = std::getenv("NILGRAD_THREADS");
  if (!text) return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, max_threads);
  const std::string_view wanted = text;
  int count = 0;
  const auto [end, error] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), count);
  if (error != std::errc{} || end != wanted.data() + wanted.size() || count < 1 || count > max_threads)
    throw_error(ErrorKind::option, "NILGRAD_THREADS='{}' is no number of threads; use 1 to {}", wanted, max_threads);
  return count;
}

struct Settings {
  std::mutex in_use;            // held during a pass and while the settings change
  std::atomic<int> threads{0};  // 0: not asked yet
  Pinning pinning = Pinning::off;
  std::unique_ptr<Pool> pool;
};

Settings& settings() {
  static Settings instance;
  return instance;
}

}  // namespace

int threads() {
  Settings& s = settings();
  if (const int count = s.threads.load(std::memory_order_relaxed)) return count;
  int unset = 0;  // a set_threads that comes between wins
  const int count = threads_from_environment();
  return s.threads.compare_exchange_strong(unset, count) ? count : unset;
}

void set_threads(int count, Pinning pinning) {
  if (count < 1 || count > max_threads)
    throw_error(ErrorKind::option, "{} is no number of threads; use 1 to {}", count, max_threads);
  if (inside_body) throw_error(ErrorKind::state, "the number of threads cannot change inside a parallel pass");
  Settings& s = settings();
  const std::lock_guard lock(s.in_use);
  s.pool.reset();
  s.threads = count;
  s.pinning = pinning;
}

void parallel_for(std::size_t count, std::size_t grain, const std::function<void(std::size_t, std::size_t)>& body) {
  if (count == 0) return;
  grain = std::max<std::size_t>(grain, 1);
  Pass pass(count, grain, body);
  const int wanted = threads();
  Settings& s = settings();
  std::unique_lock lock(s.in_use, std::defer_lock);
  if (count > grain && wanted > 1 && !inside_body && lock.try_lock()) {
    if (!s.pool) s.pool = std::make_unique<Pool>(wanted - 1, s.pinning);
    s.pool->run(pass);
  } else {
    pass.run();
  }
  pass.finish();
}

}  // namespace nilgrad
