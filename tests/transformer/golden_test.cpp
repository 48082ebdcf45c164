#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "runtime/tensor/parallel.hpp"
#include "runtime/transformer/checkpoint/safetensors.hpp"
#include "runtime/transformer/head.hpp"
#include "runtime/transformer/model.hpp"
#include "tests/random/instruction_set_scope.hpp"

// Logits, probabilities and greedy texts that Hugging Face's models give in float64: tests/data/transformers/README.md.
using namespace nilgrad;
using namespace nilgrad::transformer;
using nlohmann::json;

namespace {

constexpr double tolerance = 1e-4;

std::vector<std::filesystem::path> golden_cases() {
  std::vector<std::filesystem::path> cases;
  for (const char* family : {"opt", "llama"})
    for (const auto& entry : std::filesystem::directory_iterator(std::string("tests/data/transformers/") + family))
      if (std::filesystem::exists(entry.path() / "expected.json")) cases.push_back(entry.path());
  std::sort(cases.begin(), cases.end());
  return cases;
}

json expected_of(const std::filesystem::path& folder) {
  std::ifstream file(folder / "expected.json");
  return json::parse(file);
}

/// A row of a batch without its padding, and the columns that its tokens stood in.
struct Text {
  std::vector<std::int32_t> ids;
  std::vector<std::size_t> columns;
};

std::vector<Text> texts_of(const json& batch) {
  std::vector<Text> texts;
  for (std::size_t r = 0; r < batch["input_ids"].size(); ++r) {
    Text& text = texts.emplace_back();
    for (std::size_t c = 0; c < batch["input_ids"][r].size(); ++c)
      if (batch["attention_mask"][r][c] == 1) {
        text.ids.push_back(batch["input_ids"][r][c]);
        text.columns.push_back(c);
      }
  }
  return texts;
}

/// All texts in one pass, or one after another: their logits, text after text, token after token.
std::vector<Tensor> logits_of(const Model& model, const std::vector<Text>& texts, bool together) {
  std::vector<Tensor> all;
  if (!together) {
    for (const Text& text : texts) all.push_back(model.logits(text.ids, StopToken()));
    return all;
  }
  Batch batch;
  std::vector<std::uint32_t> rows;
  for (const Text& text : texts) batch.add(text.ids);
  for (std::uint32_t row = 0; row < batch.size(); ++row) rows.push_back(row);
  const BranchWeights weights(model.tensors());
  Forward forward(model.config(), model.layout());
  const Tensor rows_of_all = logits(weights, model.layout().head, forward.run(weights, batch, rows, StopToken()));
  std::size_t first = 0;
  for (const Text& text : texts) {
    all.push_back(rows_of_all.rows(first, text.ids.size()));
    first += text.ids.size();
  }
  return all;
}

double largest_difference(const std::vector<Text>& texts, const std::vector<Tensor>& logits, const json& batch,
                          const Tensor& expected) {
  const auto columns = batch["logit_columns"].get<std::vector<std::size_t>>();
  const auto vocab = static_cast<std::size_t>(expected.shape()[2]);
  const auto numbers = expected.as<float>();
  double largest = 0;
  std::size_t compared = 0;
  for (std::size_t r = 0; r < texts.size(); ++r)
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const auto& own = texts[r].columns;
      const auto at = std::find(own.begin(), own.end(), columns[i]);
      if (at == own.end()) continue;
      const auto token = static_cast<std::size_t>(at - own.begin());
      for (std::size_t v = 0; v < vocab; ++v) {
        const double difference =
            logits[r].at(token * vocab + v) - static_cast<double>(numbers[(r * columns.size() + i) * vocab + v]);
        largest = std::max(largest, std::isnan(difference) ? 1e9 : std::abs(difference));
        ++compared;
      }
    }
  CHECK(compared > 0);
  return largest;
}

bool same_bits(const std::vector<Tensor>& a, const std::vector<Tensor>& b) {
  bool same = a.size() == b.size();
  for (std::size_t i = 0; same && i < a.size(); ++i)
    same = a[i].bytes() == b[i].bytes() && std::memcmp(a[i].data(), b[i].data(), a[i].bytes()) == 0;
  return same;
}

/// The sum over columns start … end − 1 of log p(token | those before), with the text's first part as the shared
/// prompt.
double span_of(const Model& model, const Text& text, std::size_t start, std::size_t end) {
  const auto index = [&](std::size_t column) {
    return static_cast<std::size_t>(std::find(text.columns.begin(), text.columns.end(), column) - text.columns.begin());
  };
  const std::size_t first = index(start), last = index(end - 1);
  Batch batch;
  const std::span<const std::int32_t> ids(text.ids);
  const auto prompt = batch.add(ids.first(first));
  const auto rest = batch.add(ids.subspan(first, last - first), prompt);
  std::vector<std::uint32_t> rows = {batch.last_row(prompt)};
  for (std::size_t i = 0; i + first < last; ++i) rows.push_back(batch.row(rest, i));
  std::vector<Target> targets;
  for (std::uint32_t i = 0; i < rows.size(); ++i) targets.push_back({i, ids[first + i]});
  const BranchWeights weights(model.tensors());
  Forward forward(model.config(), model.layout());
  double sum = 0;
  for (const double value :
       log_probabilities(weights, model.layout().head, forward.run(weights, batch, rows, StopToken()), targets))
    sum += value;
  return sum;
}

}  // namespace

TEST_CASE("logits are those of the golden files, one text at a time and packed together", "[transformer]") {
  for (const auto& folder : golden_cases()) {
    INFO(folder.string());
    const auto model = Model::load(folder);
    const json expected = expected_of(folder);
    std::map<std::string, Tensor> tensors;
    for (const StoredTensor& stored : read_safetensors(folder / "expected.safetensors"))
      tensors[stored.name] = tensor_of(stored);
    for (const auto& [name, batch] : expected["batches"].items()) {
      INFO(name);
      const auto texts = texts_of(batch);
      const auto alone = logits_of(*model, texts, false), together = logits_of(*model, texts, true);
      CHECK(largest_difference(texts, alone, batch, tensors.at(name + ".logits")) < tolerance);
      CHECK(same_bits(alone, together));
    }
  }
}

TEST_CASE("the probabilities of spans are those of the golden files, with their beginning as a shared prompt",
          "[transformer]") {
  for (const auto& folder : golden_cases()) {
    INFO(folder.string());
    const auto model = Model::load(folder);
    const json expected = expected_of(folder);
    for (const auto& [name, batch] : expected["batches"].items()) {
      const auto texts = texts_of(batch);
      for (const json& span : batch["spans"]) {
        if (span["start"] == 0) continue;  // a text of one token: nothing stands before it
        INFO(name << " " << span.dump());
        CHECK(std::abs(span_of(*model, texts[span["row"].get<std::size_t>()], span["start"], span["end"]) -
                       span["sum_logprob"].get<double>()) < tolerance);
      }
    }
  }
}

TEST_CASE("greedy texts are those of the golden files, token by token from a cache", "[transformer]") {
  for (const auto& folder : golden_cases()) {
    INFO(folder.string());
    const auto model = Model::load(folder);
    const json expected = expected_of(folder);
    for (const json& greedy : expected["greedy"])
      CHECK(model->generate(greedy["prompt"].get<std::vector<std::int32_t>>(), 8, StopToken()) ==
            greedy["continuation"].get<std::vector<std::int32_t>>());
  }
}

TEST_CASE("logits have the same bits for any number of threads and every instruction set", "[transformer][threads]") {
  for (const char* folder : {"tests/data/transformers/opt/pre_ln", "tests/data/transformers/llama/llama3_rope"}) {
    const auto model = Model::load(folder);
    const auto texts = texts_of(expected_of(folder)["batches"]["max_length"]);
    const int before = threads();
    const auto reference = logits_of(*model, texts, true);
    for (const int count : {1, 2, 8}) {
      set_threads(count);
      CHECK(same_bits(reference, logits_of(*model, texts, true)));
    }
    set_threads(before);
    for (const InstructionSet set : supported_sets()) {
      const InstructionSetScope scope(set);
      CHECK(same_bits(reference, logits_of(*model, texts, true)));
    }
  }
}
