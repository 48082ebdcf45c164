#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "runtime/transformer/checkpoint/checkpoint.hpp"

using namespace nilgrad;
using namespace nilgrad::transformer;

namespace {

const std::filesystem::path folder = "tests/data/transformers/bad";
const std::filesystem::path executed = "/tmp/nilgrad_pickle_was_executed";

/// What each refusal must name beside its folder: the file, and the field, tensor or member.
const std::map<std::string, std::vector<std::string>> refusals = {
    {"safetensors_truncated_header", {"model.safetensors", "cut off", "992 bytes follow"}},
    {"safetensors_header_length_2_63", {"model.safetensors", "9223372036854775808"}},
    {"safetensors_header_not_json", {"model.safetensors: the header does not begin"}},
    {"safetensors_duplicate_keys", {"model.safetensors: header", "embed_positions.weight\"", "twice"}},
    {"safetensors_overlapping_offsets", {"model.safetensors: tensor \"", "shares bytes"}},
    {"safetensors_offsets_beyond_file", {"model.safetensors: tensor \"", "reach beyond"}},
    {"safetensors_shape_disagrees_with_bytes", {"embed_tokens.weight", "shape [13, 3] of F32", "208"}},
    {"safetensors_unknown_dtype", {"model.safetensors: tensor \"", "unknown dtype \"F33\""}},
    {"safetensors_shape_product_overflows", {"model.safetensors: tensor \"", "shape [4294967296, 4294967296]"}},
    {"safetensors_negative_dimensions", {"embed_tokens.weight\": shape", "none negative"}},
    {"safetensors_trailing_garbage", {"model.safetensors: 8 bytes at the end"}},
    {"safetensors_empty_file", {"model.safetensors: the file is empty"}},
    {"safetensors_hole_between_tensors", {"model.safetensors: 8 bytes before tensor \""}},
    {"safetensors_begin_after_end", {"model.safetensors: tensor \"", "end before they begin"}},
    {"bin_os_system", {"pytorch_model.bin: ", "/data.pkl: ", "\"posix.system\""}},
    {"bin_builtins_eval", {"pytorch_model.bin: ", "/data.pkl: ", "\"builtins.eval\""}},
    {"bin_storage_larger_than_member", {"pytorch_model.bin: tensor \"", "1000000 elements", "208 bytes"}},
    {"bin_tensor_beyond_storage", {"pytorch_model.bin: tensor \"", "(13, 4) with strides (8, 1)", "52 elements"}},
    {"bin_negative_offset", {"pytorch_model.bin: tensor \"", "offset"}},
    {"bin_path_traversal", {"pytorch_model.bin: ", "../../escape"}},
    {"bin_zip_bomb", {"pytorch_model.bin: zip member \"", "is compressed"}},
    {"bin_missing_member", {"pytorch_model.bin: tensor \"", "no member \"", "data/3\""}},
    {"bin_truncated_zip", {"pytorch_model.bin: cut off"}},
    {"index_escapes_folder", {"index.json: weight_map: shard \"../outside/"}},
    {"index_missing_shard", {"model-00002-of-00002.safetensors: no such file"}},
    {"index_tensor_in_no_shard", {"model-00001-of-00002.safetensors: no tensor \"", "embed_positions.weight\""}},
    {"config_missing_field", {"config.json: field \"num_attention_heads\" is missing"}},
    {"config_wrong_type", {"config.json: field \"hidden_size\"", "not \"4\""}},
    {"config_heads_do_not_divide", {"config.json: field \"num_attention_heads\" is 3", "hidden_size 4"}},
    {"config_vocab_contradicts", {"embed_tokens.weight\" has the shape [13, 4]", "[14, 4]"}},
    {"config_layers_contradict", {"model.safetensors: no tensor \"decoder.layers.1.", "and 12 more"}},
    {"config_two_billion_layers", {"config.json: field \"num_hidden_layers\" is 2000000000"}},
    {"config_unknown_activation", {"config.json: field \"activation_function\" is \"mish9\""}},
    {"config_unknown_family", {"config.json: field \"model_type\" is \"t5\""}},
    {"config_truncated_json", {"config.json: no JSON"}},
    {"config_llama_rope_unknown", {"config.json: field \"rope_scaling.rope_type\" is \"spiral\""}},
};

std::vector<nlohmann::json> cases(const std::string& expected) {
  std::vector<nlohmann::json> list;
  std::ifstream file(folder / "cases.jsonl");
  for (std::string line; std::getline(file, line);)
    if (auto entry = nlohmann::json::parse(line); entry["expect"] == expected) list.push_back(entry);
  return list;
}

/// The error of loading, "" for none.
std::string refusal(const std::filesystem::path& path) {
  try {
    load_checkpoint(path);
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::file);
    return error.what();
  }
  return "";
}

long peak_megabytes() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

}  // namespace

TEST_CASE("each malformed checkpoint is refused by file and field, and nothing in it is executed") {
  std::filesystem::remove(executed);
  const long before = peak_megabytes();
  std::size_t count = 0;
  for (const auto& entry : cases("refuse")) {
    const std::string name = entry["case"];
    CAPTURE(name);
    const std::string text = refusal(folder / name);
    CHECK(text.find((folder / name / "").string()) == 0);
    REQUIRE(refusals.contains(name));
    for (const std::string& part : refusals.at(name)) CHECK_THAT(text, Catch::Contains(part));
    ++count;
  }
  CHECK(count == refusals.size());
  CHECK_FALSE(std::filesystem::exists(executed));
  CHECK(peak_megabytes() - before < 64);
}

TEST_CASE("odd but legal checkpoints load, and all forms of one hold the same bits") {
  const Checkpoint plain = load_checkpoint(folder / "legal_safetensors");
  for (const std::string expected : {"load", "refuse_or_load"})
    for (const auto& entry : cases(expected)) {
      const std::string name = entry["case"];
      if (name == "legal_llama") continue;
      CAPTURE(name);
      const Checkpoint checkpoint = load_checkpoint(folder / name);
      CHECK(fingerprint(checkpoint.tensors) == fingerprint(plain.tensors));
      CHECK(checkpoint.config == plain.config);
    }
  CHECK(load_checkpoint(folder / "legal_llama").config.family == Family::llama);
}
