#if defined(__AMX_BF16__) || \
    defined(__AMXBF16__)  // g++ and clang 14; set for this file alone by cmake/instruction_sets.cmake
#include <immintrin.h>

#include "runtime/transformer/kernels/bfloat16.hpp"

namespace nilgrad::transformer {
namespace {

constexpr std::size_t tile_rows = 16, tokens = 32, depth = 32;  // 16 rows of 32 numbers in a tile of 1 KiB

struct alignas(64) TileShapes {
  std::uint8_t palette = 1, start_row = 0;
  std::uint8_t reserved[14] = {};
  std::uint16_t row_bytes[16] = {64, 64, 64, 64, 64, 64, 64, 64};
  std::uint8_t rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};
};

/// 32 rows of w by 32 tokens: sums in tiles 0 to 3, rows in 4 and 5, tokens in 6 and 7.
void block32(const std::uint16_t* w, std::size_t row_stride, const std::uint16_t* x, float* c, std::size_t k,
             bool accumulate) {
  constexpr std::size_t c_stride = tokens * sizeof(float);
  float* const lower = c + tile_rows * tokens;
  if (accumulate) {
    _tile_loadd(0, c, c_stride);
    _tile_loadd(1, c + 16, c_stride);
    _tile_loadd(2, lower, c_stride);
    _tile_loadd(3, lower + 16, c_stride);
  } else {
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
  }
  const std::size_t stride = row_stride * sizeof(std::uint16_t), x_stride = 2 * tokens * sizeof(std::uint16_t);
  for (std::size_t i = 0; i < k; i += depth, x += depth * tokens) {
    _tile_loadd(4, w + i, stride);
    _tile_loadd(5, w + tile_rows * row_stride + i, stride);
    _tile_loadd(6, x, x_stride);
    _tile_loadd(7, x + tokens, x_stride);
    _tile_dpbf16ps(0, 4, 6);
    _tile_dpbf16ps(1, 4, 7);
    _tile_dpbf16ps(2, 5, 6);
    _tile_dpbf16ps(3, 5, 7);
  }
  _tile_stored(0, c, c_stride);
  _tile_stored(1, c + 16, c_stride);
  _tile_stored(2, lower, c_stride);
  _tile_stored(3, lower + 16, c_stride);
}

void block16(const std::uint16_t* w, std::size_t row_stride, const std::uint16_t* x, float* c, std::size_t k,
             bool accumulate) {
  constexpr std::size_t c_stride = tokens * sizeof(float);
  if (accumulate) {
    _tile_loadd(0, c, c_stride);
    _tile_loadd(1, c + 16, c_stride);
  } else {
    _tile_zero(0);
    _tile_zero(1);
  }
  const std::size_t stride = row_stride * sizeof(std::uint16_t), x_stride = 2 * tokens * sizeof(std::uint16_t);
  for (std::size_t i = 0; i < k; i += depth, x += depth * tokens) {
    _tile_loadd(4, w + i, stride);
    _tile_loadd(6, x, x_stride);
    _tile_loadd(7, x + tokens, x_stride);
    _tile_dpbf16ps(0, 4, 6);
    _tile_dpbf16ps(1, 4, 7);
  }
  _tile_stored(0, c, c_stride);
  _tile_stored(1, c + 16, c_stride);
}

void multiply(const std::uint16_t* w, std::size_t row_stride, const std::uint16_t* x, float* c, std::size_t rows,
              std::size_t k, bool accumulate) {
  const TileShapes shapes;
  _tile_loadconfig(&shapes);
  std::size_t r = 0;
  for (; r + 2 * tile_rows <= rows; r += 2 * tile_rows)
    block32(w + r * row_stride, row_stride, x, c + r * tokens, k, accumulate);
  for (; r + tile_rows <= rows; r += tile_rows)
    block16(w + r * row_stride, row_stride, x, c + r * tokens, k, accumulate);
  _tile_release();
  if (r < rows)  // fewer than a tile: every machine with AMX has these instructions too
    avx512_bfloat16_kernels.multiply(w + r * row_stride, row_stride, x, c + r * tokens, rows - r, k, accumulate);
}

}  // namespace

const Bfloat16Kernels amx_bfloat16_kernels = {"AMX BF16", multiply};

}  // namespace nilgrad::transformer
#endif
