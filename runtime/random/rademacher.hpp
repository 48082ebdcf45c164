#pragma once
#include <cstdint>

#include "runtime/random/philox.hpp"

namespace nilgrad {

/// Where the bit of element i of a Rademacher vector lies: group g = i / 2048, r = i % 2048; it is bit 31 - (r % 512) /
/// 16 of output r / 512 of block 16 g + r % 16. So 16 blocks give 2048 elements, each register of 16 outputs gives 32
/// rows of 16 consecutive ones, and moving to the next row shifts the register left by one. A set bit means -1. 2^39
/// elements a tensor at most.
struct RademacherBit {
  std::uint32_t block;
  std::uint32_t output;
  std::uint32_t bit;

  NILGRAD_HOST_DEVICE static constexpr RademacherBit of(std::uint64_t element) {
    const auto r = static_cast<std::uint32_t>(element % 2048);
    return {static_cast<std::uint32_t>(element / 2048 * 16) + r % 16, r / 512, 31 - (r % 512) / 16};
  }
};

}  // namespace nilgrad
