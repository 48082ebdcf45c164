#if defined(__AVX2__) && defined(__FMA__)  // set for this file alone by cmake/instruction_sets.cmake
#include <immintrin.h>

#include "runtime/transformer/kernels/layer_loops.hpp"

namespace nilgrad::transformer {
namespace {

/// Six rows of w by 16 tokens at a time: twelve sums, two registers of x and one number of w.
struct Avx2 {
  static constexpr std::size_t rows = 6, fewer_rows = 2;

  template <std::size_t count>
  __attribute__((always_inline)) static inline void half(const Rows& w, const float* x, float* c, std::size_t k,
                                                         bool accumulate) {
    __m256 sums[count][2];
#pragma GCC unroll 6
    for (std::size_t r = 0; r < count; ++r)
#pragma GCC unroll 2
      for (std::size_t h = 0; h < 2; ++h)
        sums[r][h] = accumulate ? _mm256_loadu_ps(c + r * lanes + h * 8) : _mm256_setzero_ps();
    const float* element = w.data;
    for (std::size_t i = 0; i < k; ++i, element += w.k_stride, x += lanes) {
      const __m256 tokens[2] = {_mm256_loadu_ps(x), _mm256_loadu_ps(x + 8)};
#pragma GCC unroll 6
      for (std::size_t r = 0; r < count; ++r) {
        const __m256 weight = _mm256_set1_ps(element[r * w.row_stride]);
#pragma GCC unroll 2
        for (std::size_t h = 0; h < 2; ++h) sums[r][h] = _mm256_fmadd_ps(weight, tokens[h], sums[r][h]);
      }
    }
#pragma GCC unroll 6
    for (std::size_t r = 0; r < count; ++r)
#pragma GCC unroll 2
      for (std::size_t h = 0; h < 2; ++h) _mm256_storeu_ps(c + r * lanes + h * 8, sums[r][h]);
  }

  template <std::size_t count>
  static void block(const Rows& w, const float* x, float* c, std::size_t k, std::size_t width, bool accumulate) {
    half<count>(w, x, c, k, accumulate);
    if (width > 16) half<count>(w, x + 16, c + 16, k, accumulate);
  }
};

}  // namespace

const LayerKernels avx2_layer_kernels = layer_kernels_of<Avx2>;

}  // namespace nilgrad::transformer
#endif
