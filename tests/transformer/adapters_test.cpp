#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <fstream>

#include "runtime/transformer/adapters_folder.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/transformer/language_checkpoints.hpp"

using namespace nilgrad;
using namespace nilgrad::transformer;

namespace {

const std::vector<std::int32_t> text = {5, 17, 120, 33, 9, 64, 2, 101};

Tensor logits_of(const Model& model, const std::vector<std::int32_t>& ids = text) {
  return model.logits(ids, StopToken());
}

double largest_difference(const Tensor& a, const Tensor& b) {
  REQUIRE(a.shape() == b.shape());
  double largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(a.at(i) - b.at(i)));
  return largest;
}

bool same_bits(const Tensor& a, const Tensor& b) {
  return a.bytes() == b.bytes() && std::memcmp(a.data(), b.data(), a.bytes()) == 0;
}

/// Numbers that are neither 0 nor what adapters begin with.
void fill(const Model& model, const std::vector<std::size_t>& indices) {
  int n = 0;
  for (const std::size_t i : indices)
    for (float& element : model.tensors()[i].tensor.as<float>()) element = 0.3f * std::sin(static_cast<float>(++n));
}

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write(const std::filesystem::path& path, const std::string& content) { std::ofstream(path) << content; }

}  // namespace

TEST_CASE("LoRA changes nothing at first, and W x + α/r · B A x from then on", "[transformer]") {
  for (const char* name : {"opt/pre_ln", "opt/post_ln_350m", "llama/llama_gqa"}) {
    INFO(name);
    const auto plain = golden_model(name), adapted = golden_model(name);
    const auto indices = add_lora(*adapted, {2, 6}, 1);
    CHECK(indices.size() == 4 * plain->layout().layers.size());
    CHECK(largest_difference(logits_of(*plain), logits_of(*adapted)) == 0);
    fill(*adapted, indices);
    CHECK(largest_difference(logits_of(*plain), logits_of(*adapted)) > 0.01);
    const TemporaryFolder folder;
    save_model(*adapted, folder.path() / "merged", true);
    const auto merged = Model::load(folder.path() / "merged");
    CHECK(merged->tensors().size() == merged->own_tensors());
    CHECK(largest_difference(logits_of(*merged), logits_of(*adapted)) < 1e-4);
  }
}

TEST_CASE("a prefix begins as the keys and values of real tokens: as the text with these in front", "[transformer]") {
  for (const char* name : {"opt/pre_ln", "opt/post_ln_350m", "llama/llama_gqa", "llama/llama3_rope"}) {
    INFO(name);
    const auto plain = golden_model(name), adapted = golden_model(name);
    add_prefix(*adapted, 5, 8, StopToken());
    std::vector<std::int32_t> longer = drawn_tokens(plain->config(), 5, 8);
    longer.insert(longer.end(), text.begin(), text.end());
    const Tensor expected = logits_of(*plain, longer).rows(5, text.size());
    CHECK(largest_difference(expected, logits_of(*adapted)) < 1e-5);
    CHECK(largest_difference(logits_of(*plain), logits_of(*adapted)) > 1e-2);
    CHECK(adapted->generate(text, 4, StopToken()) == plain->generate(longer, 4, StopToken()));
    CHECK(adapted->most_tokens() + 5 == plain->most_tokens());
  }
}

TEST_CASE("a prompt begins as the embeddings of real tokens: as the text with these in front", "[transformer]") {
  for (const char* name : {"opt/pre_ln", "opt/bf16", "llama/llama_gqa", "llama/llama3_rope"}) {
    INFO(name);
    const auto plain = golden_model(name), adapted = golden_model(name);
    add_prompt(*adapted, 4, 9);
    std::vector<std::int32_t> longer = drawn_tokens(plain->config(), 4, 9);
    longer.insert(longer.end(), text.begin(), text.end());
    CHECK(largest_difference(logits_of(*plain, longer).rows(4, text.size()), logits_of(*adapted)) < 1e-5);
    CHECK(adapted->generate(text, 4, StopToken()) == plain->generate(longer, 4, StopToken()));
  }
}

TEST_CASE("prompts and their options are scored behind a prefix and a prompt as behind these tokens", "[transformer]") {
  for (const char* name : {"opt/pre_ln", "llama/llama_gqa"})
    for (const bool prefix : {true, false}) {
      INFO(name << (prefix ? " prefix" : " prompt"));
      const auto plain = golden_model(name), adapted = golden_model(name);
      prefix ? add_prefix(*adapted, 3, 2, StopToken()) : add_prompt(*adapted, 3, 2);
      const auto examples = some_examples(4);
      auto longer = examples;
      for (Example& example : longer) {
        const auto drawn = drawn_tokens(plain->config(), 3, 2);
        example.prompt.insert(example.prompt.begin(), drawn.begin(), drawn.end());
      }
      const auto scores = Scorer(*adapted)(BranchWeights(adapted->tensors()), examples, StopToken())[0];
      const auto expected = Scorer(*plain)(BranchWeights(plain->tensors()), longer, StopToken())[0];
      for (std::size_t e = 0; e < scores.size(); ++e)
        for (std::size_t o = 0; o < scores[e].size(); ++o)
          CHECK(scores[e][o].sum == Approx(expected[e][o].sum).margin(1e-5));
    }
}

TEST_CASE("adapters are saved beside the weights, which stay as they were, and loaded with them", "[transformer]") {
  for (const char* name : {"opt/pre_ln", "opt/bf16", "llama/llama3_rope"}) {
    INFO(name);
    const auto model = golden_model(name);
    auto indices = add_lora(*model, {2, 6}, 1);
    for (const auto& more : {add_prefix(*model, 3, 1, StopToken()), add_prompt(*model, 2, 1)})
      indices.insert(indices.end(), more.begin(), more.end());
    fill(*model, indices);
    const TemporaryFolder folder;
    save_model(*model, folder.path() / "tuned");
    const auto again = Model::load(folder.path() / "tuned");
    CHECK(again->tensors().size() == model->tensors().size());
    CHECK(again->own_tensors() == model->own_tensors());
    CHECK(same_bits(logits_of(*model), logits_of(*again)));
    for (std::size_t i = 0; i < model->own_tensors(); ++i)
      CHECK(same_bits(again->tensors()[i].tensor, golden_model(name)->tensors()[i].tensor));
    // Merged: prefix and prompt stay beside. Saved again without any: the files are gone.
    save_model(*model, folder.path() / "tuned", true);
    CHECK(largest_difference(logits_of(*model), logits_of(*Model::load(folder.path() / "tuned"))) <
          (is_half(model->tensors()[0].tensor.dtype()) ? 0.1 : 1e-4));
    CHECK(contents(folder.path() / "tuned/adapters.json").find("lora") == std::string::npos);
    save_model(*golden_model(name), folder.path() / "tuned");
    CHECK_FALSE(std::filesystem::exists(folder.path() / "tuned/adapters.json"));
    CHECK_FALSE(std::filesystem::exists(folder.path() / "tuned/adapters.safetensors"));
  }
}

TEST_CASE("adapters that do not fit the model or each other are refused, naming what does not", "[transformer]") {
  const TemporaryFolder folder;
  const auto model = golden_model("opt/pre_ln");
  add_lora(*model, {2, 6}, 1);
  const auto tuned = folder.path() / "tuned";
  save_model(*model, tuned);
  const auto refused = [&](const std::string& description, const std::string& what) {
    write(tuned / "adapters.json", description);
    INFO(description);
    CHECK_THROWS_WITH(Model::load(tuned), Catch::Contains("adapters") && Catch::Contains(what));
  };
  refused(R"({"lora": {"rank": 3, "alpha": 6}})", "q_proj.lora_A' must be float32");
  refused(R"({"lora": {"rank": 0, "alpha": 6}})", "'lora' needs 'rank', a whole number from 1 on");
  refused(R"({"lora": {"rank": 2}})", "'lora' needs 'alpha'");
  refused(R"({"lora": {"rank": 2, "alpha": 6, "beta": 1}})", "unknown field \"beta\"");
  refused(R"({"prefix": {"tokens": 3}})", "tensors, where adapters.json speaks of");
  refused(R"({"prefix": {"tokens": 3000}})", "'prefix' of 3000 tokens, but the model takes");
  refused(R"({"prefixes": {"tokens": 3}})", "unknown field \"prefixes\"");
  refused("[]", "expected an object");
  refused("{", "adapters.json");
  write(tuned / "adapters.json", R"({"lora": {"rank": 2, "alpha": 6}})");
  CHECK_NOTHROW(Model::load(tuned));
  std::filesystem::remove(tuned / "adapters.safetensors");
  CHECK_THROWS_WITH(Model::load(tuned), Catch::Contains("adapters.safetensors"));
  CHECK_THROWS_WITH(save_model(*golden_model("opt/pre_ln"), folder.path() / "merged", true),
                    Catch::Contains("no LoRA to merge"));
}

TEST_CASE("an adapter is added once: the same again goes on, another size is refused", "[transformer]") {
  const auto model = golden_model("opt/pre_ln");
  const auto indices = add_lora(*model, {2, 6}, 1);
  fill(*model, indices);
  const Tensor before = logits_of(*model);
  CHECK(add_lora(*model, {2, 6}, 5) == indices);
  CHECK(same_bits(before, logits_of(*model)));
  CHECK_THROWS_WITH(add_lora(*model, {3, 6}, 1), Catch::Contains("has been adapted"));
  CHECK_THROWS_WITH(add_lora(*model, {2, 8}, 1), Catch::Contains("alpha = 6 before, not 8"));
  CHECK_THROWS_WITH(add_prefix(*model, 500, 1, StopToken()), Catch::Contains("leave no room"));
  const auto projected = golden_model("opt/post_ln_350m");
  CHECK_THROWS_WITH(add_prompt(*projected, 2, 1), Catch::Contains("use parameters = 'prefix'"));
}

TEST_CASE("what a loss is made from says which tensors are trained, their adapters and how much LoRA counts",
          "[transformer]") {
  const auto definition = [](const std::string& subset, double alpha) {
    const auto model = golden_model("opt/pre_ln");
    LanguageObjective::Settings settings;
    if (alpha > 0)
      settings.trained = {TrainedSet::What::lora, {}, {2, alpha}, 0, 3};
    else
      settings.trained = trained_subset(*model, subset);
    return LanguageObjective(model, settings, some_examples(2), {}).definition();
  };
  CHECK(definition("lora", 0) == definition("lora", 0));
  CHECK(definition("", 6) != definition("", 8));
  CHECK(definition("q_proj.weight", 0) != definition("k_proj.weight", 0));
  CHECK(definition("prefix", 0) != definition("prompt", 0));
}

TEST_CASE("a loss goes on while another one adapts its model", "[transformer]") {
  const auto model = golden_model("opt/pre_ln");
  LanguageObjective::Settings settings;
  settings.trained = named(*model, {"fc1"});
  LanguageObjective all(model, settings, some_examples(4), {});
  const Point x = all.start();
  const Probe here{&x, {}, nullptr, Key::from(1, Purpose::sample)};
  double before = 0, after = 0;
  all.evaluate({&here, 1}, {&before, 1}, StopToken());
  add_lora(*model, {2, 4}, 1);
  all.evaluate({&here, 1}, {&after, 1}, StopToken());
  CHECK(before == after);
}
