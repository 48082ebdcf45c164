#pragma once
#include <string>

#include "runtime/transformer/language/examples.hpp"

namespace nilgrad::transformer {

/// What is made of the scores of a minibatch; all are smaller where the model is better.
enum class Loss {
  cross_entropy,   ///< −log of the answer's share of Σ exp(mean log p) over the options, in the mean
  language_model,  ///< −mean log p of the answer, in the mean
  accuracy,        ///< share of examples whose best option is not the answer
  f1,              ///< 1 − F1, the mean over the options' places (macro)
};

/// The option of the greatest mean log p; of equal ones the first. NaN is never best.
std::size_t best_option(const std::vector<OptionScore>& options);

/// NaN as soon as a score is.
double loss_of(Loss loss, const Scores& scores, std::span<const Example> examples);

}  // namespace nilgrad::transformer
