#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace nilgrad {

/// What an attack on one image wants of the model, and how much of the model's scores it is shown.
struct Question {
  enum class Loss { margin, cross_entropy };
  enum class Access { scores, top_k, labels };
  struct Answer {
    double loss;  ///< of what is shown: < 0 exactly where fooled (margin); −log p of the target, or log p of the label
    bool fooled;  ///< another class than the label wins, or the target does
    bool finite;  ///< false: scores with a NaN or +inf, which are never a success; the loss is +inf
  };

  std::size_t label = 0;
  std::optional<std::size_t> target;
  Loss loss = Loss::margin;
  Access access = Access::scores;
  std::size_t top_k = 0;

  /// Of a candidate's logits or log-probabilities (or ones and zeros of a model that says labels). With labels only,
  /// the loss is −1 where fooled, else 1. Throws Error(option) for a label or target that is no class.
  Answer answer(std::span<const float> scores) const;

  /// What the attack may see of them: with top_k all but the k largest (the first of equals) become −inf. Throws
  /// Error(state) where it may see labels only.
  void show(std::span<const float> scores, std::span<float> shown) const;

 private:
  double loss_of(std::span<const float> scores) const;
};

Question::Loss loss_from(std::string_view name);
Question::Access access_from(std::string_view name);

}  // namespace nilgrad
