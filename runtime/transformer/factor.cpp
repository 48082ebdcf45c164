#include "runtime/transformer/factor.hpp"

#include "runtime/tensor/buffer.hpp"
#include "runtime/tensor/parallel.hpp"

namespace nilgrad::transformer {

Factor::Factor(const BranchWeights& weights, std::size_t matrix, const Panels& x)
    : weights_(weights), x_(x), factored_(weights.factored(matrix)) {
  weights.observe(matrix, x);
  if (!factored_.empty()) reduce();
  constexpr std::size_t depth = 32;  // that kernels take at a time
  if (weights.compute() != Compute::bfloat16 || weights.base(matrix).dtype() != DType::bfloat16) return;
  if (x.features() % depth == 0) kernels_ = bfloat16_kernels();
  if (!kernels_) return;
  pairs_ = allocate_buffer(x.branches() * x.panels() * x.features() * lanes * sizeof(std::uint16_t));
  parallel_for(x.branches() * x.panels(), 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t b = i / x.panels(), p = i % x.panels();
      layer_kernels().pair_up(x.panel(b, p), pairs(b, p), x.features());
    }
  });
}

void Factor::reduce() {
  std::size_t ranks = 0;
  for (const FactoredDirection& direction : factored_) ranks += direction.rank;
  reduced_.reshape(x_.branches(), x_.tokens(), ranks);
  parallel_for(x_.branches() * x_.panels(), 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t b = i / x_.panels(), p = i % x_.panels();
      float* out = reduced_.panel(b, p);
      for (const FactoredDirection& direction : factored_) {
        const float s = weights_.coefficient(b, direction.index);
        const std::size_t numbers = direction.rank * lanes;
        if (s != 0.0f) {
          layer_kernels().multiply({direction.right.data(), x_.features(), 1}, x_.panel(b, p), out, direction.rank,
                                   x_.features(), x_.width(p), false);
          for (std::size_t k = 0; k < numbers; ++k) out[k] *= s;
        }
        out += numbers;
      }
    }
  });
}

}  // namespace nilgrad::transformer
