#include "runtime/transformer/checkpoint/weights_folder.hpp"

#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "runtime/error.hpp"
#include "runtime/transformer/checkpoint/safetensors.hpp"
#include "runtime/transformer/checkpoint/shown_name.hpp"
#include "runtime/transformer/checkpoint/strict_json.hpp"
#include "runtime/transformer/checkpoint/torch_file.hpp"

namespace nilgrad::transformer {
namespace {

constexpr std::array weights_names = {"model.safetensors", "model.safetensors.index.json", "pytorch_model.bin",
                                      "pytorch_model.bin.index.json"};

std::vector<StoredTensor> read_file(const std::filesystem::path& path) {
  return path.extension() == ".safetensors" ? read_safetensors(path) : read_torch_file(path);
}

/// Names of tensors by the shard that holds them.
using Shards = std::map<std::string, std::set<std::string>>;

Shards read_index(const std::filesystem::path& path) {
  const nlohmann::json index = read_strict(path);
  const auto refuse = [&](const std::string& why) { throw_error(ErrorKind::file, "{}: {}", path.string(), why); };
  const auto map = index.find("weight_map");
  if (map == index.end() || !map->is_object()) refuse("field \"weight_map\" must be an object of shards' names");
  const std::string extension = path.stem().stem().extension();  // of model.safetensors.index.json
  Shards shards;
  for (const auto& [tensor, shard] : map->items()) {
    if (!shard.is_string()) refuse("weight_map: the shard of tensor " + shown_name(tensor) + " is no name");
    const std::filesystem::path name = shard.get<std::string>();
    if (name.filename() != name || name.extension() != extension)
      refuse("weight_map: shard " + shown_name(name.string()) + " of tensor " + shown_name(tensor) +
             " is not the plain name of a " + extension + " file in this folder");
    shards[name.string()].insert(tensor);
  }
  return shards;
}

std::vector<StoredTensor> read_shards(const std::filesystem::path& index) {
  std::vector<StoredTensor> tensors;
  for (auto& [name, wanted] : read_index(index)) {
    const std::filesystem::path path = index.parent_path() / name;
    std::set<std::string> missing = wanted;
    for (StoredTensor& tensor : read_file(path))
      if (missing.erase(tensor.name)) tensors.push_back(std::move(tensor));
    if (!missing.empty())
      throw_error(ErrorKind::file, "{}: no tensor {}, which {} says is there", path.string(),
                  shown_name(*missing.begin()), index.filename().string());
  }
  return tensors;
}

}  // namespace

std::filesystem::path find_weights(const std::filesystem::path& folder) {
  for (const char* name : weights_names)
    if (std::filesystem::exists(folder / name)) return folder / name;
  return {};
}

StoredWeights read_weights(const std::filesystem::path& folder) {
  const std::filesystem::path source = find_weights(folder);
  if (source.empty())
    throw_error(ErrorKind::file,
                "{}: no weights: neither model.safetensors nor pytorch_model.bin, nor an index of either",
                folder.string());
  return {source, source.extension() == ".json" ? read_shards(source) : read_file(source)};
}

}  // namespace nilgrad::transformer
