#pragma once
#include <cstddef>
#include <cstdint>

/// What a forward pass spends its time in. Activations lie in panels of 32 tokens: element (feature, token) of a panel
/// is at feature · 32 + token, so that every operation on features treats 32 tokens side by side and none needs a sum
/// across a register. Each token goes through the same operations in the same order wherever it lies and whatever lies
/// beside it; every function has the same bits for all instruction sets.
///
/// The sources behind it are compiled for instruction sets that this machine may lack, so they must not emit any
/// function that another source could share: they include no standard header beyond these two and no inline function
/// of ours, and keep their own in anonymous namespaces.
namespace nilgrad::transformer {

inline constexpr std::size_t lanes = 32;  // tokens of a panel

/// A matrix to multiply panels by: element (row, k) is at data[row · row_stride + k · k_stride].
struct Rows {
  const float* data;
  std::size_t row_stride;
  std::size_t k_stride;
};

struct LayerKernels {
  /// c[r · 32 + j] ← (c or 0) + Σ_k w(r, k) x[k · 32 + j] for `rows` rows and the first `width` (16 or 32) tokens, k
  /// in order.
  void (*multiply)(const Rows& w, const float* x, float* c, std::size_t rows, std::size_t k, std::size_t width,
                   bool accumulate);

  /// out ← w + s z
  void (*combine)(const float* w, const float* z, float s, float* out, std::size_t n);
  /// out ← the floats of 16-bit numbers
  void (*widen_bfloat16)(const std::uint16_t* from, float* out, std::size_t n);
  void (*widen_float16)(const std::uint16_t* from, float* out, std::size_t n);
  /// out ← bfloat16 to nearest, ties to even; NaN stays NaN.
  void (*narrow_bfloat16)(const float* from, std::uint16_t* out, std::size_t n);
  /// A panel's features two by two, as products of bfloat16 take them (bfloat16.hpp): out[k / 2 · 64 + 2 j + k % 2].
  void (*pair_up)(const float* x, std::uint16_t* out, std::size_t features);

  /// out ← (x − mean) / √(variance + ε) · weight + bias over the features of each token; null: without.
  void (*layer_norm)(const float* x, std::size_t features, float epsilon, const float* weight, const float* bias,
                     float* out);
  /// out ← x / √(mean of squares + ε) · weight
  void (*rms_norm)(const float* x, std::size_t features, float epsilon, const float* weight, float* out);

  /// p[k · 32 + j] ← exp(p − maximum over k) / their sum, over the keys that token j may see: bit j of seen[k]. The
  /// others become 0; a token that sees none gets zeros.
  void (*softmax)(float* p, const std::uint32_t* seen, std::size_t keys);
  /// sum[j] ← Σ exp(x[r · 32 + j] − maximum[j]) over `rows`, maximum[j] the largest of them
  void (*sum_of_exponentials)(const float* x, std::size_t rows, float* maximum, float* sum);

  void (*relu)(float* x, std::size_t n);
  void (*gelu)(float* x, std::size_t n);       ///< with erf
  void (*gelu_tanh)(float* x, std::size_t n);  ///< its approximation with tanh
  void (*silu)(float* x, std::size_t n);
};

extern const LayerKernels portable_layer_kernels;
extern const LayerKernels avx2_layer_kernels;
extern const LayerKernels avx512_layer_kernels;

/// Those of the instruction set in use (random/instruction_set.hpp).
const LayerKernels& layer_kernels();

}  // namespace nilgrad::transformer
