#pragma once
#include <string>
#include <vector>

#include "runtime/transformer/adapters.hpp"
#include "runtime/transformer/language/language_objective.hpp"

// The golden files' small models, what of them may be trained, and examples for them.
namespace nilgrad::transformer {

inline std::shared_ptr<Model> golden_model(const std::string& name) {
  return Model::load("tests/data/transformers/" + name);
}

/// The tensors whose names contain one of these.
inline TrainedSet named(const Model& model, const std::vector<std::string>& parts) {
  TrainedSet found;
  found.what = TrainedSet::What::named;
  for (const NamedTensor& tensor : model.tensors())
    for (const std::string& part : parts)
      if (tensor.name.find(part) != std::string::npos) {
        found.names.push_back(tensor.name);
        break;
      }
  return found;
}

/// "all", "small", "sensitive", "lora", "prefix", "prompt", "norm" (the first one), or a part of tensors' names.
inline TrainedSet trained_subset(const Model& model, const std::string& name) {
  using What = TrainedSet::What;
  if (name == "all") return {};
  if (name == "small") return {What::all, {}, {}, 0, 0, TrainedSet::Masked::small, 0.3};
  if (name == "sensitive") return {What::all, {}, {}, 0, 0, TrainedSet::Masked::sensitive, 0.05};
  if (name == "norm") return named(model, {"layers.0.self_attn_layer_norm.weight", "layers.0.input_layernorm"});
  if (name == "lora") return {What::lora, {}, {2, 4}, 0, 3};
  if (name == "prefix") return {What::prefix, {}, {}, 3, 3};
  if (name == "prompt") return {What::prompt, {}, {}, 2, 3};
  return named(model, {name});
}

/// Prompts of several lengths with two or three options of one to three tokens, ids below 200.
inline std::vector<Example> some_examples(std::size_t count) {
  std::vector<Example> examples;
  std::int32_t id = 7;
  const auto tokens = [&](std::size_t n) {
    std::vector<std::int32_t> ids;
    for (std::size_t i = 0; i < n; ++i) ids.push_back(id = (id * 37 + 11) % 199 + 1);
    return ids;
  };
  for (std::size_t e = 0; e < count; ++e) {
    Example& example = examples.emplace_back();
    example.prompt = tokens(3 + e * 5 % 11);
    for (std::size_t o = 0; o < 2 + e % 2; ++o) example.options.push_back(tokens(1 + (e + o) % 3));
    example.answer = e % 2;
  }
  return examples;
}

}  // namespace nilgrad::transformer
