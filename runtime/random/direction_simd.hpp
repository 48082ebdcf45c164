#pragma once
// Philox and normals over registers; the including source defines what a register is. See direction_kernels.hpp for
// what may not be included here. The 64-bit lanes hold one block each: their low halves are the words, their high
// halves are left dirty, since the 32-bit multiply does not read them, and vanish when the outputs of even and odd
// blocks are interleaved.
#include "runtime/random/direction_loops.hpp"
#include "runtime/random/normal_table.hpp"

namespace nilgrad {
namespace {

#define NILGRAD_ALWAYS_INLINE __attribute__((always_inline)) inline

constexpr std::uint32_t multiplier0 = 0xD2511F53u, multiplier1 = 0xCD9E8D57u;
constexpr std::uint32_t weyl0 = 0x9E3779B9u, weyl1 = 0xBB67AE85u;

/// Simd::width blocks (16 or 8) at a time: `even` and `odd` hold blocks 0, 2, … and 1, 3, … of them.
template <class Simd>
struct SimdSource {
  using Wide = typename Simd::Wide;
  using Words = typename Simd::Words;
  static constexpr std::size_t halves = row_size / Simd::width;

  struct State {
    Wide word[4];
  };

  NILGRAD_ALWAYS_INLINE static void round(State& s, std::uint32_t key0, std::uint32_t key1) {
    const Wide p0 = Simd::multiply(s.word[0], Simd::broadcast(multiplier0));
    const Wide p1 = Simd::multiply(s.word[2], Simd::broadcast(multiplier1));
    s.word[0] = Simd::exclusive_or(Simd::high_half(p1), s.word[1], Simd::broadcast(key0));
    s.word[2] = Simd::exclusive_or(Simd::high_half(p0), s.word[3], Simd::broadcast(key1));
    s.word[1] = p1;
    s.word[3] = p0;
  }

  /// The outputs of 2 × `pairs` registers of consecutive blocks, their rounds interleaved: a round waits for its
  /// products much longer than it works.
  template <std::size_t pairs>
  NILGRAD_ALWAYS_INLINE static void philox(const DirectionAddress& address, std::uint32_t first_block,
                                           Words (&out)[pairs][4]) {
    State states[2 * pairs];
    for (std::size_t i = 0; i < 2 * pairs; ++i) {
      const auto first = first_block + static_cast<std::uint32_t>(i / 2 * Simd::width + i % 2);
      states[i] = {{Simd::broadcast(address.step), Simd::broadcast(address.round_query),
                    Simd::broadcast(address.tensor), Simd::even_blocks(first)}};
    }
    auto key0 = static_cast<std::uint32_t>(address.stream_key);
    auto key1 = static_cast<std::uint32_t>(address.stream_key >> 32);
#pragma GCC unroll 10
    for (int i = 0; i < 10; ++i) {
      for (State& state : states) round(state, key0, key1);
      key0 += weyl0;
      key1 += weyl1;
    }
    for (std::size_t pair = 0; pair < pairs; ++pair)
      for (std::size_t r = 0; r < 4; ++r)
        out[pair][r] = Simd::interleave(states[2 * pair].word[r], states[2 * pair + 1].word[r]);
  }

  static void outputs(const DirectionAddress& address, std::uint64_t group, std::uint32_t (&words)[4][row_size]) {
    for (std::size_t half = 0; half < halves; ++half) {
      Words out[1][4];
      philox(address, static_cast<std::uint32_t>(row_size * group + half * Simd::width), out);
      for (std::size_t r = 0; r < 4; ++r) Simd::store(&words[r][half * Simd::width], out[0][r]);
    }
  }

  template <std::size_t pairs>
  NILGRAD_ALWAYS_INLINE static void normals_of_pairs(const DirectionAddress& address, std::uint64_t group,
                                                     std::size_t pair, float* z) {
    Words out[pairs][4];
    philox(address, static_cast<std::uint32_t>(row_size * group + pair * Simd::width), out);
    for (std::size_t i = 0; i < pairs; ++i) {
      float* row = z + (pair + i) / halves * gaussian_group + (pair + i) % halves * Simd::width;
      for (std::size_t r = 0; r < 4; ++r) Simd::store(row + r * row_size, Simd::normal(out[i][r], normal_table));
    }
  }

  NILGRAD_ALWAYS_INLINE static void normals(const DirectionAddress& address_in, std::uint64_t group, std::size_t count,
                                            float* z) {
    const DirectionAddress address = address_in;  // a copy: stores to z cannot change it
    std::size_t pair = 0;
    for (; pair + Simd::pairs_at_once <= count * halves; pair += Simd::pairs_at_once)
      normals_of_pairs<Simd::pairs_at_once>(address, group, pair, z);
    for (; pair < count * halves; ++pair) normals_of_pairs<1>(address, group, pair, z);
  }
};

}  // namespace
}  // namespace nilgrad
