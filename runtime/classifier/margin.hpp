#pragma once
#include <cstddef>
#include <span>

// What an attack minimises, from the logits z of one sample. Classes count from 0, as in data files. A label that is no
// class of z throws Error(option).
namespace nilgrad {

/// z_y − max_{k≠y} z_k, the loss of an untargeted attack on true class y: negative exactly when another class wins, so
/// an attack has succeeded. The C&W loss (Carlini & Wagner 2017, eq. 6) with confidence κ is max(−κ, margin).
double margin(std::span<const float> logits, std::size_t label);

/// max_{k≠t} z_k − z_t, the loss of an attack towards class t: negative exactly when t has the largest logit.
double targeted_margin(std::span<const float> logits, std::size_t target);

/// −log p_y with p = softmax(z), in natural logarithms: what an attack towards y minimises and an untargeted one
/// maximises. No overflow for any finite logits.
double cross_entropy(std::span<const float> logits, std::size_t label);

/// confidences_k = exp z_k / Σ_j exp z_j, of the same size as `logits` (which it may be). No overflow for finite
/// logits.
void softmax(std::span<const float> logits, std::span<float> confidences);

/// The class of the largest logit, the first of equals.
std::size_t predicted_class(std::span<const float> logits);

}  // namespace nilgrad
