#ifdef __AVX512F__  // set for this file alone by cmake/instruction_sets.cmake
#include <immintrin.h>

#include "runtime/random/direction_simd.hpp"

namespace nilgrad {
namespace {

struct Avx512 {
  using Wide = __m512i;
  using Words = __m512i;
  using Floats = __m512;
  static constexpr std::size_t width = 16;
  static constexpr std::size_t pairs_at_once = 2;

  static Wide broadcast(std::uint32_t word) { return _mm512_set1_epi64(static_cast<long long>(word)); }
  static Wide even_blocks(std::uint32_t first) {
    return _mm512_add_epi64(broadcast(first), _mm512_setr_epi64(0, 2, 4, 6, 8, 10, 12, 14));
  }
  static Wide multiply(Wide a, Wide b) { return _mm512_mul_epu32(a, b); }
  static Wide high_half(Wide a) { return _mm512_srli_epi64(a, 32); }
  static Wide exclusive_or(Wide a, Wide b, Wide c) { return _mm512_ternarylogic_epi64(a, b, c, 0x96); }
  static Words interleave(Wide even, Wide odd) { return _mm512_mask_shuffle_epi32(even, 0xAAAA, odd, _MM_PERM_CCAA); }
  static void store(std::uint32_t* to, Words words) { _mm512_store_si512(to, words); }
  static void store(float* to, Floats z) { _mm512_store_ps(to, z); }

  /// normal_from_bits of 16 words.
  static Floats normal(Words bits, const float (&table)[6][32]) {
    const Floats k = _mm512_cvtepi32_ps(_mm512_and_si512(bits, _mm512_set1_epi32(0x7fffffff)));
    const Words octave = _mm512_srli_epi32(_mm512_castps_si512(k), 23);  // the permute reads five bits of it
    const Floats t = _mm512_mul_ps(k, _mm512_set1_ps(0x1p-16f));
    const auto coefficient = [&](int j) {
      return _mm512_permutex2var_ps(_mm512_load_ps(table[j]), octave, _mm512_load_ps(table[j] + 16));
    };
    Floats z = coefficient(5);
#pragma GCC unroll 5
    for (int j = 4; j >= 0; --j) z = _mm512_fmadd_ps(z, t, coefficient(j));
    constexpr int xor_with_and = 0x78;  // z ^ (bits & sign)
    return _mm512_castsi512_ps(_mm512_ternarylogic_epi32(
        _mm512_castps_si512(z), bits, _mm512_set1_epi32(static_cast<int>(0x80000000u)), xor_with_and));
  }
};

}  // namespace

const DirectionKernels avx512_direction_kernels = kernels_of<SimdSource<Avx512>>;

}  // namespace nilgrad
#endif
