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
    add_rademacher_batch<Source, float>, add_rademacher_batch<Source, double>, sum_gaussian_squares<Source>};

}  // namespace
}  // namespace nilgrad
