#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>

#include "runtime/tensor/buffer.hpp"
#include "runtime/tensor/reduce.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/transformer/checkpoint/small_checkpoint.hpp"

using namespace nilgrad;
using namespace nilgrad::transformer;

namespace {

const std::filesystem::path golden = "tests/data/transformers";

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("every golden checkpoint loads with all its tensors, in its own dtype") {
  const std::map<std::string, DType> narrow = {{"fp16", DType::float16},
                                               {"bf16", DType::bfloat16},
                                               {"bin_fp16_torch1", DType::float16},
                                               {"bin_views", DType::bfloat16},
                                               {"lm_head_explicit", DType::float16},
                                               {"llama3_rope", DType::bfloat16},
                                               {"qwen2", DType::float16},
                                               {"mistral", DType::bfloat16}};
  std::size_t count = 0;
  for (const char* family : {"opt", "llama"})
    for (const auto& entry : std::filesystem::directory_iterator(golden / family)) {
      CAPTURE(entry.path().string());
      const Checkpoint checkpoint = load_checkpoint(entry.path());
      const auto specs = tensor_specs(checkpoint.config);
      REQUIRE(checkpoint.tensors.size() == specs.size());
      const auto found = narrow.find(entry.path().filename().string());
      for (std::size_t i = 0; i < specs.size(); ++i) {
        const auto& [name, tensor] = checkpoint.tensors[i];
        CAPTURE(name);
        CHECK(name == specs[i].name);
        CHECK(tensor.shape() == specs[i].shape);
        CHECK(tensor.dtype() == (found == narrow.end() ? DType::float32 : found->second));
        const Tensor wide = tensor.to(DType::float64);
        CHECK(reduce(Reduction::norm_inf, wide) < 100);  // bytes of another place or dtype give far larger numbers
        CHECK(reduce(Reduction::nonzero, wide) > 0);
      }
      ++count;
    }
  CHECK(count == 21);
}

TEST_CASE("tensors are the mapped file's pages, and writing to them leaves the file as it is") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "model";
  const Config config = small_opt();
  save_checkpoint(random_checkpoint(config, DType::float32, 1), path);
  const std::string before = content(path / "model.safetensors");
  const std::size_t live = live_buffer_bytes();
  {
    Checkpoint checkpoint = load_checkpoint(path);
    CHECK(live_buffer_bytes() == live);
    for (auto& [name, tensor] : checkpoint.tensors) tensor.fill(7);
    CHECK(checkpoint.tensors.back().tensor.at(0) == 7);
  }
  CHECK(content(path / "model.safetensors") == before);
  CHECK(load_checkpoint(path).tensors[0].tensor.at(0) != 7);
}

TEST_CASE("names are found with and without model. in front, but not both") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "model";
  const Config config = small_opt();
  std::vector<NamedTensor> tensors = random_checkpoint(config, DType::float32, 1).tensors;
  const std::string plain = fingerprint(tensors);
  write_folder(path, config, tensors);
  CHECK(fingerprint(load_checkpoint(path).tensors) == plain);
  for (std::size_t i = 0; i < tensors.size(); i += 2) tensors[i].name = "model." + tensors[i].name;
  write_folder(path, config, tensors);
  CHECK(fingerprint(load_checkpoint(path).tensors) == plain);
  tensors.push_back({"decoder.embed_tokens.weight", tensors[0].tensor});
  write_folder(path, config, tensors);
  CHECK_THAT(load_error(path), Catch::Contains("embed_tokens.weight\" stands there twice"));
}

TEST_CASE("missing tensors, other shapes and other dtypes are refused by name") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "model";
  const Config config = small_opt();
  const std::vector<NamedTensor> all = random_checkpoint(config, DType::float32, 1).tensors;
  auto tensors = all;
  tensors.erase(tensors.begin() + 4, tensors.begin() + 6);
  write_folder(path, config, tensors);
  CHECK_THAT(load_error(path),
             Catch::Contains("model.safetensors: no tensor \"" + all[4].name + "\", \"" + all[5].name + "\", which"));
  tensors = all;
  tensors[4].tensor = Tensor({8, 9}, DType::float32);
  write_folder(path, config, tensors);
  CHECK_THAT(load_error(path), Catch::Contains("\"" + all[4].name + "\" has the shape [8, 9]; config.json asks for"));
  tensors[4].tensor = Tensor(all[4].tensor.shape(), DType::float64);
  write_folder(path, config, tensors);
  CHECK_THAT(load_error(path), Catch::Contains("\"" + all[4].name + "\" is of F64"));
}

TEST_CASE("several dtypes in one file are kept, whatever their order") {
  const TemporaryFolder folder;
  Checkpoint checkpoint = random_checkpoint(small_opt(), DType::float32, 1);
  const DType dtypes[] = {DType::bfloat16, DType::float32, DType::float16};
  for (std::size_t i = 0; i < checkpoint.tensors.size(); ++i)
    checkpoint.tensors[i].tensor = checkpoint.tensors[i].tensor.to(dtypes[i % 3]);
  save_checkpoint(checkpoint, folder.path() / "model");
  CHECK(fingerprint(load_checkpoint(folder.path() / "model").tensors) == fingerprint(checkpoint.tensors));
}

TEST_CASE("a head that is tied may be absent or equal to the embeddings; one that is not must be there") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "model";
  Config config = small_opt();
  auto tensors = random_checkpoint(config, DType::float32, 1).tensors;
  tensors.push_back({"lm_head.weight", tensors[0].tensor.clone()});
  write_folder(path, config, tensors);
  CHECK(load_checkpoint(path).tensors.size() == tensors.size() - 1);
  tensors.back().tensor.set(3, 1);
  write_folder(path, config, tensors);
  CHECK_THAT(load_error(path), Catch::Contains("\"lm_head.weight\" differs") && Catch::Contains("tie_word_embeddings"));
  config.tied = false;
  write_folder(path, config, tensors);
  CHECK(load_checkpoint(path).tensors.back().tensor.at(3) == 1);
  tensors.pop_back();
  write_folder(path, config, tensors);
  CHECK_THAT(load_error(path), Catch::Contains("no tensor \"lm_head.weight\""));
}

TEST_CASE("tensors that the model has no place for are refused, those outside it ignored") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "model";
  const Config config = small_opt();
  const auto all = random_checkpoint(config, DType::float32, 1).tensors;
  const auto with = [&](const std::string& name) {
    auto tensors = all;
    tensors.push_back({name, Tensor({2, 2}, DType::float64)});
    write_folder(path, config, tensors);
    return load_error(path);
  };
  CHECK(with("model.layers.0.self_attn.rotary_emb.inv_freq") == "loaded");
  CHECK(with("model.decoder.version") == "loaded");
  CHECK(with("score.weight") == "loaded");
  for (const char* name : {"model.decoder.layers.2.fc1.weight", "decoder.layers.0.fc3.weight", "lm_head.bias",
                           "model.layers.0.mlp.up_proj.weight", "model.embed_tokens.weight"})
    CHECK_THAT(with(name), Catch::Contains("\"" + std::string(name) + "\" has no place in a model"));
}

TEST_CASE("a folder without weights or without a config is refused") {
  const TemporaryFolder folder;
  CHECK_THAT(load_error(folder.path() / "none"), Catch::EndsWith("none: no such folder"));
  CHECK_THAT(load_error(folder.path()), Catch::EndsWith("config.json: no such file"));
  folder.file("config.json", config_json(small_opt(), DType::float32));
  CHECK_THAT(load_error(folder.path()), Catch::Contains("no weights: neither model.safetensors nor"));
}

TEST_CASE("no byte of a weights file, changed, and no end of it, cut off, does worse than an error") {
  const TemporaryFolder folder;
  for (const std::string name : {"legal_safetensors_odd/model.safetensors", "legal_bin/pytorch_model.bin"}) {
    const auto source = golden / "bad" / name, path = folder.path() / source.filename();
    std::filesystem::copy_file(source.parent_path() / "config.json", folder.path() / "config.json",
                               std::filesystem::copy_options::overwrite_existing);
    std::filesystem::copy_file(source, path);
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);  // in place: quick on every file system
    const auto put = [&](std::size_t at, char byte) {
      file.seekp(static_cast<std::streamoff>(at));
      file.put(byte).flush();
    };
    const std::string original = content(source);
    std::size_t refused = 0;
    for (std::size_t i = 0; i < original.size(); ++i) {
      for (const char change : {'\x01', '\x80', '\xff'}) {
        put(i, static_cast<char>(original[i] ^ change));
        refused += load_error(folder.path()) != "loaded";
      }
      put(i, original[i]);
    }
    CHECK(load_error(folder.path()) == "loaded");
    CHECK(refused > original.size());
    for (std::size_t length = original.size(); length-- > 0;) {
      std::filesystem::resize_file(path, length);
      if (load_error(folder.path()) == "loaded") FAIL(name << " loads from " << length << " bytes");
    }
    std::filesystem::remove(path);
  }
}
