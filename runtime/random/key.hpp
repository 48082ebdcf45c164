#pragma once
#include <algorithm>
#include <cstdint>

#include "runtime/error.hpp"

namespace nilgrad {

/// Keeps uses of one seed apart: two purposes never see the same numbers.
enum class Purpose : std::uint32_t {
  direction = 1,  ///< perturbation directions
  rounding = 2,   ///< stochastic rounding of low-precision weights
  sample = 3,     ///< minibatches and noise draws
  sign = 4,       ///< DAP's ξ
  draw = 5,       ///< ng.random, start points, attack proposals
};

/// The address of a random vector. This is the one place where the layout is written down; it can never change, since
/// journals keep scalars and keys only.
///
/// Numbers come from Philox4x32-10 (Salmon et al., SC 2011). Its 64-bit key is `stream_key`, a hash of (seed, purpose,
/// stream). Its 128-bit counter is four 32-bit words:
///
///     word 0   step
///     word 1   round (high 8 bits) | query (low 24 bits)
///     word 2   tensor: index of the tensor within the point, below 2^31 - 1; the rest is for hashes of the key and for
///              random/uniform.hpp
///     word 3   element block
///
/// One block gives four 32-bit outputs r0..r3. Elements map to blocks as follows (`i` counts from 0 within a tensor):
///
/// - one output an element (gaussian, sparse signs; 2^34 elements a tensor at most): group g = i / 64, r = i % 64;
/// element i is
///   output r / 16 of block 16 g + r % 16. Sixteen consecutive blocks give 64 consecutive elements, each output a row
///   of 16, so neither a SIMD register nor a warp has to transpose anything;
/// - one bit an element (rademacher): random/rademacher.hpp states which;
/// - half an output an element (stochastic rounding; 2^35 elements a tensor at most): group g = i / 128, r = i % 128;
///   element i is the low (r < 64) or high half of output (r % 64) / 16 of block 16 g + r % 16;
/// - two outputs an element (53-bit uniform, 64-bit integer): see random/uniform.hpp.
///
/// `step` is 64-bit for callers; steps of 2^32 and more go on under a re-hashed stream key.
struct Key {
  std::uint64_t stream_key = 0;
  std::uint32_t step = 0;
  std::uint32_t round_query = 0;

  static constexpr std::uint32_t max_query = (1u << 24) - 1;

  /// The key of step 0, round 0, query 0. `stream` tells images, trials or workers apart.
  static Key from(std::uint64_t seed, Purpose purpose, std::uint64_t stream = 0);

  /// The same round and query of a step. From 2^32 on the stream key is hashed with the high half of the step, so ask a
  /// key of a step below that.
  Key at_step(std::uint64_t step) const;

  Key round(std::uint8_t round) const {
    Key key = *this;
    key.round_query = (std::uint32_t{round} << 24) | (round_query & max_query);
    return key;
  }

  Key query(std::uint32_t query) const {
    if (query > max_query)
      throw_error(ErrorKind::option, "a step has at most {} queries, not {}", max_query + 1, query);
    Key key = *this;
    key.round_query = (round_query & ~max_query) | query;
    return key;
  }

  /// The key so many queries further on.
  Key after(std::int64_t queries) const {
    const std::int64_t most = std::int64_t{max_query} + 1;
    return query(
        static_cast<std::uint32_t>(std::min(std::int64_t{round_query & max_query} + std::min(queries, most), most)));
  }

  std::uint32_t query() const { return round_query & max_query; }

  bool operator==(const Key&) const = default;
};

}  // namespace nilgrad
