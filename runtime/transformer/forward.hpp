#pragma once
#include "runtime/stop_token.hpp"
#include "runtime/transformer/attention.hpp"
#include "runtime/transformer/linear.hpp"
#include "runtime/transformer/rotary.hpp"

namespace nilgrad::transformer {

/// Keys and values of tokens seen before, layer by layer, for texts that grow token by token.
struct KeyValueCache {
  KeyValueCache(const Config& config, std::size_t capacity);
  std::vector<Panels> keys, values;
  std::size_t filled = 0;
};

/// Fills the beginning of an empty cache with the model's trained prefix, if any.
void fill_prefix(const BranchWeights& weights, const Layout& layout, KeyValueCache& cache);

/// One pass of a batch through the layers, for all branches of its weights together: plain and perturbed evaluation are
/// the same code. Keeps its activations' memory from one pass to the next.
class Forward {
 public:
  /// Both must outlive it.
  Forward(const Config& config, const Layout& layout) : config_(config), layout_(layout) {}

  /// The final hidden states (normed and projected, what the head multiplies) of the `wanted` rows, in their order.
  /// With a cache the batch is one text that goes on where the cache ends. Polls `stop` between layers and throws
  /// Error(interrupted). The reference is good until the next pass.
  const Panels& run(const BranchWeights& weights, const Batch& batch, std::span<const std::uint32_t> wanted,
                    const StopToken& stop, KeyValueCache* cache = nullptr);

  /// Bytes of activations that a pass takes, beside those of a cache.
  static std::size_t memory(const Config& config, std::size_t branches, std::size_t tokens, std::size_t wanted);

 private:
  void embed(const BranchWeights& weights, const Batch& batch);
  void layer(const BranchWeights& weights, std::size_t index);
  void attend(const BranchWeights& weights, const LayerTensors& tensors, std::size_t index, const Panels& x);
  void feed_forward(const BranchWeights& weights, const LayerTensors& tensors, const Panels& x);
  void norm(const BranchWeights& weights, const NormTensors& tensors, const Panels& x, Panels& y) const;
  void place_keys(const BranchWeights& weights, const LayerTensors& tensors, std::size_t index, Panels*& keys,
                  Panels*& values);

  const Config& config_;
  const Layout& layout_;
  std::optional<AttentionPlan> plan_;
  std::optional<Rotary> rotary_;
  KeyPlaces places_;
  KeyValueCache* cache_ = nullptr;
  Panels x_, normed_, q_, k_, v_, attended_, inner_, gate_, out_, keys_, values_, wanted_, final_;
};

}  // namespace nilgrad::transformer
