#include "runtime/transformer/adapters_folder.hpp"

#include <fmt/ranges.h>

#include <algorithm>

#include "runtime/tensor/half.hpp"
#include "runtime/transformer/adapters.hpp"
#include "runtime/transformer/checkpoint/output_file.hpp"
#include "runtime/transformer/checkpoint/safetensors.hpp"
#include "runtime/transformer/checkpoint/shown_name.hpp"
#include "runtime/transformer/checkpoint/strict_json.hpp"

namespace nilgrad::transformer {
namespace {

constexpr const char* weights_name = "adapters.safetensors";
constexpr const char* description_name = "adapters.json";

/// {"lora": {"rank": 8, "alpha": 16}, "prefix": {"tokens": 5}, "prompt": {"tokens": 10}}, those that there are.
nlohmann::json description_of(const Model& model, bool with_lora) {
  nlohmann::json description = nlohmann::json::object();
  const LayerTensors& layer = model.layout().layers[0];
  const auto rows = [&](std::size_t tensor) { return model.tensors()[tensor].tensor.shape()[0]; };
  if (with_lora && layer.q.lora_a != none) {
    const std::int64_t rank = rows(layer.q.lora_a);
    const double alpha = static_cast<double>(model.lora_scale()) * static_cast<double>(rank);
    description["lora"] = {{"rank", rank}, {"alpha", alpha}};
  }
  if (layer.prefix_k != none) description["prefix"] = {{"tokens", rows(layer.prefix_k)}};
  if (model.layout().prompt != none) description["prompt"] = {{"tokens", rows(model.layout().prompt)}};
  return description;
}

bool is_lora(const std::string& name) { return name.ends_with(".lora_A") || name.ends_with(".lora_B"); }

/// W + scale · B A, in W's dtype.
Tensor merged(const Model& model, const LinearTensors& linear) {
  const Tensor& weight = model.tensors()[linear.weight].tensor;
  const auto a = model.tensors()[linear.lora_a].tensor.as<float>(),
             b = model.tensors()[linear.lora_b].tensor.as<float>();
  const auto rows = static_cast<std::size_t>(weight.shape()[0]), columns = weight.size() / rows;
  const std::size_t rank = b.size() / rows;
  Tensor sum = weight.dtype() == DType::float32 ? weight.clone() : weight.to(DType::float32);
  const auto elements = sum.as<float>();
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t k = 0; k < rank; ++k) {
      const float factor = linear.lora_scale * b[i * rank + k];
      for (std::size_t j = 0; j < columns; ++j) elements[i * columns + j] += factor * a[k * columns + j];
    }
  return sum.to(weight.dtype());
}

/// A whole number of the description, from 1 on.
std::int64_t size_of_field(const nlohmann::json& description, const char* kind, const char* field,
                           const std::string& where) {
  const nlohmann::json& object = description.at(kind);
  if (object.is_object() && object.contains(field) && object[field].is_number_integer()) {
    const auto size = object[field].get<std::int64_t>();
    if (size >= 1 && size <= std::int64_t{1} << 24) return size;
  }
  throw_error(ErrorKind::file, "{}: '{}' needs '{}', a whole number from 1 on, got {}", where, kind, field,
              object.dump());
}

void refuse_unknown(const nlohmann::json& object, std::initializer_list<std::string_view> known,
                    const std::string& where) {
  if (!object.is_object()) throw_error(ErrorKind::file, "{}: expected an object, got {}", where, object.dump());
  for (const auto& [name, value] : object.items())
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw_error(ErrorKind::file, "{}: unknown field {}", where, shown_name(name));
}

/// The tensors that the description speaks of; sets the model's LoRA scale.
std::vector<TensorSpec> described(Model& model, const nlohmann::json& description, const std::string& where) {
  refuse_unknown(description, {"lora", "prefix", "prompt"}, where);
  std::vector<TensorSpec> specs;
  const auto append = [&](const std::vector<TensorSpec>& more) { specs.insert(specs.end(), more.begin(), more.end()); };
  if (description.contains("lora")) {
    const nlohmann::json& lora = description["lora"];
    refuse_unknown(lora, {"rank", "alpha"}, where + ": 'lora'");
    const std::int64_t rank = size_of_field(description, "lora", "rank", where);
    if (!lora.contains("alpha") || !lora["alpha"].is_number())
      throw_error(ErrorKind::file, "{}: 'lora' needs 'alpha', a number, got {}", where, lora.dump());
    append(lora_specs(model, rank));
    model.set_lora_scale(static_cast<float>(lora["alpha"].get<double>() / static_cast<double>(rank)));
  }
  for (const char* kind : {"prefix", "prompt"}) {
    if (!description.contains(kind)) continue;
    refuse_unknown(description[kind], {"tokens"}, fmt::format("{}: '{}'", where, kind));
    const std::int64_t tokens = size_of_field(description, kind, "tokens", where);
    if (tokens >= static_cast<std::int64_t>(model.most_tokens()))
      throw_error(ErrorKind::file, "{}: '{}' of {} tokens, but the model takes {}", where, kind, tokens,
                  model.most_tokens());
    append(std::string_view(kind) == "prefix" ? prefix_specs(model.config(), tokens)
                                              : prompt_specs(model.config(), tokens));
  }
  return specs;
}

}  // namespace

void save_model(const Model& model, const std::filesystem::path& folder, bool merge) {
  model.settle();
  Checkpoint own{model.config(), {}, model.folder()};
  const auto all = model.tensors();
  own.tensors.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(model.own_tensors()));
  if (merge && model.layout().layers[0].q.lora_a == none)
    throw_error(ErrorKind::option, "option 'merge': '{}' has no LoRA to merge into its weights", model.name());
  if (merge)
    for (const LayerTensors& layer : model.layout().layers)
      for (const LinearTensors* linear : {&layer.q, &layer.v})
        own.tensors[linear->weight].tensor = merged(model, *linear);
  std::vector<NamedTensor> adapters;
  for (std::size_t i = model.own_tensors(); i < all.size(); ++i)
    if (!merge || !is_lora(all[i].name)) adapters.push_back(all[i]);
  save_checkpoint(own, folder, [&](const std::filesystem::path& unpublished) {
    if (adapters.empty()) return;
    write_safetensors(unpublished / weights_name, adapters);
    write_file(unpublished / description_name, description_of(model, !merge).dump(2) + "\n");
  });
}

void load_adapters(Model& model, const std::filesystem::path& folder) {
  if (!std::filesystem::exists(folder / description_name)) return;
  const std::string where = (folder / description_name).string();
  const auto specs = described(model, read_strict(folder / description_name), where);
  const std::string weights = (folder / weights_name).string();
  auto stored = read_safetensors(folder / weights_name);
  if (stored.size() != specs.size())
    throw_error(ErrorKind::file, "{}: {} tensors, where {} speaks of {}", weights, stored.size(), description_name,
                specs.size());
  for (const TensorSpec& spec : specs) {
    const auto found = std::find_if(stored.begin(), stored.end(),
                                    [&](const StoredTensor& tensor) { return tensor.name == spec.name; });
    if (found == stored.end()) throw_error(ErrorKind::file, "{}: tensor '{}' is missing", weights, spec.name);
    if (found->type != DType::float32 ||
        !std::equal(found->shape.begin(), found->shape.end(), spec.shape.begin(), spec.shape.end()))
      throw_error(ErrorKind::file, "{}: tensor '{}' must be float32 {}, not {} {}", weights, spec.name,
                  to_string(spec.shape), found->type_name, fmt::format("[{}]", fmt::join(found->shape, ", ")));
    model.add({spec.name, tensor_of(*found)});
  }
}

}  // namespace nilgrad::transformer
