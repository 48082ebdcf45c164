#include "runtime/random/key.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <tuple>

#include "runtime/random/directions.hpp"
#include "runtime/random/philox.hpp"

using namespace nilgrad;

TEST_CASE("a key's hash is the first 64 bits of philox keyed by the seed") {
  const std::uint64_t seed = 0x0123456789abcdef, stream = 0xfedcba9876543210;
  const PhiloxBlock out = philox({{2, 0x76543210, 0xfedcba98, 0x6E696C67}}, seed);
  CHECK(Key::from(seed, Purpose::rounding, stream).stream_key == (std::uint64_t{out.word[1]} << 32 | out.word[0]));
}

TEST_CASE("the numbers of a key never change") {  // journals keep keys only: a change here breaks every journal
  const Key key = Key::from(1, Purpose::direction);
  CHECK(key.stream_key == 0x658b74b3e0fe2996);
  CHECK(gaussian_at(key.at_step(3).round(1).query(2), 4, 1000) == -0x1.d65b5cp-7f);
  CHECK(gaussian_at(key.at_step(std::uint64_t{5} << 32 | 3), 0, 0) == -0x1.f6394ep-1f);
}

TEST_CASE("steps, rounds and queries fill the counter words of the layout") {
  const Key key = Key::from(1, Purpose::direction).at_step(0xffffffff).round(0xab).query(0xcdef01);
  CHECK(key.step == 0xffffffff);
  CHECK(key.round_query == 0xabcdef01);
  CHECK(key.round(1).round_query == 0x01cdef01);
  CHECK(key.query(2).round_query == 0xab000002);
  CHECK(key.stream_key == Key::from(1, Purpose::direction).stream_key);
}

TEST_CASE("a step of 2^32 or more goes on under another stream key") {
  const Key key = Key::from(1, Purpose::direction).round(3).query(4);
  const Key late = key.at_step((std::uint64_t{1} << 32) + 9), later = key.at_step((std::uint64_t{2} << 32) + 9);
  CHECK(late.step == 9);
  CHECK(late.round_query == key.round_query);
  CHECK(late.stream_key != key.stream_key);
  CHECK(late.stream_key != later.stream_key);
}

TEST_CASE("a query above 2^24 - 1 is refused") {
  const Key key = Key::from(1, Purpose::direction);
  CHECK_NOTHROW(key.query(Key::max_query));
  CHECK_THROWS_AS(key.query(Key::max_query + 1), Error);
}

TEST_CASE("distinct seeds, purposes, streams, steps, rounds, queries and tensors give distinct numbers") {
  std::set<std::tuple<float, float, float>> seen;
  std::size_t drawn = 0;
  const auto draw = [&](const Key& key, std::uint32_t tensor) {
    seen.emplace(gaussian_at(key, tensor, 0), gaussian_at(key, tensor, 1), gaussian_at(key, tensor, 2));
    ++drawn;
  };
  const Key base = Key::from(1, Purpose::direction);
  for (std::uint64_t i = 0; i < 50; ++i) draw(Key::from(i, Purpose::direction), 0);
  for (const auto purpose : {Purpose::rounding, Purpose::sample, Purpose::sign, Purpose::draw})
    draw(Key::from(1, purpose), 0);
  for (std::uint64_t i = 1; i < 50; ++i) {
    draw(Key::from(1, Purpose::direction, i), 0);
    draw(Key::from(1, Purpose::direction, i << 32), 0);
    draw(base.at_step(i), 0);
    draw(base.at_step(i << 32), 0);
    draw(base.round(static_cast<std::uint8_t>(i)), 0);
    draw(base.query(static_cast<std::uint32_t>(i)), 0);
    draw(base, static_cast<std::uint32_t>(i));
  }
  CHECK(seen.size() == drawn);
}
