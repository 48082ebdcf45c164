#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "runtime/transformer/model.hpp"

namespace nilgrad::transformer {

/// A prompt, what may follow it, and which of that is right.
struct Example {
  std::vector<std::int32_t> prompt;
  std::vector<std::vector<std::int32_t>> options;  ///< at least one, each of at least one token
  std::size_t answer = 0;
};

/// Throws Error(option) naming the example: no prompt or options, an empty option, an answer that is none of them, ids
/// outside the vocabulary, more tokens than the model has positions.
void check(const Model& model, std::span<const Example> examples, const char* what_they_are = "example");

/// The sum of log p over an option's tokens, given what stands before each.
struct OptionScore {
  double sum = 0;
  std::size_t tokens = 0;
  double mean() const { return sum / static_cast<double>(tokens); }
};

/// Options of examples side by side, example after example.
using Scores = std::vector<std::vector<OptionScore>>;

/// The options' scores in each branch. A prompt is computed once for all that may follow it, and logits only where an
/// option's token is next. Examples go through the layers as many at a time as `tokens_at_once` holds, at least one;
/// scores do not depend on it.
class Scorer {
 public:
  static constexpr std::size_t most_tokens = 2048;

  explicit Scorer(const Model& model, std::size_t tokens_at_once = most_tokens)
      : model_(model), forward_(model.config(), model.layout()), tokens_at_once_(tokens_at_once) {}

  std::vector<Scores> operator()(const BranchWeights& weights, std::span<const Example> examples,
                                 const StopToken& stop);

 private:
  void score_some(const BranchWeights& weights, std::span<const Example> examples, const StopToken& stop,
                  std::vector<Scores>& scores);

  const Model& model_;
  Forward forward_;
  std::size_t tokens_at_once_;
};

}  // namespace nilgrad::transformer
