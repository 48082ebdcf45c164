#include "runtime/tensor/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "runtime/error.hpp"

using namespace nilgrad;

namespace {

/// Sets the number of threads back at the end of a test.
struct ThreadsScope {
  int before = threads();
  ~ThreadsScope() { set_threads(before); }
};

}  // namespace

TEST_CASE("parallel_for visits every block once, with bounds that do not depend on the threads", "[threads]") {
  const ThreadsScope scope;
  for (const int count : {1, 2, 3, 8}) {
    set_threads(count);
    for (const auto& [n, grain] :
         {std::pair<std::size_t, std::size_t>{0, 4}, {1, 4}, {4, 4}, {5, 4}, {1000, 7}, {9, 0}}) {
      std::mutex mutex;
      std::multiset<std::pair<std::size_t, std::size_t>> blocks;
      parallel_for(n, grain, [&](std::size_t begin, std::size_t end) {
        const std::lock_guard lock(mutex);
        blocks.emplace(begin, end);
      });
      const std::size_t step = grain == 0 ? 1 : grain;
      std::multiset<std::pair<std::size_t, std::size_t>> expected;
      for (std::size_t begin = 0; begin < n; begin += step) expected.emplace(begin, std::min(n, begin + step));
      REQUIRE(blocks == expected);
    }
  }
}

TEST_CASE("parallel_for can be called many times in a row and sees what was written before", "[threads]") {
  const ThreadsScope scope;
  set_threads(4);
  std::vector<int> x(1000, 0);
  for (int i = 0; i < 2000; ++i)
    parallel_for(x.size(), 100, [&](std::size_t begin, std::size_t end) {
      for (std::size_t j = begin; j < end; ++j) x[j] += 1;
    });
  CHECK(x == std::vector<int>(1000, 2000));
}

TEST_CASE("an exception in a block reaches the caller, and the pool goes on working", "[threads]") {
  const ThreadsScope scope;
  for (const int count : {1, 4}) {
    set_threads(count);
    for (int i = 0; i < 50; ++i)
      CHECK_THROWS_AS(parallel_for(100, 1,
                                   [](std::size_t begin, std::size_t) {
                                     if (begin % 3 == 0) throw std::out_of_range("block");
                                   }),
                      std::out_of_range);
    std::atomic<int> blocks{0};
    parallel_for(100, 1, [&](std::size_t, std::size_t) { ++blocks; });
    CHECK(blocks == 100);
  }
}

TEST_CASE("a parallel_for inside a block runs inline", "[threads]") {
  const ThreadsScope scope;
  set_threads(4);
  std::atomic<int> inner{0}, elsewhere{0};
  parallel_for(16, 1, [&](std::size_t, std::size_t) {
    const auto self = std::this_thread::get_id();
    parallel_for(10, 1, [&](std::size_t, std::size_t) {
      ++inner;
      if (std::this_thread::get_id() != self) ++elsewhere;
    });
  });
  CHECK(inner == 160);
  CHECK(elsewhere == 0);
}

TEST_CASE("several threads may call parallel_for at once", "[threads]") {
  const ThreadsScope scope;
  set_threads(3);
  std::atomic<int> blocks{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i)
    callers.emplace_back([&] {
      for (int j = 0; j < 200; ++j) parallel_for(20, 1, [&](std::size_t, std::size_t) { ++blocks; });
    });
  for (std::thread& caller : callers) caller.join();
  CHECK(blocks == 4 * 200 * 20);
}

TEST_CASE("a number of threads outside 1 to 1024 is refused, and none can be set inside a block", "[threads]") {
  CHECK_THROWS_AS(set_threads(0), Error);
  CHECK_THROWS_AS(set_threads(-1), Error);
  CHECK_THROWS_AS(set_threads(1025), Error);
  CHECK_THROWS_AS(parallel_for(1, 1, [](std::size_t, std::size_t) { set_threads(2); }), Error);
}
