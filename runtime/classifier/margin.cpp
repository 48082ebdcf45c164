#include "runtime/classifier/margin.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "runtime/catalog/describe.hpp"

namespace nilgrad {
namespace {

void require_class(std::span<const float> logits, std::size_t label) {
  if (label >= logits.size())
    throw_error(ErrorKind::option, "label {} is no class of a classifier with {}; classes are 0 to {}", label,
                logits.size(), logits.size() - 1);
}

/// A NaN among the others is the answer, so that a broken model is not taken for a successful attack.
double largest_other(std::span<const float> logits, std::size_t label) {
  double largest = -std::numeric_limits<double>::infinity();
  for (std::size_t k = 0; k < logits.size(); ++k) {
    if (k == label) continue;
    if (std::isnan(logits[k])) return logits[k];
    largest = std::max<double>(largest, logits[k]);
  }
  return largest;
}

double log_sum_exp(std::span<const float> logits) {
  const double largest = *std::max_element(logits.begin(), logits.end());
  double sum = 0;
  for (const float logit : logits) sum += std::exp(logit - largest);
  return largest + std::log(sum);
}

}  // namespace

double margin(std::span<const float> logits, std::size_t label) {
  require_class(logits, label);
  return logits[label] - largest_other(logits, label);
}

double targeted_margin(std::span<const float> logits, std::size_t target) { return -margin(logits, target); }

double cross_entropy(std::span<const float> logits, std::size_t label) {
  require_class(logits, label);
  return log_sum_exp(logits) - logits[label];
}

void softmax(std::span<const float> logits, std::span<float> confidences) {
  const double log_sum = log_sum_exp(logits);
  std::transform(logits.begin(), logits.end(), confidences.begin(),
                 [&](float logit) { return static_cast<float>(std::exp(logit - log_sum)); });
}

std::size_t predicted_class(std::span<const float> logits) {
  return static_cast<std::size_t>(std::max_element(logits.begin(), logits.end()) - logits.begin());
}

}  // namespace nilgrad

namespace nilgrad::catalog {
namespace {

Described<NoOptions> describe_loss(const std::string& name, std::string summary) {
  return Described<NoOptions>("model", name, std::move(summary))
      .example("return ng.model." + name + "({ { 1, 5, 3 }, { 4, 0, 2 } }, { 1, 2 })");
}

}  // namespace
}  // namespace nilgrad::catalog

NILGRAD_DESCRIBE(model, margin) {
  return describe_loss("margin", "an untargeted attack's loss for each row of logits: negative when another class wins")
      .signature("ng.model.margin(logits: tensor, labels: integer | integer[]) -> tensor")
      .formula("z_y − max_{k≠y} z_k; labels count from 0")
      .reference("Carlini & Wagner 2017, eq. 6");
}

NILGRAD_DESCRIBE(model, targeted_margin) {
  return describe_loss("targeted_margin",
                       "a targeted attack's loss for each row of logits: negative when the target wins")
      .signature("ng.model.targeted_margin(logits: tensor, targets: integer | integer[]) -> tensor")
      .formula("max_{k≠t} z_k − z_t; targets count from 0")
      .reference("Carlini & Wagner 2017, eq. 6");
}

NILGRAD_DESCRIBE(model, cross_entropy) {
  return describe_loss("cross_entropy", "the cross-entropy of each row of logits")
      .signature("ng.model.cross_entropy(logits: tensor, labels: integer | integer[]) -> tensor")
      .formula("−log softmax(z)_y, natural logarithm; labels count from 0");
}

NILGRAD_DESCRIBE(model, softmax) {
  return Described<NoOptions>("model", "softmax", "the confidences of each row of logits")
      .signature("ng.model.softmax(logits: tensor) -> tensor")
      .formula("exp z_k / Σ_j exp z_j")
      .example("return ng.model.softmax { { 1, 5, 3 }, { 4, 0, 2 } }");
}
