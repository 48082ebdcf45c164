#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "runtime/error.hpp"
#include "runtime/transformer/checkpoint/checkpoint.hpp"
#include "runtime/transformer/checkpoint/config_json.hpp"
#include "runtime/transformer/checkpoint/output_file.hpp"
#include "runtime/transformer/checkpoint/replaced_folder.hpp"
#include "runtime/transformer/checkpoint/safetensors.hpp"
#include "runtime/transformer/checkpoint/shown_name.hpp"
#include "runtime/transformer/checkpoint/strict_json.hpp"

namespace nilgrad::transformer {
namespace {

/// The tensors by the names that Hugging Face's own files have.
std::vector<NamedTensor> published(const Checkpoint& checkpoint) {
  const std::vector<TensorSpec> specs = tensor_specs(checkpoint.config);
  if (specs.size() != checkpoint.tensors.size())
    throw_error(ErrorKind::shape, "a checkpoint of {} tensors, where its config has {}", checkpoint.tensors.size(),
                specs.size());
  std::vector<NamedTensor> tensors;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    const NamedTensor& named = checkpoint.tensors[i];
    if (named.name != specs[i].name || named.tensor.shape() != specs[i].shape)
      throw_error(ErrorKind::shape, "tensor {} {} of a checkpoint, where its config has {} {}", shown_name(named.name),
                  to_string(named.tensor.shape()), shown_name(specs[i].name), to_string(specs[i].shape));
    tensors.push_back({named.name == "lm_head.weight" ? named.name : "model." + named.name, named.tensor});
  }
  return tensors;
}

/// The source's text where it says what the checkpoint is, so that fields we do not know are kept.
std::string config_text(const Checkpoint& checkpoint) {
  const std::filesystem::path source = checkpoint.folder / "config.json";
  if (!checkpoint.folder.empty() && std::filesystem::exists(source)) try {
      const auto file = MappedFile::open(source);
      const std::string text(reinterpret_cast<const char*>(file->data()), file->size());
      if (config_from_json(parse_strict(text, source.string()), source.string()) == checkpoint.config) return text;
    } catch (const Error&) {  // the source has changed since
    }
  return config_json(checkpoint.config, checkpoint.tensors.front().tensor.dtype());
}

void copy_tokenizer(const std::filesystem::path& from, const std::filesystem::path& to) {
  for (const char* name : tokenizer_files()) {
    if (!std::filesystem::is_regular_file(from / name)) continue;
    if (std::filesystem::is_empty(from / name)) {
      write_file(to / name, "");
      continue;
    }
    const auto file = MappedFile::open(from / name);
    write_file(to / name, {reinterpret_cast<const char*>(file->data()), file->size()});
  }
}

}  // namespace

void save_checkpoint(const Checkpoint& checkpoint, const std::filesystem::path& folder,
                     const std::function<void(const std::filesystem::path&)>& beside) {
  const std::vector<NamedTensor> tensors = published(checkpoint);
  ReplacedFolder target(folder);
  write_safetensors(target.path() / "model.safetensors", tensors);
  write_file(target.path() / "config.json", config_text(checkpoint));
  if (!checkpoint.folder.empty()) copy_tokenizer(checkpoint.folder, target.path());
  if (beside) beside(target.path());
  target.publish();
}

}  // namespace nilgrad::transformer
