#pragma once
// The loops over panels that all instruction sets share; written so that the compiler turns the innermost ones, over
// tokens, into registers of the set that the including source is compiled for. See kernels.hpp for what may not be
// included here.
#include "runtime/transformer/kernels/kernels.hpp"

namespace nilgrad::transformer {
namespace {

inline float fused(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
inline float larger(float a, float b) { return a > b ? a : b; }

/// e^x to 1e-7 of its value: 2^n · 2^f with n whole, f within ±1/2 and a polynomial of degree 6 (its Taylor terms are
/// below float's rounding from there on). 0 below −87, where float has no normal numbers left; x at most 88.
inline float exponential(float x) {
  const float low = x < -87.0f ? -87.0f : x;
  const float y = low > 88.0f ? 88.0f : low;  // a NaN stays one
  const float whole = fused(y, 1.44269504f, 12582912.0f) - 12582912.0f;
  const float rest = fused(whole, -1.42860677e-6f, fused(whole, -0.693145752f, y));
  float p = fused(rest, 1.38888889e-3f, 8.33333333e-3f);
  p = fused(p, rest, 4.16666667e-2f);
  p = fused(p, rest, 1.66666667e-1f);
  p = fused(p, rest, 0.5f);
  p = fused(p, rest, 1.0f);
  p = fused(p, rest, 1.0f);
  const auto exponent = static_cast<std::int32_t>(whole == whole ? whole : 0.0f);
  const float power = __builtin_bit_cast(float, static_cast<std::uint32_t>(exponent + 127) << 23);
  return x < -87.0f ? 0.0f : p * power;
}

/// erf by Abramowitz & Stegun 7.1.26: to 1.5e-7.
inline float error_function(float x) {
  const float a = x < 0 ? -x : x;
  const float t = 1.0f / fused(0.3275911f, a, 1.0f);
  float p = fused(1.061405429f, t, -1.453152027f);
  p = fused(p, t, 1.421413741f);
  p = fused(p, t, -0.284496736f);
  p = fused(p, t, 0.254829592f);
  const float value = 1.0f - p * t * exponential(-a * a);
  return x < 0 ? -value : value;
}

void combine_loop(const float* w, const float* z, float s, float* __restrict out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = fused(s, z[i], w[i]);
}

void widen_bfloat16_loop(const std::uint16_t* from, float* __restrict out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = __builtin_bit_cast(float, std::uint32_t{from[i]} << 16);
}

void widen_float16_loop(const std::uint16_t* from, float* __restrict out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint32_t bits = from[i];
    const float magnitude = __builtin_bit_cast(float, (bits & 0x7fffu) << 13) * 0x1p112f;
    const std::uint32_t infinite = (bits & 0x7c00u) == 0x7c00u ? 0x7f800000u : 0u;
    out[i] =
        __builtin_bit_cast(float, __builtin_bit_cast(std::uint32_t, magnitude) | infinite | (bits & 0x8000u) << 16);
  }
}

inline std::uint16_t nearest_bfloat16(float value) {
  const std::uint32_t bits = __builtin_bit_cast(std::uint32_t, value);
  const std::uint32_t rounded = bits + 0x7fffu + (bits >> 16 & 1u);
  return static_cast<std::uint16_t>((value != value ? bits | 0x400000u : rounded) >> 16);
}

void narrow_bfloat16_loop(const float* from, std::uint16_t* __restrict out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = nearest_bfloat16(from[i]);
}

void pair_up_loop(const float* x, std::uint16_t* __restrict out, std::size_t features) {
  for (std::size_t k = 0; k < features; k += 2, x += 2 * lanes, out += 2 * lanes)
    for (std::size_t j = 0; j < lanes; ++j) {
      out[2 * j] = nearest_bfloat16(x[j]);
      out[2 * j + 1] = nearest_bfloat16(x[lanes + j]);
    }
}

/// out ← (x − shift) · factor · weight + bias, one shift and factor a token.
inline void scale_features(const float* x, std::size_t features, const float* shift, const float* factor,
                           const float* weight, const float* bias, float* __restrict out) {
  for (std::size_t f = 0; f < features; ++f) {
    const float w = weight ? weight[f] : 1.0f, b = bias ? bias[f] : 0.0f;
    for (std::size_t j = 0; j < lanes; ++j) {
      const std::size_t i = f * lanes + j;
      out[i] = fused((x[i] - shift[j]) * factor[j], w, b);
    }
  }
}

void layer_norm_loop(const float* x, std::size_t features, float epsilon, const float* weight, const float* bias,
                     float* __restrict out) {
  alignas(64) float mean[lanes] = {}, square[lanes] = {};
  const float share = 1.0f / static_cast<float>(features);
  for (std::size_t f = 0; f < features; ++f)
    for (std::size_t j = 0; j < lanes; ++j) mean[j] += x[f * lanes + j];
  for (std::size_t j = 0; j < lanes; ++j) mean[j] *= share;
  for (std::size_t f = 0; f < features; ++f)
    for (std::size_t j = 0; j < lanes; ++j) {
      const float d = x[f * lanes + j] - mean[j];
      square[j] = fused(d, d, square[j]);
    }
  for (std::size_t j = 0; j < lanes; ++j) square[j] = 1.0f / __builtin_sqrtf(fused(square[j], share, epsilon));
  scale_features(x, features, mean, square, weight, bias, out);
}

void rms_norm_loop(const float* x, std::size_t features, float epsilon, const float* weight, float* __restrict out) {
  alignas(64) float zero[lanes] = {}, square[lanes] = {};
  for (std::size_t f = 0; f < features; ++f)
    for (std::size_t j = 0; j < lanes; ++j) square[j] = fused(x[f * lanes + j], x[f * lanes + j], square[j]);
  const float share = 1.0f / static_cast<float>(features);
  for (std::size_t j = 0; j < lanes; ++j) square[j] = 1.0f / __builtin_sqrtf(fused(square[j], share, epsilon));
  scale_features(x, features, zero, square, weight, nullptr, out);
}

constexpr float least = -3.0e38f;  // below any number that counts

void softmax_loop(float* __restrict p, const std::uint32_t* seen, std::size_t keys) {
  alignas(64) float maximum[lanes], sum[lanes] = {};
  for (float& m : maximum) m = least;
  for (std::size_t k = 0; k < keys; ++k)
    for (std::size_t j = 0; j < lanes; ++j) {
      const float value = (seen[k] >> j & 1u) != 0 ? p[k * lanes + j] : least;
      maximum[j] = maximum[j] > value ? maximum[j] : value;
    }
  for (std::size_t k = 0; k < keys; ++k)
    for (std::size_t j = 0; j < lanes; ++j) {
      const float value = exponential(p[k * lanes + j] - maximum[j]);
      p[k * lanes + j] = (seen[k] >> j & 1u) != 0 ? value : 0.0f;
      sum[j] += p[k * lanes + j];
    }
  for (std::size_t j = 0; j < lanes; ++j) sum[j] = sum[j] == 0.0f ? 0.0f : 1.0f / sum[j];
  for (std::size_t k = 0; k < keys; ++k)
    for (std::size_t j = 0; j < lanes; ++j) p[k * lanes + j] *= sum[j];
}

void sum_of_exponentials_loop(const float* x, std::size_t rows, float* __restrict maximum, float* __restrict sum) {
  for (std::size_t j = 0; j < lanes; ++j) maximum[j] = least, sum[j] = 0;
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t j = 0; j < lanes; ++j) maximum[j] = larger(x[r * lanes + j], maximum[j]);
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t j = 0; j < lanes; ++j) sum[j] += exponential(x[r * lanes + j] - maximum[j]);
}

void relu_loop(float* __restrict x, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) x[i] = x[i] < 0.0f ? 0.0f : x[i];  // a NaN stays one
}
void gelu_loop(float* __restrict x, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) x[i] = 0.5f * x[i] * (1.0f + error_function(x[i] * 0.707106781f));
}
void gelu_tanh_loop(float* __restrict x, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    const float y = 0.797884561f * fused(0.044715f * x[i] * x[i], x[i], x[i]);
    x[i] = x[i] - x[i] / (exponential(2.0f * y) + 1.0f);  // x/2 (1 + tanh y) = x (1 − 1/(e^2y + 1))
  }
}
void silu_loop(float* __restrict x, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) x[i] = x[i] / (1.0f + exponential(-x[i]));
}

/// Kernel::block<rows>(w, x, c, k, width, accumulate) does as many rows as its registers hold.
template <class Kernel>
void multiply_loop(const Rows& w, const float* x, float* c, std::size_t rows, std::size_t k, std::size_t width,
                   bool accumulate) {
  std::size_t r = 0;
  for (; r + Kernel::rows <= rows; r += Kernel::rows)
    Kernel::template block<Kernel::rows>({w.data + r * w.row_stride, w.row_stride, w.k_stride}, x, c + r * lanes, k,
                                         width, accumulate);
  for (; r + Kernel::fewer_rows <= rows; r += Kernel::fewer_rows)
    Kernel::template block<Kernel::fewer_rows>({w.data + r * w.row_stride, w.row_stride, w.k_stride}, x, c + r * lanes,
                                               k, width, accumulate);
  for (; r < rows; ++r)
    Kernel::template block<1>({w.data + r * w.row_stride, w.row_stride, w.k_stride}, x, c + r * lanes, k, width,
                              accumulate);
}

template <class Kernel>
constexpr LayerKernels layer_kernels_of = {multiply_loop<Kernel>,
                                           combine_loop,
                                           widen_bfloat16_loop,
                                           widen_float16_loop,
                                           narrow_bfloat16_loop,
                                           pair_up_loop,
                                           layer_norm_loop,
                                           rms_norm_loop,
                                           softmax_loop,
                                           sum_of_exponentials_loop,
                                           relu_loop,
                                           gelu_loop,
                                           gelu_tanh_loop,
                                           silu_loop};

}  // namespace
}  // namespace nilgrad::transformer
