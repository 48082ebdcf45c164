#pragma once
// The loops over groups that all instruction sets share. A Source gives the numbers of whole groups of 16 blocks:
//   Source::outputs(address, group, words)      words[r][j] = output r of block 16 group + j
//   Source::normals(address, group, count, z)   64 normals a group, for `count` groups
// See direction_kernels.hpp for what may not be included here.
#include "runtime/random/direction_kernels.hpp"

namespace nilgrad {
namespace {

constexpr std::size_t gaussian_group = 64;
constexpr std::size_t rademacher_group = 2048;
constexpr std::size_t row_size = 16;

constexpr std::size_t smaller(std::size_t a, std::size_t b) { return a < b ? a : b; }

inline float fused(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
inline double fused(double a, double b, double c) { return __builtin_fma(a, b, c); }

template <class Source, class T>
void add_gaussian_loop(const DirectionAddress& address, std::uint64_t first, T scale, T* __restrict x, std::size_t n) {
  constexpr std::size_t tile = 8 * gaussian_group;
  alignas(64) float z[tile];
  while (n > 0) {
    const std::size_t skip = first % gaussian_group;
    const std::size_t count = smaller(n, tile - skip);
    Source::normals(address, first / gaussian_group, (skip + count + gaussian_group - 1) / gaussian_group, z);
    for (std::size_t i = 0; i < count; ++i) x[i] = fused(scale, static_cast<T>(z[skip + i]), x[i]);
    first += count;
    x += count;
    n -= count;
  }
}

inline float with_sign(float value, std::uint32_t word) {
  return __builtin_bit_cast(float, __builtin_bit_cast(std::uint32_t, value) ^ (word & 0x80000000u));
}
inline double with_sign(double value, std::uint32_t word) {
  return __builtin_bit_cast(double,
                            __builtin_bit_cast(std::uint64_t, value) ^ (std::uint64_t{word & 0x80000000u} << 32));
}

/// Adds columns [begin, end) of row `row` of a group; x[0] is the element of column `begin`.
template <class T>
inline void add_row(const std::uint32_t (&words)[4][row_size], std::size_t row, std::size_t begin, std::size_t end,
                    T scale, T* x) {
  const std::uint32_t* word = words[row / 32];
  for (std::size_t j = begin; j < end; ++j) x[j - begin] += with_sign(scale, word[j] << (row % 32));
}

/// Adds a whole group of `count` directions, in their order. Unrolled over the bits of a byte, so that the words stay
/// in registers: of a row that costs a load and a store for all directions, and three operations for each.
template <std::size_t count, class T>
inline void add_group(const std::uint32_t (&all_words)[count][4][row_size], const T* scales, T* __restrict x) {
  for (std::size_t r = 0; r < 4; ++r) {
    alignas(64) std::uint32_t words[count][row_size];
    for (std::size_t k = 0; k < count; ++k)
      for (std::size_t j = 0; j < row_size; ++j) words[k][j] = all_words[k][r][j];
    for (int byte = 0; byte < 4; ++byte) {
#pragma GCC unroll 8
      for (int bit = 0; bit < 8; ++bit, x += row_size)
        for (std::size_t j = 0; j < row_size; ++j) {
          T sum = x[j];
#pragma GCC unroll 8
          for (std::size_t k = 0; k < count; ++k) sum += with_sign(scales[k], words[k][j] << bit);
          x[j] = sum;
        }
      for (std::size_t k = 0; k < count; ++k)
        for (std::size_t j = 0; j < row_size; ++j) words[k][j] <<= 8;
    }
  }
}

template <class Source, class T>
void add_rademacher_loop(const DirectionAddress& address, std::uint64_t first, T scale, T* __restrict x,
                         std::size_t n) {
  alignas(64) std::uint32_t group[1][4][row_size];
  auto& words = group[0];
  while (n > 0) {
    const std::size_t at = first % rademacher_group;
    const std::size_t end = smaller(rademacher_group, at + n);
    Source::outputs(address, first / rademacher_group, words);
    first += end - at;
    n -= end - at;
    if (end - at == rademacher_group) {
      add_group(group, &scale, x);
      x += rademacher_group;
      continue;
    }
    std::size_t row = at / row_size;
    if (const std::size_t column = at % row_size; column != 0) {
      const std::size_t stop = smaller(row_size, column + (end - at));
      add_row(words, row++, column, stop, scale, x);
      x += stop - column;
    }
    for (; row < end / row_size; ++row, x += row_size) add_row(words, row, 0, row_size, scale, x);
    if (row == end / row_size && end % row_size != 0) {
      add_row(words, row, 0, end % row_size, scale, x);
      x += end % row_size;
    }
  }
}

template <class Source, class T>
void add_sparse_signs_loop(const DirectionAddress& address, std::uint64_t first, std::uint32_t threshold, T scale,
                           T* __restrict x, std::size_t n) {
  alignas(64) std::uint32_t words[4][row_size];
  while (n > 0) {
    const std::size_t begin = first % gaussian_group;
    const std::size_t count = smaller(n, gaussian_group - begin);
    Source::outputs(address, first / gaussian_group, words);
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t word = words[(begin + i) / row_size][(begin + i) % row_size];
      x[i] = (word & 0x7fffffffu) < threshold ? x[i] + with_sign(scale, word) : x[i];
    }
    first += count;
    x += count;
    n -= count;
  }
}

/// rademacher_batch directions one after another on each element; whole groups are read and written once for all.
template <class Source, class T>
void add_rademacher_batch(const DirectionAddress* addresses, std::uint64_t first, const T* scales, T* __restrict x,
                          std::size_t n) {
  alignas(64) std::uint32_t words[rademacher_batch][4][row_size];
  while (n > 0) {
    const std::size_t at = first % rademacher_group;
    const std::size_t count = smaller(rademacher_group - at, n);
    if (count == rademacher_group) {
      for (std::size_t k = 0; k < rademacher_batch; ++k)
        Source::outputs(addresses[k], first / rademacher_group, words[k]);
      add_group(words, scales, x);
    } else {
      for (std::size_t k = 0; k < rademacher_batch; ++k)
        add_rademacher_loop<Source, T>(addresses[k], first, scales[k], x, count);
    }
    first += count;
    x += count;
    n -= count;
  }
}

constexpr std::size_t rounding_group = 128;

/// x on the grid of bfloat16: up with the probability of the share that lies above, so that the mean is x.
struct Bfloat16Grid {
  static std::uint16_t round(float x, std::uint32_t noise) {
    const std::uint32_t bits = __builtin_bit_cast(std::uint32_t, x);
    const bool special = (bits & 0x7f800000u) == 0x7f800000u;  // infinite or NaN: kept, a NaN quiet
    const std::uint32_t kept = bits | ((bits & 0x007fffffu) != 0 ? 0x00400000u : 0u);
    return static_cast<std::uint16_t>((special ? kept : bits + noise) >> 16);
  }
};

/// The same on the grid of float16, whose subnormals are multiples of 2^-24; beyond its range infinite.
struct Float16Grid {
  static std::uint16_t round(float x, std::uint32_t noise) {
    const std::uint32_t bits = __builtin_bit_cast(std::uint32_t, x);
    const std::uint32_t sign = (bits >> 16) & 0x8000u;
    const std::uint32_t magnitude = bits & 0x7fffffffu;
    const std::uint32_t normal = (magnitude + (noise & 0x1fffu) - 0x38000000u) >> 13;
    const float steps = __builtin_bit_cast(float, magnitude < 0x38800000u ? magnitude : 0u) * 0x1p24f;
    const auto subnormal = static_cast<std::uint32_t>(steps + static_cast<float>(noise & 0x1fffu) * 0x1p-13f);
    const std::uint32_t finite = magnitude < 0x38800000u ? subnormal : (normal < 0x7c00u ? normal : 0x7c00u);
    const std::uint32_t value = magnitude > 0x7f800000u ? 0x7e00u : finite;
    return static_cast<std::uint16_t>(sign | value);
  }
};

template <class Source, class Grid>
void round_loop(const DirectionAddress& address, std::uint64_t first, const float* __restrict x,
                std::uint16_t* __restrict out, std::size_t n) {
  alignas(64) std::uint32_t words[4][row_size];
  while (n > 0) {
    const std::size_t begin = first % rounding_group;
    const std::size_t count = smaller(n, rounding_group - begin);
    Source::outputs(address, first / rounding_group, words);
    if (count == rounding_group) {
      for (std::size_t half = 0; half < 2; ++half)
        for (std::size_t r = 0; r < 4; ++r)
          for (std::size_t j = 0; j < row_size; ++j) {
            const std::size_t i = half * 64 + r * row_size + j;
            out[i] = Grid::round(x[i], (words[r][j] >> (16 * half)) & 0xffffu);
          }
    } else {
      for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = begin + i;
        out[i] = Grid::round(x[i], (words[at % 64 / row_size][at % row_size] >> (at / 64 * 16)) & 0xffffu);
      }
    }
    first += count;
    x += count;
    out += count;
    n -= count;
  }
}

template <class Source>
double sum_gaussian_squares(const DirectionAddress& address, std::uint64_t count) {
  alignas(64) float z[gaussian_group];
  alignas(64) double sums[row_size] = {};
  for (std::uint64_t group = 0; group * gaussian_group < count; ++group) {
    Source::normals(address, group, 1, z);
    const std::uint64_t left = count - group * gaussian_group;
    for (std::size_t i = left; i < gaussian_group; ++i) z[i] = 0;
    for (std::size_t i = 0; i < gaussian_group; i += row_size)
      for (std::size_t j = 0; j < row_size; ++j) {
        const double value = z[i + j];
        sums[j] += value * value;
      }
  }
  for (std::size_t half = row_size / 2; half > 0; half /= 2)
    for (std::size_t j = 0; j < half; ++j) sums[j] += sums[j + half];
  return sums[0];
}

template <class Source>
constexpr DirectionKernels kernels_of = {
    add_gaussian_loop<Source, float>,    add_gaussian_loop<Source, double>,    add_rademacher_loop<Source, float>,
    add_rademacher_loop<Source, double>, add_sparse_signs_loop<Source, float>, add_sparse_signs_loop<Source, double>,
    add_rademacher_batch<Source, float>, add_rademacher_batch<Source, double>, round_loop<Source, Bfloat16Grid>,
    round_loop<Source, Float16Grid>,     sum_gaussian_squares<Source>};

}  // namespace
}  // namespace nilgrad
