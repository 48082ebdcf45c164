#ifdef __AVX512F__  // set for this file alone by cmake/instruction_sets.cmake
#include <immintrin.h>

#include "runtime/transformer/kernels/layer_loops.hpp"

namespace nilgrad::transformer {
namespace {

/// Twelve rows of w by 32 tokens: 24 sums, two registers of x and one number of w.
struct Avx512 {
  static constexpr std::size_t rows = 12, fewer_rows = 4;

  template <std::size_t count, std::size_t halves>
  __attribute__((always_inline)) static inline void block_of(const Rows& w, const float* x, float* c, std::size_t k,
                                                             bool accumulate) {
    __m512 sums[count][halves];
#pragma GCC unroll 12
    for (std::size_t r = 0; r < count; ++r)
#pragma GCC unroll 2
      for (std::size_t h = 0; h < halves; ++h)
        sums[r][h] = accumulate ? _mm512_loadu_ps(c + r * lanes + h * 16) : _mm512_setzero_ps();
    const float* element = w.data;
    for (std::size_t i = 0; i < k; ++i, element += w.k_stride, x += lanes) {
      __m512 tokens[halves];
#pragma GCC unroll 2
      for (std::size_t h = 0; h < halves; ++h) tokens[h] = _mm512_loadu_ps(x + h * 16);
#pragma GCC unroll 12
      for (std::size_t r = 0; r < count; ++r) {
        const __m512 weight = _mm512_set1_ps(element[r * w.row_stride]);
#pragma GCC unroll 2
        for (std::size_t h = 0; h < halves; ++h) sums[r][h] = _mm512_fmadd_ps(weight, tokens[h], sums[r][h]);
      }
    }
#pragma GCC unroll 12
    for (std::size_t r = 0; r < count; ++r)
#pragma GCC unroll 2
      for (std::size_t h = 0; h < halves; ++h) _mm512_storeu_ps(c + r * lanes + h * 16, sums[r][h]);
  }

  template <std::size_t count>
  static void block(const Rows& w, const float* x, float* c, std::size_t k, std::size_t width, bool accumulate) {
    width <= 16 ? block_of<count, 1>(w, x, c, k, accumulate) : block_of<count, 2>(w, x, c, k, accumulate);
  }
};

}  // namespace

const LayerKernels avx512_layer_kernels = layer_kernels_of<Avx512>;

}  // namespace nilgrad::transformer
#endif
