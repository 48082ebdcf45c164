#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <set>

#include "runtime/transformer/language/language_objective.hpp"

using namespace nilgrad;
using namespace nilgrad::transformer;

namespace {

Scores scores_of(const std::vector<std::vector<double>>& means) {
  Scores scores;
  for (const auto& row : means) {
    auto& options = scores.emplace_back();
    for (const double mean : row) options.push_back({2 * mean, 2});
  }
  return scores;
}

std::vector<Example> answers(const std::vector<std::size_t>& right) {
  std::vector<Example> examples;
  for (const std::size_t answer : right) examples.push_back({{1}, {{1}, {2}}, answer});
  return examples;
}

std::shared_ptr<Model> tiny() { return Model::load("tests/data/transformers/opt/pre_ln"); }

std::vector<Example> texts(std::size_t count) {
  std::vector<Example> examples;
  for (std::size_t i = 0; i < count; ++i) {
    Example& example = examples.emplace_back();
    for (std::size_t t = 0; t <= i % 5; ++t) example.prompt.push_back(static_cast<std::int32_t>(3 + 7 * i + t));
    example.options = {{4, 5}, {6}, {7, 8, 9}};
    example.answer = i % 3;
  }
  return examples;
}

LanguageObjective objective(std::size_t batch, std::size_t examples, Loss loss = Loss::cross_entropy) {
  const auto model = tiny();
  LanguageObjective::Settings settings;
  settings.batch = batch;
  settings.loss = loss;
  return {model, settings, texts(examples), {}};
}

}  // namespace

TEST_CASE("losses are those computed by hand", "[transformer]") {
  const auto examples = answers({0, 1, 1, 0});
  const auto scores = scores_of({{-1, -3}, {-2, -2.5}, {-4, -1}, {-1, -0.5}});
  const double first = std::log(1 + std::exp(-2)), second = std::log(1 + std::exp(0.5));
  const double third = std::log(1 + std::exp(-3)), fourth = std::log(1 + std::exp(0.5));
  CHECK(loss_of(Loss::cross_entropy, scores, examples) == Approx((first + second + third + fourth) / 4));
  CHECK(loss_of(Loss::language_model, scores, examples) == Approx((1 + 2.5 + 1 + 1) / 4));
  CHECK(loss_of(Loss::accuracy, scores, examples) == 0.5);  // said 0 0 1 1, right 0 1 1 0
  CHECK(loss_of(Loss::f1, scores, examples) == Approx(0.5));
  CHECK(loss_of(Loss::f1, scores_of({{0, -1}, {0, -1}, {0, -1}, {0, -1}}), examples) ==
        Approx(1 - (2 * 2.0 / (4 + 2) + 0) / 2));
}

TEST_CASE("a score that is no number makes every loss no number, and is never the best option", "[transformer]") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto scores = scores_of({{nan, -3}});
  for (const Loss loss : {Loss::cross_entropy, Loss::language_model, Loss::accuracy, Loss::f1})
    CHECK(std::isnan(loss_of(loss, scores, answers({1}))));
  CHECK(best_option(scores[0]) == 1);
  CHECK(best_option(scores_of({{-1, -1, -2}})[0]) == 0);
}

TEST_CASE("steps go through all examples in a random order before any again", "[transformer]") {
  LanguageObjective f = objective(4, 10);
  const Key sample = Key::from(7, Purpose::sample);
  std::vector<std::size_t> seen;
  for (std::uint64_t step = 0; step < 5; ++step)
    for (const std::size_t i : f.minibatch(sample.at_step(step))) seen.push_back(i);
  const std::set<std::size_t> first(seen.begin(), seen.begin() + 10), second(seen.begin() + 10, seen.end());
  CHECK(first.size() == 10);
  CHECK(second.size() == 10);
  CHECK(!std::equal(seen.begin(), seen.begin() + 10, seen.begin() + 10));
  CHECK(objective(4, 10).minibatch(sample.at_step(3)) == f.minibatch(sample.at_step(3)));  // whatever came before
  CHECK(f.minibatch(Key::from(8, Purpose::sample)) != f.minibatch(sample));
}

TEST_CASE("scores are the same for examples together and one at a time", "[transformer]") {
  const auto model = tiny();
  const auto examples = texts(9);
  const BranchWeights weights = model->weights();
  const Scores together = Scorer(*model)(weights, examples, StopToken())[0];
  Scorer few(*model, 1);
  const Scores alone = few(weights, examples, StopToken())[0];
  for (std::size_t i = 0; i < examples.size(); ++i)
    for (std::size_t o = 0; o < examples[i].options.size(); ++o) {
      CHECK(together[i][o].sum == alone[i][o].sum);
      CHECK(together[i][o].tokens == examples[i].options[o].size());
    }
}

TEST_CASE("a loss fits into 12 hexadecimal digits, as journals count on", "[transformer]") {
  LanguageObjective f = objective(4, 10);
  const Point x = f.start();
  const Probe probe{&x, {}, nullptr, Key::from(1, Purpose::sample)};
  double value = 0;
  f.evaluate({&probe, 1}, {&value, 1}, StopToken());
  CHECK(std::isfinite(value));
  CHECK((std::bit_cast<std::uint64_t>(value) & 0xffff) == 0);
}

TEST_CASE("examples that a model cannot take are refused by number", "[transformer]") {
  const auto model = tiny();
  auto broken = texts(3);
  broken[2].options.clear();
  CHECK_THROWS_WITH(check(*model, broken), "example 3: it has no options");
  broken = texts(2);
  broken[1].prompt = {5, 99999};
  CHECK_THROWS_WITH(check(*model, broken), Catch::Contains("example 2: token 2 is 99999"));
  broken[1].prompt.assign(64, 3);
  CHECK_THROWS_WITH(check(*model, broken), Catch::Contains("example 2 has 66 tokens") && Catch::Contains("at most 64"));
  broken[1].prompt.clear();
  CHECK_THROWS_WITH(check(*model, broken), "example 2: its prompt has no tokens");
  CHECK_THROWS_WITH(objective(4, 0), Catch::Contains("at least one example"));
}
