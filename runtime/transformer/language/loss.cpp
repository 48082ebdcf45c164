#include "runtime/transformer/language/loss.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nilgrad::transformer {
namespace {

double cross_entropy(const std::vector<OptionScore>& options, std::size_t answer) {
  double largest = options[0].mean();
  for (const OptionScore& option : options) largest = std::max(largest, option.mean());
  double sum = 0;
  for (const OptionScore& option : options) sum += std::exp(option.mean() - largest);
  return largest + std::log(sum) - options[answer].mean();
}

double macro_f1(const Scores& scores, std::span<const Example> examples) {
  struct Counts {
    double right = 0, said = 0, true_ones = 0;
  };
  std::vector<Counts> counts;
  for (std::size_t i = 0; i < examples.size(); ++i) {
    counts.resize(std::max(counts.size(), scores[i].size()));
    const std::size_t said = best_option(scores[i]);
    counts[said].said += 1;
    counts[examples[i].answer].true_ones += 1;
    if (said == examples[i].answer) counts[said].right += 1;
  }
  double sum = 0;
  for (const Counts& c : counts) sum += c.right == 0 ? 0 : 2 * c.right / (c.said + c.true_ones);
  return sum / static_cast<double>(counts.size());
}

double mean_over(const Scores& scores, std::span<const Example> examples,
                 double (*of)(const std::vector<OptionScore>&, std::size_t)) {
  double sum = 0;
  for (std::size_t i = 0; i < examples.size(); ++i) sum += of(scores[i], examples[i].answer);
  return sum / static_cast<double>(examples.size());
}

bool has_nan(const Scores& scores) {
  return std::any_of(scores.begin(), scores.end(), [](const auto& options) {
    return std::any_of(options.begin(), options.end(), [](const OptionScore& o) { return std::isnan(o.sum); });
  });
}

}  // namespace

std::size_t best_option(const std::vector<OptionScore>& options) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < options.size(); ++i)
    if (!(options[i].mean() <= options[best].mean()) && !std::isnan(options[i].mean())) best = i;
  return best;
}

double loss_of(Loss loss, const Scores& scores, std::span<const Example> examples) {
  if (has_nan(scores)) return std::numeric_limits<double>::quiet_NaN();
  switch (loss) {
    case Loss::cross_entropy:
      return mean_over(scores, examples, cross_entropy);
    case Loss::language_model:
      return mean_over(scores, examples, [](const std::vector<OptionScore>& options, std::size_t answer) {
        return -options[answer].mean();
      });
    case Loss::accuracy:
      return mean_over(scores, examples, [](const std::vector<OptionScore>& options, std::size_t answer) {
        return best_option(options) == answer ? 0.0 : 1.0;
      });
    case Loss::f1:
      return 1 - macro_f1(scores, examples);
  }
  return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace nilgrad::transformer
