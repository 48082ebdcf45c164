#pragma once
#include <cstddef>
#include <cstdint>

// Products of 16-bit operands with float sums: twice as fast as those of floats by AVX-512 BF16 (nilgrad bench
// mezo); AMX is said to be faster still. See kernels.hpp for panels and for what sources of an instruction set may
// include.
namespace nilgrad::transformer {

struct Bfloat16Kernels {
  const char* name;
  /// c[r · 32 + j] ← (c or 0) + Σ_k w[r · row_stride + k] x(k, j) for 32 tokens; x(k, j) is at
  /// x[k / 2 · 64 + 2 j + k % 2], `k` is a multiple of 32. The order of the sums is the machine's own.
  void (*multiply)(const std::uint16_t* w, std::size_t row_stride, const std::uint16_t* x, float* c, std::size_t rows,
                   std::size_t k, bool accumulate);
};

/// Those of this machine (AMX, else AVX-512 BF16); nullptr where it has none, or where NILGRAD_ISA asks for less than
/// avx512. AMX is taken only after a product of it was found equal to the other's.
const Bfloat16Kernels* bfloat16_kernels();

/// The plain twin.
void multiply_bfloat16_plainly(const std::uint16_t* w, std::size_t row_stride, const std::uint16_t* x, float* c,
                               std::size_t rows, std::size_t k, bool accumulate);

extern const Bfloat16Kernels avx512_bfloat16_kernels;
extern const Bfloat16Kernels amx_bfloat16_kernels;

}  // namespace nilgrad::transformer
