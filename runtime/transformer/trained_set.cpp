#include "runtime/transformer/trained_set.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace nilgrad::transformer {
namespace {

using What = TrainedSet::What;

constexpr std::array<std::pair<const char*, What>, 5> names_of_what = {{{"all", What::all},
                                                                        {"named", What::named},
                                                                        {"lora", What::lora},
                                                                        {"prefix", What::prefix},
                                                                        {"prompt", What::prompt}}};

using Masked = TrainedSet::Masked;

constexpr std::array<std::pair<const char*, Masked>, 3> names_of_masks = {
    {{"no", Masked::no}, {"small", Masked::small}, {"sensitive", Masked::sensitive}}};

std::size_t index_of(const Model& model, const std::string& name) {
  const auto tensors = model.tensors();
  const auto found =
      std::find_if(tensors.begin(), tensors.end(), [&](const NamedTensor& named) { return named.name == name; });
  if (found == tensors.end()) throw_error(ErrorKind::option, "'{}' has no tensor '{}'", model.name(), name);
  return static_cast<std::size_t>(found - tensors.begin());
}

std::vector<TensorSpec> adapters_of(const TrainedSet& set, const Model& model) {
  if (set.what == What::lora) return lora_specs(model, set.lora.rank);
  if (set.what == What::prefix) return prefix_specs(model.config(), set.tokens);
  if (set.what == What::prompt) return prompt_specs(model.config(), set.tokens);
  return {};
}

bool has(const Model& model, const std::string& name) {
  const auto tensors = model.tensors();
  return std::any_of(tensors.begin(), tensors.end(), [&](const NamedTensor& named) { return named.name == name; });
}

}  // namespace

std::vector<std::size_t> TrainedSet::in(Model& model, const StopToken& stop) const {
  if (what == What::lora) return add_lora(model, lora, seed);
  if (what == What::prefix) return add_prefix(model, tokens, seed, stop);
  if (what == What::prompt) return add_prompt(model, tokens, seed);
  std::vector<std::size_t> indices;
  if (what == What::all)
    for (std::size_t i = 0; i < model.own_tensors(); ++i) indices.push_back(i);
  for (const std::string& name : names) indices.push_back(index_of(model, name));
  return indices;
}

Point TrainedSet::like(const Model& model) const {
  Point point;
  if (what == What::all)
    for (const NamedTensor& named : model.tensors().first(model.own_tensors())) point.tensors.push_back(named.tensor);
  for (const std::string& name : names) point.tensors.push_back(model.tensors()[index_of(model, name)].tensor);
  for (const TensorSpec& spec : adapters_of(*this, model))
    point.tensors.push_back(Tensor::uninitialized(spec.shape, DType::float32));
  return point;
}

std::size_t TrainedSet::added_bytes(const Model& model) const {
  std::size_t bytes = 0;
  for (const TensorSpec& spec : adapters_of(*this, model))
    if (!has(model, spec.name)) bytes += element_count(spec.shape) * sizeof(float);
  return bytes;
}

nlohmann::json TrainedSet::to_json() const {
  const auto name =
      std::find_if(names_of_what.begin(), names_of_what.end(), [&](const auto& known) { return known.second == what; });
  nlohmann::json json = {{"what", name->first}};
  if (what == What::named) json["names"] = names;
  if (what == What::lora) json.update({{"rank", lora.rank}, {"alpha", lora.alpha}, {"seed", seed}});
  if (what == What::prefix || what == What::prompt) json.update({{"tokens", tokens}, {"seed", seed}});
  if (masked != Masked::no)
    json.update({{"mask", names_of_masks[static_cast<std::size_t>(masked)].first}, {"share", share}});
  return json;
}

TrainedSet TrainedSet::from_json(const nlohmann::json& json) {
  TrainedSet set;
  const auto what = json.at("what").get<std::string>();
  const auto known =
      std::find_if(names_of_what.begin(), names_of_what.end(), [&](const auto& named) { return what == named.first; });
  if (known == names_of_what.end()) throw_error(ErrorKind::option, "it trains '{}', which is unknown here", what);
  set.what = known->second;
  set.names = json.value("names", set.names);
  set.lora = {json.value("rank", set.lora.rank), json.value("alpha", set.lora.alpha)};
  set.tokens = json.value("tokens", set.tokens);
  set.seed = json.value("seed", set.seed);
  const auto mask = json.value("mask", std::string("no"));
  const auto masked = std::find_if(names_of_masks.begin(), names_of_masks.end(),
                                   [&](const auto& named) { return mask == named.first; });
  if (masked == names_of_masks.end())
    throw_error(ErrorKind::option, "it moves weights by a mask '{}', which is unknown here", mask);
  set.masked = masked->second;
  set.share = json.value("share", set.share);
  return set;
}

}  // namespace nilgrad::transformer
