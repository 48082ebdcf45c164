#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "runtime/error.hpp"
#include "runtime/transformer/checkpoint/checkpoint.hpp"
#include "runtime/transformer/checkpoint/config_json.hpp"
#include "runtime/transformer/checkpoint/shown_name.hpp"
#include "runtime/transformer/checkpoint/weights_folder.hpp"

namespace nilgrad::transformer {
namespace {

std::string_view canonical(std::string_view name) {
  constexpr std::string_view prefix = "model.";
  return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
}

/// Buffers that libraries have saved with models, and that follow from the config.
bool is_ignored(std::string_view name) { return name.ends_with("rotary_emb.inv_freq") || name == "decoder.version"; }

bool is_of_the_model(std::string_view name) {
  constexpr std::string_view parts[] = {"decoder.", "layers.", "embed_tokens.", "norm.", "lm_head."};
  return std::any_of(std::begin(parts), std::end(parts), [&](auto part) { return name.starts_with(part); });
}

/// Finds each tensor of a config among those that are stored.
class Matching {
 public:
  Matching(const Config& config, const StoredWeights& weights, const std::filesystem::path& config_path)
      : config_(config), weights_(weights), config_path_(config_path) {
    for (const StoredTensor& tensor : weights.tensors)
      if (!by_name_.emplace(canonical(tensor.name), &tensor).second)
        refuse(tensor, "stands there twice, with \"model.\" in front and without");
  }

  std::vector<NamedTensor> match() {
    // Before a list is made that is as long as config.json says.
    if (static_cast<std::size_t>(config_.layers) > weights_.tensors.size())
      throw_error(ErrorKind::file, "{}: field \"num_hidden_layers\" is {}, but {} has {} tensors only",
                  config_path_.string(), config_.layers, weights_.source.string(), weights_.tensors.size());
    const std::vector<TensorSpec> specs = tensor_specs(config_);
    require_all(specs);
    for (const TensorSpec& spec : specs) require_fit(*by_name_.at(spec.name), spec);
    require_no_more_than_stored(specs);
    std::vector<NamedTensor> tensors;
    for (const TensorSpec& spec : specs) tensors.push_back({spec.name, tensor_of(*by_name_.at(spec.name))});
    separate(tensors);
    check_others(specs, tensors.front().tensor);
    return tensors;
  }

 private:
  [[noreturn]] void refuse(const StoredTensor& tensor, const std::string& why) const {
    throw_error(ErrorKind::file, "{}: tensor {} {}", tensor.file->path().string(), shown_name(tensor.name), why);
  }

  void require_all(const std::vector<TensorSpec>& specs) const {
    std::string names;
    std::size_t missing = 0;
    for (const TensorSpec& spec : specs)
      if (!by_name_.contains(spec.name) && ++missing <= 4) names += (missing == 1 ? "" : ", ") + shown_name(spec.name);
    if (missing == 0) return;
    if (missing > 4) names += fmt::format(" and {} more", missing - 4);
    throw_error(ErrorKind::file, "{}: no tensor {}, which a model of config.json's shape has", weights_.source.string(),
                names);
  }

  void require_fit(const StoredTensor& tensor, const TensorSpec& spec) const {
    if (!std::equal(tensor.shape.begin(), tensor.shape.end(), spec.shape.begin(), spec.shape.end()))
      refuse(tensor, fmt::format("has the shape [{}]; config.json asks for {}", fmt::join(tensor.shape, ", "),
                                 to_string(spec.shape)));
    if (!tensor.type)
      refuse(tensor, fmt::format("is of {}; weights may be float32, float16 and bfloat16", tensor.type_name));
  }

  /// Views may share bytes of a file, but what is copied must not grow beyond what is stored.
  void require_no_more_than_stored(const std::vector<TensorSpec>& specs) const {
    std::unordered_map<const MappedFile*, std::size_t> bytes;
    for (const TensorSpec& spec : specs) {
      const StoredTensor& tensor = *by_name_.at(spec.name);
      std::size_t& sum = bytes[tensor.file.get()];
      sum += element_count(spec.shape) * size_of(*tensor.type);
      if (sum > tensor.file->size()) refuse(tensor, "shares its bytes with others: together they exceed the file");
    }
  }

  /// Views of the same bytes would be trained as one: all but the first become copies.
  static void separate(std::vector<NamedTensor>& tensors) {
    std::vector<NamedTensor*> order;
    for (NamedTensor& named : tensors) order.push_back(&named);
    const auto begin = [](const NamedTensor* named) { return static_cast<const std::byte*>(named->tensor.data()); };
    std::stable_sort(order.begin(), order.end(),
                     [&](const NamedTensor* a, const NamedTensor* b) { return std::less<>()(begin(a), begin(b)); });
    const std::byte* end = nullptr;
    for (NamedTensor* named : order) {
      if (named->tensor.empty()) continue;
      const std::byte* const own_end = begin(named) + named->tensor.bytes();
      if (end && std::less<>()(begin(named), end)) named->tensor = named->tensor.clone();
      end = end && std::less<>()(own_end, end) ? end : own_end;
    }
  }

  /// Every stored tensor that the config has no place for.
  void check_others(const std::vector<TensorSpec>& specs, const Tensor& embedding) const {
    std::unordered_set<std::string_view> used;
    for (const TensorSpec& spec : specs) used.insert(spec.name);
    for (const StoredTensor& tensor : weights_.tensors) {
      const std::string_view name = canonical(tensor.name);
      if (used.contains(name) || is_ignored(name) || !is_of_the_model(name)) continue;
      if (name != "lm_head.weight") refuse(tensor, "has no place in a model of config.json's shape");
      if (!equals(tensor, embedding))
        refuse(tensor, "differs from the embeddings, but they are one by config.json's tie_word_embeddings");
    }
  }

  static bool equals(const StoredTensor& head, const Tensor& embedding) {
    const Shape& shape = embedding.shape();
    if (head.type != embedding.dtype() || !std::equal(head.shape.begin(), head.shape.end(), shape.begin(), shape.end()))
      return false;
    const Tensor tensor = tensor_of(head);
    return tensor.data() == embedding.data() || std::memcmp(tensor.data(), embedding.data(), tensor.bytes()) == 0;
  }

  const Config& config_;
  const StoredWeights& weights_;
  const std::filesystem::path& config_path_;
  std::unordered_map<std::string_view, const StoredTensor*> by_name_;
};

}  // namespace

Checkpoint load_checkpoint(const std::filesystem::path& folder) {
  if (!std::filesystem::is_directory(folder)) throw_error(ErrorKind::file, "{}: no such folder", folder.string());
  const std::filesystem::path config_path = folder / "config.json";
  Config config = read_config(config_path);
  const StoredWeights weights = read_weights(folder);
  std::vector<NamedTensor> tensors = Matching(config, weights, config_path).match();
  return {std::move(config), std::move(tensors), folder};
}

}  // namespace nilgrad::transformer
