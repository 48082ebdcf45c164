#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "runtime/transformer/forward.hpp"
#include "runtime/transformer/tokenizer/tokenizer.hpp"

namespace nilgrad::transformer {

/// A language model: its shape, its tensors, and its tokenizer where the folder has one. Copies share the tensors.
class Model {
 public:
  /// With the adapters saved beside it (adapters_folder.hpp). Throws Error(file) as load_checkpoint does; a missing
  /// tokenizer is an error where it is needed only.
  static std::shared_ptr<Model> load(const std::filesystem::path& folder);
  /// `stream`: the working file that the checkpoint's tensors lie in, if any (stream/streamed_model.hpp).
  explicit Model(Checkpoint checkpoint, std::shared_ptr<WeightStream> stream = nullptr);

  const Config& config() const { return checkpoint_.config; }
  const Layout& layout() const { return layout_; }
  const Checkpoint& checkpoint() const { return checkpoint_; }
  const std::filesystem::path& folder() const { return checkpoint_.folder; }
  /// The checkpoint's own, then those of adapters.
  std::span<const NamedTensor> tensors() const { return checkpoint_.tensors; }
  std::size_t own_tensors() const { return own_tensors_; }
  std::size_t parameters() const;
  std::size_t bytes() const;
  /// Null where the weights are in memory.
  const std::shared_ptr<WeightStream>& stream() const { return layout_.stream; }
  /// The weights are what they are to be, also those whose last update was put off: before reading their elements.
  void settle() const;
  /// What of the weights is in memory at a time: bytes(), or what a sweep over a working file holds.
  std::size_t resident_bytes() const;
  /// Of the checkpoint's tensors as they are; of a working file's as they were where the last run began.
  std::string own_fingerprint() const;
  /// The folder's last name, or its shape in words.
  const std::string& name() const { return name_; }
  /// Throws Error(unavailable) when the folder has none.
  const Tokenizer& tokenizer() const;

  /// Adds a tensor beside those of the checkpoint (adapters.hpp); returns its index. Who computes with the model must
  /// not have begun.
  std::size_t add(NamedTensor tensor);
  /// α/r, 0 without LoRA.
  float lora_scale() const { return lora_scale_; }
  void set_lora_scale(float scale);

  /// What its products are made of; float32 unless told otherwise.
  Compute compute() const { return compute_; }
  void set_compute(Compute compute) { compute_ = compute; }
  /// Its tensors as they are, for a pass of one branch.
  BranchWeights weights() const { return BranchWeights(tensors(), compute_); }

  /// An empty batch that begins as this model's texts do.
  Batch batch() const;
  /// Throws Error(option) for ids outside the vocabulary and for more tokens than there are positions; `what` names
  /// the text.
  void check(std::span<const std::int32_t> ids, const std::string& what) const;
  /// Tokens that a text may have.
  std::size_t most_tokens() const;

  /// Logits after every token of a text: [tokens, vocabulary].
  Tensor logits(std::span<const std::int32_t> ids, const StopToken& stop) const;

  /// The most likely next token again and again, up to `count` of them or the end-of-text token, which is left out.
  /// Stops where `enough` says so of what there is.
  std::vector<std::int32_t> generate(std::span<const std::int32_t> ids, std::size_t count, const StopToken& stop,
                                     const std::function<bool(std::span<const std::int32_t>)>& enough = {}) const;

 private:
  Checkpoint checkpoint_;
  Layout layout_;
  std::size_t own_tensors_;
  float lora_scale_ = 0;
  Compute compute_ = Compute::float32;
  std::string name_;
  mutable std::shared_ptr<const Tokenizer> tokenizer_;
};

}  // namespace nilgrad::transformer
