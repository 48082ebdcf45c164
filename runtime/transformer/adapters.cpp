#include "runtime/transformer/adapters.hpp"

#include <cmath>

#include "runtime/random/uniform.hpp"
#include "runtime/tensor/half.hpp"

namespace nilgrad::transformer {
namespace {

std::string layer_prefix(const Model& model, std::size_t layer) {
  return fmt::format("{}layers.{}.self_attn.", model.config().family == Family::opt ? "decoder." : "", layer);
}

/// The model's tensor of this name, added where there is none; whether it is new.
struct Adapter {
  std::size_t index;
  bool fresh;
};

Adapter adapter(Model& model, const std::string& name, const Shape& shape) {
  for (std::size_t i = 0; i < model.tensors().size(); ++i) {
    if (model.tensors()[i].name != name) continue;
    const Shape& there = model.tensors()[i].tensor.shape();
    if (there != shape)
      throw_error(ErrorKind::option, "the model has been adapted with '{}' of shape {} before, not {}; load it anew",
                  name, to_string(there), to_string(shape));
    return {i, false};
  }
  return {model.add({name, Tensor(shape, DType::float32)}), true};
}

std::vector<std::int32_t> drawn_tokens(const Model& model, std::int64_t count, std::uint64_t seed) {
  Generator random(Key::from(seed, Purpose::draw, 1));
  std::vector<std::int32_t> tokens;
  for (std::int64_t i = 0; i < count; ++i)
    tokens.push_back(static_cast<std::int32_t>(random.integer(0, model.config().vocab - 1)));
  return tokens;
}

void check_fits(const Model& model, std::int64_t tokens) {
  if (tokens >= model.config().positions)
    throw_error(ErrorKind::option, "{} trained tokens leave no room for texts: '{}' has {} positions", tokens,
                model.name(), model.config().positions);
}

}  // namespace

std::vector<std::size_t> add_lora(Model& model, const Lora& lora, std::uint64_t seed) {
  std::vector<std::size_t> indices;
  Generator random(Key::from(seed, Purpose::draw, 0));
  const std::size_t layers = model.layout().layers.size();
  for (std::size_t layer = 0; layer < layers; ++layer)
    for (const char* projection : {"q_proj", "v_proj"}) {
      const bool query = projection[0] == 'q';
      const LayerTensors& tensors = model.layout().layers[layer];
      const Shape shape = model.tensors()[query ? tensors.q.weight : tensors.v.weight].tensor.shape();
      const std::string name = layer_prefix(model, layer) + projection;
      const Adapter a = adapter(model, name + ".lora_A", {lora.rank, shape[1]});
      const Adapter b = adapter(model, name + ".lora_B", {shape[0], lora.rank});
      if (a.fresh)
        for (float& element : model.tensors()[a.index].tensor.as<float>())
          element = static_cast<float>(random.normal() / std::sqrt(static_cast<double>(lora.rank)));
      indices.insert(indices.end(), {a.index, b.index});
    }
  model.set_lora_scale(static_cast<float>(lora.alpha / static_cast<double>(lora.rank)));
  return indices;
}

std::vector<std::size_t> add_prefix(Model& model, std::int64_t tokens, std::uint64_t seed, const StopToken& stop) {
  check_fits(model, tokens);
  const Config& config = model.config();
  const bool has_one = model.layout().layers[0].prefix_k != none;
  KeyValueCache cache(config, static_cast<std::size_t>(tokens));
  if (!has_one) {
    Batch text;
    const auto ids = drawn_tokens(model, tokens, seed);
    const std::vector<std::uint32_t> last = {text.last_row(text.add(ids))};
    Forward(config, model.layout()).run(model.weights(), text, last, stop, &cache);
  }
  std::vector<std::size_t> indices;
  const std::int64_t width = config.kv_heads * config.head_size;
  for (std::size_t layer = 0; layer < static_cast<std::size_t>(config.layers); ++layer)
    for (const bool key : {true, false}) {
      const Adapter found =
          adapter(model, layer_prefix(model, layer) + (key ? "prefix_k" : "prefix_v"), {tokens, width});
      indices.push_back(found.index);
      if (!found.fresh) continue;
      const Panels& from = key ? cache.keys[layer] : cache.values[layer];
      const auto to = model.tensors()[found.index].tensor.as<float>();
      for (std::size_t i = 0; i < to.size(); ++i)
        to[i] = from.at(0, i / static_cast<std::size_t>(width), i % static_cast<std::size_t>(width));
    }
  return indices;
}

std::vector<std::size_t> add_prompt(Model& model, std::int64_t tokens, std::uint64_t seed) {
  check_fits(model, tokens);
  const Config& config = model.config();
  if (config.embedding != config.hidden)
    throw_error(ErrorKind::option,
                "prompt tuning of '{}': its embeddings are projected, which has no vectors of real "
                "tokens to begin with; use parameters = 'prefix'",
                model.name());
  const Adapter found = adapter(model, "prompt", {tokens, config.hidden});
  if (!found.fresh) return {found.index};
  const Tensor& table = model.tensors()[model.layout().embedding].tensor;
  const auto to = model.tensors()[found.index].tensor.as<float>();
  const auto width = static_cast<std::size_t>(config.hidden);
  const auto ids = drawn_tokens(model, tokens, seed);
  for (std::size_t i = 0; i < ids.size(); ++i)
    widen(table, static_cast<std::size_t>(ids[i]) * width, to.subspan(i * width, width));
  return {found.index};
}

}  // namespace nilgrad::transformer
