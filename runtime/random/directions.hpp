#pragma once
#include <cstdint>
#include <span>

#include "runtime/random/key.hpp"

/// Random directions that are never stored: adding element range [first, first + x.size()) of direction (key, tensor)
/// to x.
///
/// Every function gives the same bits for any instruction set, any split into ranges and any thread: element i depends
/// on (key, tensor, i) alone. All run on the calling thread; split large passes with parallel_for. They throw
/// Error(shape) past the limit of the layout (key.hpp) and for a tensor index of 2^31 - 1 or more, which other uses of
/// a key reserve.
namespace nilgrad {

inline constexpr std::uint64_t max_gaussian_elements = std::uint64_t{1} << 34;
inline constexpr std::uint64_t max_rounded_elements = std::uint64_t{1} << 35;
inline constexpr std::uint64_t max_rademacher_elements = std::uint64_t{1} << 39;

/// x[i] ← fma(scale, z[first + i], x[i]) with z ~ N(0, 1) (normal.hpp); for float32 the scale is rounded to float
/// first.
void add_gaussian(const Key& key, std::uint32_t tensor, std::uint64_t first, double scale, std::span<float> x);
void add_gaussian(const Key& key, std::uint32_t tensor, std::uint64_t first, double scale, std::span<double> x);

/// x[i] ← x[i] ± scale with independent fair signs (rademacher.hpp); for float32 the scale is rounded to float first.
void add_rademacher(const Key& key, std::uint32_t tensor, std::uint64_t first, double scale, std::span<float> x);
void add_rademacher(const Key& key, std::uint32_t tensor, std::uint64_t first, double scale, std::span<double> x);

/// x[i] ← x[i] ± scale with independent fair signs where the element is kept, which it is with probability
/// threshold / 2^31: its output (key.hpp, one an element) below `threshold` in the low 31 bits; a set top bit means -1.
/// 2^34 elements a tensor at most.
void add_sparse_signs(const Key& key, std::uint32_t tensor, std::uint64_t first, std::uint32_t threshold, double scale,
                      std::span<float> x);
void add_sparse_signs(const Key& key, std::uint32_t tensor, std::uint64_t first, std::uint32_t threshold, double scale,
                      std::span<double> x);

/// Several of them, one after another on each element, so with the bits of so many calls; x is read and written once
/// for every four. `keys` and `scales` are of one length.
void add_rademacher(std::span<const Key> keys, std::uint32_t tensor, std::uint64_t first,
                    std::span<const double> scales, std::span<float> x);
void add_rademacher(std::span<const Key> keys, std::uint32_t tensor, std::uint64_t first,
                    std::span<const double> scales, std::span<double> x);

/// out[i] ← x[i] as bits of bfloat16 or float16, rounded up or down at random so that the mean is x[i]: with the 16
/// bits that belong to element first + i of (key, tensor) (key.hpp). Numbers of the grid stay what they are.
void round_bfloat16(const Key& key, std::uint32_t tensor, std::uint64_t first, std::span<const float> x,
                    std::uint16_t* out);
void round_float16(const Key& key, std::uint32_t tensor, std::uint64_t first, std::span<const float> x,
                   std::uint16_t* out);

/// Σ z[i]² over elements 0 … count-1, in double: 16 partial sums (element i goes to sum i % 16, in order), added
/// pairwise.
double sum_of_squares_gaussian(const Key& key, std::uint32_t tensor, std::uint64_t count);

/// One element, without those before it: z[index], ±1, and ±1 or 0. The plain twins of the above.
float gaussian_at(const Key& key, std::uint32_t tensor, std::uint64_t index);
float rademacher_at(const Key& key, std::uint32_t tensor, std::uint64_t index);
float sparse_sign_at(const Key& key, std::uint32_t tensor, std::uint64_t index, std::uint32_t threshold);

}  // namespace nilgrad
