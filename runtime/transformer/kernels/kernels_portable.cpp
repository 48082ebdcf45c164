#include "runtime/transformer/kernels/layer_loops.hpp"

namespace nilgrad::transformer {
namespace {

struct Portable {
  static constexpr std::size_t rows = 1, fewer_rows = 1;

  template <std::size_t>
  static void block(const Rows& w, const float* x, float* c, std::size_t k, std::size_t width, bool accumulate) {
    if (!accumulate)
      for (std::size_t j = 0; j < width; ++j) c[j] = 0;
    for (std::size_t i = 0; i < k; ++i)
      for (std::size_t j = 0; j < width; ++j) c[j] = fused(w.data[i * w.k_stride], x[i * lanes + j], c[j]);
  }
};

}  // namespace

const LayerKernels portable_layer_kernels = layer_kernels_of<Portable>;

}  // namespace nilgrad::transformer
