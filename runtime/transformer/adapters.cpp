#include "runtime/transformer/adapters.hpp"

#include <cmath>

#include "runtime/random/uniform.hpp"
#include "runtime/tensor/half.hpp"

namespace nilgrad::transformer {
namespace {

std::string attention_of(const Config& config, std::int64_t layer) {
  return fmt::format("{}layers.{}.self_attn.", config.family == Family::opt ? "decoder." : "", layer);
}

/// The model's tensors of these names, added where there are none.
struct Adapter {
  std::vector<std::size_t> indices;
  bool fresh = true;
};

Adapter adapter(Model& model, const std::vector<TensorSpec>& specs) {
  Adapter found;
  for (const TensorSpec& spec : specs)
    for (std::size_t i = 0; i < model.tensors().size(); ++i) {
      if (model.tensors()[i].name != spec.name) continue;
      const Shape& there = model.tensors()[i].tensor.shape();
      if (there != spec.shape)
        throw_error(ErrorKind::option, "the model has been adapted with '{}' of shape {} before, not {}; load it anew",
                    spec.name, to_string(there), to_string(spec.shape));
      found.indices.push_back(i);
    }
  found.fresh = found.indices.empty();
  if (found.fresh)
    for (const TensorSpec& spec : specs)
      found.indices.push_back(model.add({spec.name, Tensor(spec.shape, DType::float32)}));
  return found;
}

void check_fits(const Model& model, std::int64_t tokens) {
  if (tokens >= static_cast<std::int64_t>(model.most_tokens()))
    throw_error(ErrorKind::option, "{} trained tokens leave no room for texts: '{}' takes {} tokens", tokens,
                model.name(), model.most_tokens());
}

}  // namespace

std::vector<TensorSpec> lora_specs(const Model& model, std::int64_t rank) {
  std::vector<TensorSpec> specs;
  for (std::size_t layer = 0; layer < model.layout().layers.size(); ++layer) {
    const LayerTensors& tensors = model.layout().layers[layer];
    for (const auto& [name, weight] : {std::pair("q_proj", tensors.q.weight), std::pair("v_proj", tensors.v.weight)}) {
      const Shape& shape = model.tensors()[weight].tensor.shape();
      const std::string projection = attention_of(model.config(), static_cast<std::int64_t>(layer)) + name;
      specs.push_back({projection + ".lora_A", {rank, shape[1]}});
      specs.push_back({projection + ".lora_B", {shape[0], rank}});
    }
  }
  return specs;
}

std::vector<TensorSpec> prefix_specs(const Config& config, std::int64_t tokens) {
  std::vector<TensorSpec> specs;
  for (std::int64_t layer = 0; layer < config.layers; ++layer)
    for (const char* name : {"prefix_k", "prefix_v"})
      specs.push_back({attention_of(config, layer) + name, {tokens, config.kv_heads * config.head_size}});
  return specs;
}

std::vector<TensorSpec> prompt_specs(const Config& config, std::int64_t tokens) {
  return {{"prompt", {tokens, config.hidden}}};
}

std::vector<std::int32_t> drawn_tokens(const Config& config, std::int64_t count, std::uint64_t seed) {
  Generator random(Key::from(seed, Purpose::draw, 1));
  std::vector<std::int32_t> tokens;
  for (std::int64_t i = 0; i < count; ++i)
    tokens.push_back(static_cast<std::int32_t>(random.integer(0, config.vocab - 1)));
  return tokens;
}

std::vector<std::size_t> add_lora(Model& model, const Lora& lora, std::uint64_t seed) {
  const auto scale = static_cast<float>(lora.alpha / static_cast<double>(lora.rank));
  const Adapter found = adapter(model, lora_specs(model, lora.rank));
  if (!found.fresh) {
    if (model.lora_scale() != scale)
      throw_error(ErrorKind::option,
                  "the model has been adapted by LoRA with alpha = {:g} before, not {:g}; load it anew",
                  static_cast<double>(model.lora_scale()) * static_cast<double>(lora.rank), lora.alpha);
    return found.indices;
  }
  Generator random(Key::from(seed, Purpose::draw, 0));
  for (std::size_t i = 0; i < found.indices.size(); i += 2)  // A and B alternate
    for (float& element : model.tensors()[found.indices[i]].tensor.as<float>())
      element = static_cast<float>(random.normal() / std::sqrt(static_cast<double>(lora.rank)));
  model.set_lora_scale(scale);
  return found.indices;
}

std::vector<std::size_t> add_prefix(Model& model, std::int64_t tokens, std::uint64_t seed, const StopToken& stop) {
  const Config& config = model.config();
  const bool has_one = model.layout().layers[0].prefix_k != none;
  if (!has_one) check_fits(model, tokens);
  KeyValueCache cache(config, static_cast<std::size_t>(tokens));
  if (!has_one) {
    Batch text;
    const auto ids = drawn_tokens(config, tokens, seed);
    const std::vector<std::uint32_t> last = {text.last_row(text.add(ids))};
    Forward(config, model.layout()).run(model.weights(), text, last, stop, &cache);
  }
  const Adapter found = adapter(model, prefix_specs(config, tokens));
  if (!found.fresh) return found.indices;
  const auto width = static_cast<std::size_t>(config.kv_heads * config.head_size);
  for (std::size_t t = 0; t < found.indices.size(); ++t) {  // keys and values alternate
    const Panels& from = t % 2 == 0 ? cache.keys[t / 2] : cache.values[t / 2];
    const auto to = model.tensors()[found.indices[t]].tensor.as<float>();
    for (std::size_t i = 0; i < to.size(); ++i) to[i] = from.at(0, i / width, i % width);
  }
  return found.indices;
}

std::vector<std::size_t> add_prompt(Model& model, std::int64_t tokens, std::uint64_t seed) {
  const Config& config = model.config();
  if (model.layout().prompt == none) check_fits(model, tokens);
  if (config.embedding != config.hidden)
    throw_error(ErrorKind::option,
                "prompt tuning of '{}': its embeddings are projected, which has no vectors of real "
                "tokens to begin with; use parameters = 'prefix'",
                model.name());
  const Adapter found = adapter(model, prompt_specs(config, tokens));
  if (!found.fresh) return found.indices;
  const Tensor& table = model.tensors()[model.layout().embedding].tensor;
  const auto to = model.tensors()[found.indices[0]].tensor.as<float>();
  const auto width = static_cast<std::size_t>(config.hidden);
  const auto ids = drawn_tokens(config, tokens, seed);
  for (std::size_t i = 0; i < ids.size(); ++i)
    widen(table, static_cast<std::size_t>(ids[i]) * width, to.subspan(i * width, width));
  return found.indices;
}

}  // namespace nilgrad::transformer
