#include "runtime/algorithm/fiber.hpp"

#include <catch2/catch.hpp>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "runtime/error.hpp"

using nilgrad::Fiber;

TEST_CASE("a fiber goes on where it was left") {
  std::string trace;
  Fiber* self = nullptr;
  Fiber fiber([&] {
    trace += "a";
    self->suspend();
    trace += "b";
    self->suspend();
    trace += "c";
  });
  self = &fiber;
  for (const char* expected : {"a", "ab", "abc"}) {
    fiber.resume();
    CHECK(trace == expected);
  }
  CHECK(fiber.ended());
  CHECK_THROWS_AS(fiber.resume(), nilgrad::Error);
}

TEST_CASE("exceptions are caught within a fiber and leave the others alone") {
  constexpr int count = 50;
  std::vector<std::unique_ptr<Fiber>> fibers;
  std::vector<std::string> caught(count);
  for (int i = 0; i < count; ++i)
    fibers.push_back(std::make_unique<Fiber>([&, i] {
      for (int round = 0; round < 3; ++round) try {
          Fiber& self = *fibers[static_cast<std::size_t>(i)];
          self.suspend();
          throw std::runtime_error(std::to_string(i) + " ");
        } catch (const std::exception& error) {
          caught[static_cast<std::size_t>(i)] += error.what();
        }
    }));
  for (int round = 0; round < 4; ++round)
    for (const auto& fiber : fibers) fiber->resume();
  for (int i = 0; i < count; ++i) {
    const std::string number = std::to_string(i) + " ";
    CHECK(caught[static_cast<std::size_t>(i)] == number + number + number);
  }
}

TEST_CASE("a fiber has room for deep calls") {
  struct Recursion {
    static int depth(int n) {
      volatile char frame[512] = {};
      return n == 0 ? 0 : 1 + depth(n - 1) + frame[0];
    }
  };
  int reached = 0;
  Fiber fiber([&] { reached = Recursion::depth(1000); });
  fiber.resume();
  CHECK(reached == 1000);
}

TEST_CASE("a fiber resumes another one") {
  std::string trace;
  Fiber* inner_self = nullptr;
  Fiber inner([&] {
    trace += "1";
    inner_self->suspend();
    trace += "2";
  });
  inner_self = &inner;
  Fiber* outer_self = nullptr;
  Fiber outer([&] {
    inner.resume();
    trace += "a";
    outer_self->suspend();
    inner.resume();
    trace += "b";
  });
  outer_self = &outer;
  outer.resume();
  outer.resume();
  CHECK(trace == "1a2b");
  CHECK(inner.ended());
  CHECK(outer.ended());
}
