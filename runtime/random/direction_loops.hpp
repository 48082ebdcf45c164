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

/// Adds elements [begin, end) of the row at which `words` were shifted so that its bit is the highest.
template <class T>
inline void add_row(const std::uint32_t* words, unsigned shift, std::size_t begin, std::size_t end, T scale, T* x) {
  for (std::size_t j = begin; j < end; ++j) x[j - begin] += with_sign(scale, words[j] << shift);
}

template <class Source, class T>
void add_rademacher_loop(const DirectionAddress& address, std::uint64_t first, T scale, T* __restrict x,
                         std::size_t n) {
  alignas(64) std::uint32_t words[4][row_size];
  while (n > 0) {
    std::size_t at = first % rademacher_group;
    const std::size_t end = smaller(rademacher_group, at + n);
    Source::outputs(address, first / rademacher_group, words);
    first += end - at;
    n -= end - at;
    while (at < end) {
      const std::size_t column = at % row_size;
      const std::size_t stop = smaller(row_size, column + (end - at));
      const std::uint32_t* row = words[at / (32 * row_size)];
      const auto shift = static_cast<unsigned>(at / row_size % 32);
      if (stop - column == row_size)
        add_row(row, shift, 0, row_size, scale, x);  // constant bounds: one or two registers
      else
        add_row(row, shift, column, stop, scale, x);
      x += stop - column;
      at += stop - column;
    }
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
constexpr DirectionKernels kernels_of = {add_gaussian_loop<Source, float>, add_gaussian_loop<Source, double>,
                                         add_rademacher_loop<Source, float>, add_rademacher_loop<Source, double>,
                                         sum_gaussian_squares<Source>};

}  // namespace
}  // namespace nilgrad
