#pragma once
#include "runtime/transformer/model.hpp"

namespace nilgrad::transformer {

/// W x + α/r · B A x beside the query and value projections: A ~ N(0, 1/r), B = 0, so the model begins as it was.
struct Lora {
  std::int64_t rank = 8;
  double alpha = 16;
};

/// A tensor of an adapter: its name, which says where the forward pass uses it (layout.cpp), and its shape.
std::vector<TensorSpec> lora_specs(const Model& model, std::int64_t rank);
std::vector<TensorSpec> prefix_specs(const Config& config, std::int64_t tokens);
std::vector<TensorSpec> prompt_specs(const Config& config, std::int64_t tokens);

/// Trained tensors beside a model's own, all float32. Each adds them to the model, unless it has such of this size
/// already, and returns their indices. Hu et al. 2022; Li & Liang 2021; Lester et al. 2021.
std::vector<std::size_t> add_lora(Model& model, const Lora& lora, std::uint64_t seed);

/// The tokens that a prefix or prompt begins with.
std::vector<std::int32_t> drawn_tokens(const Config& config, std::int64_t count, std::uint64_t seed);

/// Keys and values of `tokens` tokens before every text, in each layer: at first those that tokens drawn from the
/// vocabulary have at the beginning of a text.
std::vector<std::size_t> add_prefix(Model& model, std::int64_t tokens, std::uint64_t seed, const StopToken& stop);

/// `tokens` vectors before every text: at first the embeddings of tokens drawn from the vocabulary.
std::vector<std::size_t> add_prompt(Model& model, std::int64_t tokens, std::uint64_t seed);

}  // namespace nilgrad::transformer
