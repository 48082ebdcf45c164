#pragma once
#include "runtime/transformer/forward.hpp"

namespace nilgrad::transformer {

/// A token whose probability is asked for, after one of the rows that went through the layers.
struct Target {
  std::uint32_t row;  ///< among the wanted ones
  std::int32_t token;
};

/// log p(target) of each branch, of each target: the vocabulary is gone through tile by tile, no logits are kept.
std::vector<double> log_probabilities(const BranchWeights& weights, std::size_t head, const Panels& hidden,
                                      std::span<const Target> targets);

/// Logits of one branch: [rows, vocabulary], float32.
Tensor logits(const BranchWeights& weights, std::size_t head, const Panels& hidden, std::size_t branch = 0);

}  // namespace nilgrad::transformer
