#ifdef __AVX2__  // set for this file alone by cmake/instruction_sets.cmake
#include <immintrin.h>

#include "runtime/random/direction_simd.hpp"

namespace nilgrad {
namespace {

struct Avx2 {
  using Wide = __m256i;
  using Words = __m256i;
  using Floats = __m256;
  static constexpr std::size_t width = 8;
  static constexpr std::size_t pairs_at_once = 1;

  static Wide broadcast(std::uint32_t word) { return _mm256_set1_epi64x(static_cast<long long>(word)); }
  static Wide even_blocks(std::uint32_t first) {
    return _mm256_add_epi64(broadcast(first), _mm256_setr_epi64x(0, 2, 4, 6));
  }
  static Wide multiply(Wide a, Wide b) { return _mm256_mul_epu32(a, b); }
  static Wide high_half(Wide a) { return _mm256_srli_epi64(a, 32); }
  static Wide exclusive_or(Wide a, Wide b, Wide c) { return _mm256_xor_si256(_mm256_xor_si256(b, c), a); }
  static Words interleave(Wide even, Wide odd) { return _mm256_blend_epi32(even, _mm256_slli_epi64(odd, 32), 0xAA); }
  static void store(std::uint32_t* to, Words words) { _mm256_store_si256(reinterpret_cast<__m256i*>(to), words); }
  static void store(float* to, Floats z) { _mm256_store_ps(to, z); }

  /// table[octave % 32], by bits 0 to 2, 3 and 4 of the index; a gather takes twice as long.
  static Floats look_up(const float (&table)[32], Words octave) {
    const Floats bit3 = _mm256_castsi256_ps(_mm256_slli_epi32(octave, 28));
    const Floats bit4 = _mm256_castsi256_ps(_mm256_slli_epi32(octave, 27));
    const auto eight = [&](int i) { return _mm256_permutevar8x32_ps(_mm256_load_ps(table + 8 * i), octave); };
    return _mm256_blendv_ps(_mm256_blendv_ps(eight(0), eight(1), bit3), _mm256_blendv_ps(eight(2), eight(3), bit3),
                            bit4);
  }

  /// normal_from_bits of 8 words.
  static Floats normal(Words bits, const float (&table)[6][32]) {
    const Words sign_bit = _mm256_set1_epi32(static_cast<int>(0x80000000u));
    const Floats k = _mm256_cvtepi32_ps(_mm256_andnot_si256(sign_bit, bits));
    const Words octave = _mm256_srli_epi32(_mm256_castps_si256(k), 23);
    const Floats t = _mm256_mul_ps(k, _mm256_set1_ps(0x1p-16f));
    Floats z = look_up(table[5], octave);
#pragma GCC unroll 5
    for (int j = 4; j >= 0; --j) z = _mm256_fmadd_ps(z, t, look_up(table[j], octave));
    return _mm256_xor_ps(z, _mm256_castsi256_ps(_mm256_and_si256(bits, sign_bit)));
  }
};

}  // namespace

const DirectionKernels avx2_direction_kernels = kernels_of<SimdSource<Avx2>>;

}  // namespace nilgrad
#endif
