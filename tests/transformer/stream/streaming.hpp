#pragma once
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "runtime/optimizer/run_record.hpp"
#include "runtime/perturbation/perturbation.hpp"
#include "runtime/transformer/language/language_objective.hpp"
#include "runtime/transformer/stream/streamed_model.hpp"
#include "runtime/transformer/stream/streamed_point.hpp"
#include "tests/optimizer/optimizing.hpp"
#include "tests/temporary_folder.hpp"

// Small models in memory and in working files, moved alike.
namespace nilgrad::transformer {

inline const char* const opt_folder = "tests/data/transformers/opt/pre_ln";

inline std::string bytes_of(const Model& model) {
  model.settle();
  std::string bytes;
  for (const NamedTensor& named : model.tensors())
    bytes.append(static_cast<const char*>(named.tensor.data()), named.tensor.bytes());
  return bytes;
}

inline std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline Config tiny_config() { return Model::load(opt_folder)->config(); }

inline std::shared_ptr<LanguageObjective> objective_on(const std::shared_ptr<Model>& model, TrainedSet trained = {}) {
  std::vector<Example> examples;
  for (std::int32_t i = 0; i < 6; ++i) {
    Example example{{}, {{4, 5}, {6}}, static_cast<std::size_t>(i % 2)};
    for (std::int32_t j = 0; j < 3 + i % 3; ++j) example.prompt.push_back(3 + (7 * i + 3 * j) % 200);
    examples.push_back(example);
  }
  LanguageObjective::Settings settings;
  settings.batch = 3;
  settings.trained = std::move(trained);
  return std::make_shared<LanguageObjective>(model, settings, examples, std::vector<Example>());
}

/// What a run is made of. Its learning rate is such that every weight moves, 16-bit ones at random.
struct Recipe {
  std::string perturbation = "gaussian";
  std::string update = "sgd";
  std::int64_t steps = 10;
  std::uint64_t seed = 1;
};

inline RunRecord record_of(const Recipe& recipe) {
  RunRecord record;
  record.optimizer = catalog::recipe(
      "optimizer", "zeroth_order",
      {{"estimator", part("estimator", "two_point",
                          {{"perturbation", part("perturbation", recipe.perturbation.c_str())}, {"h", 1e-2}})},
       {"update", part("update", recipe.update.c_str(), {{"lr", 1e-2}})}});
  record.settings.steps = recipe.steps;
  record.settings.seed = recipe.seed;
  record.settings.keep = Keep::last;
  record.settings.in_place = true;
  return record;
}

/// Values along the way and the weights at the end.
inline std::string train(const std::shared_ptr<Model>& model, const Recipe& recipe) {
  const auto objective = objective_on(model);
  objective->begins();
  const auto run = record_of(recipe).start(objective->start(), [] { return 0.0; });
  std::string values;
  while (!run->done()) {
    std::vector<double> found(run->ask().size());
    objective->evaluate(run->ask(), found, StopToken());
    for (const double value : found) values += fmt::format("{:a} ", value);
    run->tell(found);
  }
  return values + bytes_of(*model);
}

}  // namespace nilgrad::transformer
