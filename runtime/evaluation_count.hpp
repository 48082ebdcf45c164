#pragma once
#include <cstddef>
#include <cstdint>

namespace nilgrad {

/// Function evaluations that this process has made, or been told of, since it began, whatever asked for them: what a
/// prompt shows as the difference between two moments. Those of a journal that is gone through again are not among
/// them.
std::int64_t evaluation_count() noexcept;

/// While it lives on a thread, evaluations are going on there; what they evaluate in turn is a part of them and not
/// counted. So is what runs on a fiber: whoever resumes it counts.
class Evaluating {
 public:
  Evaluating() noexcept : outermost_(depth()++ == 0) {}
  ~Evaluating() { --depth(); }
  Evaluating(const Evaluating&) = delete;
  Evaluating& operator=(const Evaluating&) = delete;

  /// So many have been made.
  void made(std::size_t count) noexcept;

  /// How many are within each other on this thread; a fiber has a depth of its own.
  static int& depth() noexcept;

 private:
  bool outermost_;
};

}  // namespace nilgrad
