#include "runtime/attack/question.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "runtime/error.hpp"

using namespace nilgrad;

namespace {
constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr std::array<float, 4> scores = {1, 4, 3, -2};

Question question(std::size_t label, std::optional<std::size_t> target, Question::Access access, std::size_t k = 0) {
  return {label, target, Question::Loss::margin, access, k};
}
}  // namespace

TEST_CASE("an untargeted margin is that of the label over the best other class") {
  const auto right = question(1, {}, Question::Access::scores).answer(scores);
  CHECK(right.loss == 1);
  CHECK_FALSE(right.fooled);
  const auto wrong = question(2, {}, Question::Access::scores).answer(scores);
  CHECK(wrong.loss == -1);
  CHECK(wrong.fooled);
}

TEST_CASE("a targeted attack is there only when its target wins") {
  CHECK(question(2, 1, Question::Access::scores).answer(scores).fooled);
  const auto another = question(2, 0, Question::Access::scores).answer(scores);
  CHECK(another.loss == 3);
  CHECK_FALSE(another.fooled);  // though the label is not what the model says
}

TEST_CASE("cross-entropy falls with the label's confidence, and rises with the target's") {
  Question untargeted = question(1, {}, Question::Access::scores);
  untargeted.loss = Question::Loss::cross_entropy;
  const double sum = std::exp(1.0) + std::exp(4.0) + std::exp(3.0) + std::exp(-2.0);
  CHECK(untargeted.answer(scores).loss == Approx(4 - std::log(sum)));
  Question targeted = untargeted;
  targeted.target = 2;
  CHECK(targeted.answer(scores).loss == Approx(std::log(sum) - 3));
}

TEST_CASE("who sees labels only is told fooled or not, and no scores") {
  const Question labels = question(2, {}, Question::Access::labels);
  CHECK(labels.answer(scores).loss == -1);
  CHECK(question(1, {}, Question::Access::labels).answer(scores).loss == 1);
  std::array<float, 4> shown{};
  CHECK_THROWS_AS(labels.show(scores, shown), Error);
}

TEST_CASE("classes beyond the k best are hidden, and their losses infinite") {
  std::array<float, 4> shown{};
  question(1, {}, Question::Access::top_k, 2).show(scores, shown);
  CHECK(shown == std::array<float, 4>{-infinity, 4, 3, -infinity});
  CHECK(question(1, 3, Question::Access::top_k, 2).answer(scores).loss == infinity);
  CHECK(question(1, 2, Question::Access::top_k, 2).answer(scores).loss == 1);
  CHECK(question(1, {}, Question::Access::top_k, 1).answer(scores).loss ==
        infinity);  // nothing beside the label is shown
  CHECK(question(0, {}, Question::Access::top_k, 1).answer(scores).loss == -infinity);
  question(1, {}, Question::Access::top_k, 9).show(scores, shown);
  CHECK(shown == scores);
  constexpr std::array<float, 3> equal = {5, 5, 5};
  std::array<float, 3> first{};
  question(1, {}, Question::Access::top_k, 1).show(equal, first);
  CHECK(first == std::array<float, 3>{5, -infinity, -infinity});
}

TEST_CASE("scores that are not finite are no success") {
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), infinity})
    for (std::size_t at = 0; at < scores.size(); ++at) {
      auto broken = scores;
      broken[at] = bad;
      for (const auto access : {Question::Access::scores, Question::Access::top_k, Question::Access::labels}) {
        const auto answer = question(2, {}, access, 2).answer(broken);
        CHECK_FALSE(answer.fooled);
        CHECK_FALSE(answer.finite);
        CHECK(answer.loss == infinity);
      }
    }
  constexpr std::array<float, 2> nothing = {-infinity, -infinity};
  CHECK_FALSE(question(0, {}, Question::Access::scores).answer(nothing).finite);
  constexpr std::array<float, 3> certain = {-infinity, 0, -infinity};  // the logarithms of 0, 1, 0
  CHECK(question(1, {}, Question::Access::scores).answer(certain).finite);
}
