#ifdef __AVX512BF16__  // set for this file alone by cmake/instruction_sets.cmake
#include <immintrin.h>

#include "runtime/transformer/kernels/bfloat16.hpp"

namespace nilgrad::transformer {
namespace {

constexpr std::size_t most_rows = 12, tokens = 32;

inline __m512bh pairs_at(const std::uint16_t* from) {
  return reinterpret_cast<__m512bh>(_mm512_loadu_si512(from));  // NOLINT: the same register under its other name
}

inline __m512bh pair_everywhere(const std::uint16_t* from) {
  std::int32_t pair;
  __builtin_memcpy(&pair, from, sizeof pair);
  return reinterpret_cast<__m512bh>(_mm512_set1_epi32(pair));  // NOLINT: as above
}

/// `count` rows of w by 32 tokens: two sums of 16 tokens each.
template <std::size_t count>
void block(const std::uint16_t* w, std::size_t row_stride, const std::uint16_t* x, float* c, std::size_t k,
           bool accumulate) {
  __m512 sums[count][2];
#pragma GCC unroll 12
  for (std::size_t r = 0; r < count; ++r)
#pragma GCC unroll 2
    for (std::size_t h = 0; h < 2; ++h)
      sums[r][h] = accumulate ? _mm512_loadu_ps(c + r * tokens + h * 16) : _mm512_setzero_ps();
  for (std::size_t i = 0; i < k; i += 2, x += 2 * tokens) {
    const __m512bh first = pairs_at(x), second = pairs_at(x + tokens);
#pragma GCC unroll 12
    for (std::size_t r = 0; r < count; ++r) {
      const __m512bh weight = pair_everywhere(w + r * row_stride + i);
      sums[r][0] = _mm512_dpbf16_ps(sums[r][0], weight, first);
      sums[r][1] = _mm512_dpbf16_ps(sums[r][1], weight, second);
    }
  }
#pragma GCC unroll 12
  for (std::size_t r = 0; r < count; ++r)
#pragma GCC unroll 2
    for (std::size_t h = 0; h < 2; ++h) _mm512_storeu_ps(c + r * tokens + h * 16, sums[r][h]);
}

void multiply(const std::uint16_t* w, std::size_t row_stride, const std::uint16_t* x, float* c, std::size_t rows,
              std::size_t k, bool accumulate) {
  std::size_t r = 0;
  for (; r + most_rows <= rows; r += most_rows)
    block<most_rows>(w + r * row_stride, row_stride, x, c + r * tokens, k, accumulate);
  for (; r < rows; ++r) block<1>(w + r * row_stride, row_stride, x, c + r * tokens, k, accumulate);
}

}  // namespace

const Bfloat16Kernels avx512_bfloat16_kernels = {"AVX-512 BF16", multiply};

}  // namespace nilgrad::transformer
#endif
