#include "runtime/transformer/weight_mask.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "runtime/estimator/estimate_options.hpp"
#include "runtime/update/update.hpp"
#include "tests/transformer/language_checkpoints.hpp"

using namespace nilgrad;
using namespace nilgrad::transformer;

namespace {

std::unique_ptr<LanguageObjective> masked_objective(const std::shared_ptr<Model>& model, TrainedSet::Masked masked,
                                                    double share) {
  LanguageObjective::Settings settings;
  settings.batch = 2;
  settings.trained.masked = masked;
  settings.trained.share = share;
  return std::make_unique<LanguageObjective>(model, settings, some_examples(5), std::vector<Example>());
}

}  // namespace

TEST_CASE("the smallest weights are a share of each tensor, none greater than those left out", "[transformer]") {
  for (const char* name : {"opt/pre_ln", "opt/bf16", "opt/fp16"}) {
    const auto f = masked_objective(golden_model(name), TrainedSet::Masked::small, 0.2);
    const Point x = f->start();
    REQUIRE(x.mask);
    for (std::uint32_t t = 0; t < x.tensors.size(); ++t) {
      double largest = -1, least = 1e9;
      std::size_t count = 0;
      for (std::size_t i = 0; i < x.tensors[t].size(); ++i) {
        const double size = std::abs(x.tensors[t].at(i));
        if (x.mask->moves(t, i)) {
          largest = std::max(largest, size);
          ++count;
        } else {
          least = std::min(least, size);
        }
      }
      CHECK(count == static_cast<std::size_t>(std::llround(0.2 * static_cast<double>(x.tensors[t].size()))));
      CHECK(largest <= least);
    }
  }
}

TEST_CASE("the greatest weights are those of |W| times the size of what they multiply", "[transformer]") {
  Point x;
  x.tensors.push_back(Tensor({2, 3}, DType::float32));
  x.tensors.push_back(Tensor({3}, DType::float32));
  x.tensors.push_back(Tensor({2, 2}, DType::bfloat16));
  for (std::size_t i = 0; i < 6; ++i) x.tensors[0].set(i, i % 2 == 0 ? -1.0 : 1.0);
  for (std::size_t i = 0; i < 4; ++i) x.tensors[2].set(i, static_cast<double>(i));
  x.tensors[1].fill(1000);
  const auto mask = greatest_weights(x, {{1, 5, 2}, {}, {1, 0.5}}, 0.4);  // of 10
  CHECK(mask->count() == 4);
  CHECK((mask->moves(0, 1) && mask->moves(0, 4) && mask->moves(0, 2)));  // 5, 5, 2 and the first 2 of three
  CHECK((mask->moves(0, 5) && !mask->moves(2, 2)));
  CHECK(greatest_weights(x, {{1, 5, 2}, {}, {1, 0.5}}, 1)->count() == 10);
}

TEST_CASE("sensitive weights are a share of all matrices together, and none of another tensor", "[transformer]") {
  for (const char* name : {"opt/pre_ln", "llama/llama_gqa"}) {
    const auto model = golden_model(name);
    const auto f = masked_objective(model, TrainedSet::Masked::sensitive, 0.01);
    const Point x = f->start();
    std::size_t weights = 0, outside = 0;
    for (std::uint32_t t = 0; t < x.tensors.size(); ++t) {
      const std::string& tensor = model->tensors()[f->trained()[t]].name;
      const bool multiplies = x.tensors[t].shape().size() == 2 && tensor.find("embed_positions") == std::string::npos &&
                              (tensor.find("embed_tokens") == std::string::npos || model->config().tied);
      if (multiplies) weights += x.tensors[t].size();
      for (std::size_t i = 0; i < x.tensors[t].size() && !multiplies; ++i) outside += x.mask->moves(t, i);
    }
    CHECK(outside == 0);
    CHECK(x.mask->count() == static_cast<std::size_t>(std::llround(0.01 * static_cast<double>(weights))));
  }
}

TEST_CASE("a mask is the same again from the same checkpoint, and the definition names it", "[transformer]") {
  for (const auto masked : {TrainedSet::Masked::small, TrainedSet::Masked::sensitive}) {
    const auto one = masked_objective(golden_model("opt/pre_ln"), masked, 0.1),
               other = masked_objective(golden_model("opt/pre_ln"), masked, 0.1);
    const Point x = one->start(), y = other->start();
    std::size_t different = 0;
    for (std::uint32_t t = 0; t < x.tensors.size(); ++t)
      for (std::size_t i = 0; i < x.tensors[t].size(); ++i) different += x.mask->moves(t, i) != y.mask->moves(t, i);
    CHECK(different == 0);
    CHECK(one->definition() == other->definition());
    CHECK(one->definition() != masked_objective(golden_model("opt/pre_ln"), masked, 0.2)->definition());
    CHECK(one->definition() != masked_objective(golden_model("opt/pre_ln"), TrainedSet::Masked::no, 1)->definition());
    // From the journal's record and the checkpoint alone, where it does not take examples.
    const auto record = ModelRecord::from_definition(one->definition());
    REQUIRE(record);
    const auto fresh = golden_model("opt/pre_ln");
    if (masked == TrainedSet::Masked::sensitive) {
      CHECK_THROWS_WITH(record->point_of(*fresh, StopToken()), Catch::Contains("give its objective"));
      continue;
    }
    const Point z = record->point_of(*fresh, StopToken());
    REQUIRE(z.mask);
    for (std::size_t i = 0; i < x.tensors[2].size(); ++i) CHECK(x.mask->moves(2, i) == z.mask->moves(2, i));
  }
}

TEST_CASE("a run with a mask moves the weights in it, and leaves the others' bytes", "[transformer]") {
  for (const char* name : {"opt/pre_ln", "opt/bf16"})
    for (const auto masked : {TrainedSet::Masked::small, TrainedSet::Masked::sensitive}) {
      const auto model = golden_model(name), as_it_was = golden_model(name);
      const auto f = masked_objective(model, masked, 0.1);
      const auto estimator = catalog::make<Estimator>("two_point", {{"h", std::vector<double>{0.01}}});
      const auto update = catalog::make<Update>("adam", {{"lr", 0.01}});
      Point x = f->start();
      Progress progress;
      EstimateOptions options;
      for (options.step = 0; options.step < 3; ++options.step) {
        progress.rounding = Key::from(1, Purpose::rounding).at_step(options.step);
        update->step(x,
                     estimate_gradient(*estimator, x, options, {},
                                       [&](auto probes, auto values) { f->evaluate(probes, values, StopToken()); }),
                     progress);
      }
      std::size_t moved = 0, wrong = 0;
      for (std::uint32_t t = 0; t < x.tensors.size(); ++t)
        for (std::size_t i = 0; i < x.tensors[t].size(); ++i) {
          const bool same = x.tensors[t].at(i) == as_it_was->tensors()[t].tensor.at(i);
          moved += !same;
          wrong += !same && !x.mask->moves(t, i);
        }
      CHECK(wrong == 0);
      CHECK(moved > x.mask->count() * 9 / 10);
    }
}

TEST_CASE("a mask's bits are in the memory that a run states", "[transformer]") {
  const auto masked = masked_objective(golden_model("opt/pre_ln"), TrainedSet::Masked::small, 0.1),
             plain = masked_objective(golden_model("opt/pre_ln"), TrainedSet::Masked::no, 1);
  CHECK(masked->memory(2, 0, false).peak() == plain->memory(2, 0, false).peak() + masked->start().mask->bytes());
}
