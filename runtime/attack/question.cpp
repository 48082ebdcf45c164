#include "runtime/attack/question.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "runtime/classifier/margin.hpp"
#include "runtime/error.hpp"

namespace nilgrad {
namespace {
constexpr double infinity = std::numeric_limits<double>::infinity();
}

double Question::loss_of(std::span<const float> scores) const {
  if (loss == Loss::margin) return target ? targeted_margin(scores, *target) : margin(scores, label);
  return target ? cross_entropy(scores, *target) : -cross_entropy(scores, label);
}

Question::Answer Question::answer(std::span<const float> scores) const {
  const auto is_score = [](float score) { return score < std::numeric_limits<float>::infinity(); };
  if (!std::all_of(scores.begin(), scores.end(), is_score)) return {infinity, false, false};
  const bool fooled = (target ? targeted_margin(scores, *target) : margin(scores, label)) < 0;
  if (access == Access::labels) return {fooled ? -1.0 : 1.0, fooled, true};
  std::vector<float> shown(access == Access::top_k ? scores.size() : 0);
  if (access == Access::top_k) show(scores, shown);
  const double value = loss_of(shown.empty() ? scores : shown);
  if (std::isnan(value)) return {infinity, false, false};  // all of them −inf
  return {value, fooled, true};
}

void Question::show(std::span<const float> scores, std::span<float> shown) const {
  if (access == Access::labels)
    throw_error(ErrorKind::state, "the attack is shown labels only: it can ask victim:fools, not for scores");
  std::copy(scores.begin(), scores.end(), shown.begin());
  if (access == Access::scores || top_k >= scores.size()) return;
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto first_hidden = order.begin() + static_cast<std::ptrdiff_t>(top_k);
  std::partial_sort(order.begin(), first_hidden, order.end(), [&](std::size_t a, std::size_t b) {
    return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
  });
  std::for_each(first_hidden, order.end(),
                [&](std::size_t hidden) { shown[hidden] = -std::numeric_limits<float>::infinity(); });
}

Question::Loss loss_from(std::string_view name) {
  if (name == "margin") return Question::Loss::margin;
  if (name == "cross_entropy") return Question::Loss::cross_entropy;
  throw_error(ErrorKind::option, "there is no loss '{}' of attacks; use 'margin' or 'cross_entropy'", name);
}

Question::Access access_from(std::string_view name) {
  if (name == "labels") return Question::Access::labels;
  if (name == "top_k") return Question::Access::top_k;
  if (name == "logits" || name == "probabilities") return Question::Access::scores;
  throw_error(ErrorKind::option, "there is no access '{}'; use 'logits', 'probabilities', 'top_k' or 'labels'", name);
}

}  // namespace nilgrad
