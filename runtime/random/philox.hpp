#pragma once
#include <cstdint>

#ifdef __CUDACC__
#define NILGRAD_HOST_DEVICE __host__ __device__
#else
#define NILGRAD_HOST_DEVICE
#endif

namespace nilgrad {

/// A 128-bit counter, or the four 32-bit outputs that belong to it.
struct PhiloxBlock {
  std::uint32_t word[4];
};

inline constexpr std::uint32_t philox_multiplier[2] = {0xD2511F53u, 0xCD9E8D57u};
inline constexpr std::uint32_t philox_weyl[2] = {0x9E3779B9u, 0xBB67AE85u};
inline constexpr int philox_rounds = 10;

/// Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011): the definition that every
/// vectorised and device version is tested against. The low half of `key` is the first key word. About 10 ns.
NILGRAD_HOST_DEVICE constexpr PhiloxBlock philox(PhiloxBlock counter, std::uint64_t key) {
  std::uint32_t k0 = static_cast<std::uint32_t>(key);
  std::uint32_t k1 = static_cast<std::uint32_t>(key >> 32);
  for (int round = 0; round < philox_rounds; ++round) {
    const std::uint64_t p0 = std::uint64_t{philox_multiplier[0]} * counter.word[0];
    const std::uint64_t p1 = std::uint64_t{philox_multiplier[1]} * counter.word[2];
    counter = {{static_cast<std::uint32_t>(p1 >> 32) ^ counter.word[1] ^ k0, static_cast<std::uint32_t>(p1),
                static_cast<std::uint32_t>(p0 >> 32) ^ counter.word[3] ^ k1, static_cast<std::uint32_t>(p0)}};
    k0 += philox_weyl[0];
    k1 += philox_weyl[1];
  }
  return counter;
}

}  // namespace nilgrad
