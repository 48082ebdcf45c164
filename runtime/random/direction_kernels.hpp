#pragma once
#include <cstddef>
#include <cstdint>

namespace nilgrad {

/// What directions.cpp calls once ranges are checked. The sources behind it are compiled for instruction sets that this
/// machine may lack, so they must not emit any function that another source could share: they include no standard
/// header beyond these two and no inline function of ours, and keep their own in anonymous namespaces.
struct DirectionAddress {
  std::uint64_t stream_key;
  std::uint32_t step;
  std::uint32_t round_query;
  std::uint32_t tensor;
};

constexpr std::size_t rademacher_batch = 4;  // directions that the batch kernels add at once

struct DirectionKernels {
  void (*gaussian_float)(const DirectionAddress&, std::uint64_t first, float scale, float* x, std::size_t n);
  void (*gaussian_double)(const DirectionAddress&, std::uint64_t first, double scale, double* x, std::size_t n);
  void (*rademacher_float)(const DirectionAddress&, std::uint64_t first, float scale, float* x, std::size_t n);
  void (*rademacher_double)(const DirectionAddress&, std::uint64_t first, double scale, double* x, std::size_t n);
  void (*sparse_signs_float)(const DirectionAddress&, std::uint64_t first, std::uint32_t threshold, float scale,
                             float* x, std::size_t n);
  void (*sparse_signs_double)(const DirectionAddress&, std::uint64_t first, std::uint32_t threshold, double scale,
                              double* x, std::size_t n);
  void (*rademacher_batch_float)(const DirectionAddress* addresses, std::uint64_t first, const float* scales, float* x,
                                 std::size_t n);
  void (*rademacher_batch_double)(const DirectionAddress* addresses, std::uint64_t first, const double* scales,
                                  double* x, std::size_t n);
  void (*round_bfloat16)(const DirectionAddress&, std::uint64_t first, const float* x, std::uint16_t* out,
                         std::size_t n);
  void (*round_float16)(const DirectionAddress&, std::uint64_t first, const float* x, std::uint16_t* out,
                        std::size_t n);
  double (*gaussian_squares)(const DirectionAddress&, std::uint64_t count);
};

extern const DirectionKernels portable_direction_kernels;
extern const DirectionKernels avx2_direction_kernels;
extern const DirectionKernels avx512_direction_kernels;

}  // namespace nilgrad
