#include "runtime/random/philox.hpp"

#include <Random123/philox.h>

#include <catch2/catch.hpp>

using namespace nilgrad;

namespace {

void check(PhiloxBlock counter, std::uint64_t key, PhiloxBlock expected) {
  const PhiloxBlock out = philox(counter, key);
  for (std::size_t i = 0; i < 4; ++i) CHECK(out.word[i] == expected.word[i]);
}

}  // namespace

TEST_CASE("philox gives Random123's known answers") {  // kat_vectors, philox 4x32 10
  check({{0, 0, 0, 0}}, 0, {{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}});
  check({{~0u, ~0u, ~0u, ~0u}}, ~std::uint64_t{0}, {{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}});
  check({{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}}, 0x299f31d0a4093822,
        {{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}});
}

TEST_CASE("philox can be evaluated by the compiler") { static_assert(philox({{0, 0, 0, 0}}, 0).word[0] == 0x6627e8d5); }

TEST_CASE("philox equals Random123's header on many counters and keys") {
  std::uint64_t state = 1;
  const auto next = [&] {  // any spread-out numbers will do
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::uint32_t>(state >> 32);
  };
  for (int i = 0; i < 10000; ++i) {
    const PhiloxBlock counter{{next(), next(), next(), next()}};
    const std::uint32_t low = next(), high = next();
    const philox4x32_ctr_t out =
        philox4x32_R(10, {{counter.word[0], counter.word[1], counter.word[2], counter.word[3]}}, {{low, high}});
    const PhiloxBlock ours = philox(counter, std::uint64_t{high} << 32 | low);
    for (std::size_t w = 0; w < 4; ++w) REQUIRE(ours.word[w] == out.v[w]);
  }
}
