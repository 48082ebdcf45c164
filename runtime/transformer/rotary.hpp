#pragma once
#include <span>
#include <vector>

#include "runtime/transformer/config.hpp"
#include "runtime/transformer/panels.hpp"

namespace nilgrad::transformer {

/// Rotary position embeddings (Su et al. 2021; Llama's pairing of element i with i + head_size/2), with Llama 3's
/// stretched frequencies where the model has them.
class Rotary {
 public:
  Rotary(const Config& config, std::span<const std::int32_t> positions);
  /// Turns each head of x by its token's position.
  void turn(const Panels& x) const;

 private:
  std::size_t half_;
  Panels cosine_, sine_;  // half_ features of each token
};

/// Radians a position, for each pair of elements.
std::vector<double> rotary_frequencies(const Config& config);

}  // namespace nilgrad::transformer
