#include "runtime/transformer/language/examples.hpp"

#include <algorithm>

#include "runtime/transformer/head.hpp"

namespace nilgrad::transformer {
namespace {

std::size_t tokens_of(const Example& example) {
  std::size_t tokens = example.prompt.size();
  for (const auto& option : example.options) tokens += option.size() - 1;
  return tokens;
}

/// A batch of examples, and which token's probability belongs to which option.
struct Packed {
  explicit Packed(const Model& model) : batch(model.batch()) {}

  void add(const Example& example) {
    const auto prompt = batch.add(example.prompt);
    const std::uint32_t after_prompt = want(batch.last_row(prompt));
    for (const auto& option : example.options) {
      targets.push_back({after_prompt, option[0]});
      if (option.size() == 1) continue;
      const auto rest = batch.add(std::span(option).first(option.size() - 1), prompt);
      for (std::size_t i = 0; i + 1 < option.size(); ++i) targets.push_back({want(batch.row(rest, i)), option[i + 1]});
    }
  }

  std::uint32_t want(std::uint32_t row) {
    wanted.push_back(row);
    return static_cast<std::uint32_t>(wanted.size()) - 1;
  }

  Batch batch;
  std::vector<std::uint32_t> wanted;
  std::vector<Target> targets;  // options one after another, each token by token
};

}  // namespace

void check(const Model& model, std::span<const Example> examples, const char* what_they_are) {
  for (std::size_t i = 0; i < examples.size(); ++i) {
    const Example& example = examples[i];
    const std::string name = fmt::format("{} {}", what_they_are, i + 1);
    const auto refuse = [&](const std::string& what) { throw_error(ErrorKind::option, "{}: {}", name, what); };
    if (example.prompt.empty()) refuse("its prompt has no tokens");
    if (example.options.empty()) refuse("it has no options");
    if (example.answer >= example.options.size())
      refuse(fmt::format("its answer is option {} of {}", example.answer + 1, example.options.size()));
    for (const auto& option : example.options) {
      if (option.empty()) refuse("an option has no tokens");
      std::vector<std::int32_t> text = example.prompt;
      text.insert(text.end(), option.begin(), option.end());
      model.check(text, name);
    }
  }
}

std::vector<Scores> Scorer::operator()(const BranchWeights& weights, std::span<const Example> examples,
                                       const StopToken& stop) {
  std::vector<Scores> scores(weights.branches());
  for (std::size_t first = 0; first < examples.size();) {
    std::size_t count = 1, tokens = tokens_of(examples[first]);
    while (first + count < examples.size() && tokens + tokens_of(examples[first + count]) <= tokens_at_once_)
      tokens += tokens_of(examples[first + count++]);
    score_some(weights, examples.subspan(first, count), stop, scores);
    first += count;
  }
  return scores;
}

void Scorer::score_some(const BranchWeights& weights, std::span<const Example> examples, const StopToken& stop,
                        std::vector<Scores>& scores) {
  Packed packed(model_);
  for (const Example& example : examples) packed.add(example);
  const Panels& hidden = forward_.run(weights, packed.batch, packed.wanted, stop);
  const auto values = log_probabilities(weights, model_.layout().head, hidden, packed.targets);
  std::size_t next = 0;
  for (Scores& branch : scores)
    for (const Example& example : examples) {
      auto& options = branch.emplace_back();
      for (const auto& option : example.options) {
        OptionScore& score = options.emplace_back();
        for (score.tokens = 0; score.tokens < option.size(); ++score.tokens) score.sum += values[next++];
      }
    }
}

}  // namespace nilgrad::transformer
