#include <catch2/catch.hpp>

#include "tests/contract/entries.hpp"
#include "tests/optimizer/optimizing.hpp"
#include "tests/random/instruction_set_scope.hpp"

using namespace nilgrad;

namespace {

/// Sums and products only, in a fixed order: nothing of the C library's mathematics.
double quadratic(std::span<const double> x) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += (1 + static_cast<double>(i % 7)) * x[i] * x[i] - x[i];
  return sum;
}

/// The iterate's elements after 200 steps, all bits of them.
std::vector<double> after_200_steps(const catalog::Recipes& estimator, const catalog::Recipes& update, std::size_t d,
                                    DType dtype) {
  Run::Settings settings;
  settings.steps = 200;
  settings.seed = 3;
  const Point x0 = point_of(std::vector<double>(d, 0.75), dtype);
  const auto run =
      start_run(catalog::make<Optimizer>("zeroth_order", {{"estimator", estimator}, {"update", update}}), x0, settings);
  FunctionObjective objective(d, quadratic);
  minimize(*run, objective, {});
  REQUIRE(run->result().steps == 200);
  return numbers_of(run->iterate());
}

void check_same_bits(const catalog::Recipes& estimator, const catalog::Recipes& update, std::size_t d) {
  for (const DType dtype : {DType::float64, DType::float32}) {
    INFO(estimator[0]->to_string() << ", " << update[0]->to_string() << ", " << name_of(dtype));
    std::vector<double> portable;
    for (const InstructionSet set : supported_sets()) {
      const InstructionSetScope scope(set);
      const auto last = after_200_steps(estimator, update, d, dtype);
      if (set == InstructionSet::portable) portable = last;
      CHECK(last == portable);
      CHECK(last != std::vector<double>(d, 0.75));
    }
  }
}

}  // namespace

TEST_CASE("runs have the same bits on every instruction set, with every perturbation and update") {
  for (const auto& perturbation : contract::variants("perturbation"))
    for (const auto& update : contract::rated_updates()) {
      const auto directions = part("perturbation", perturbation.descriptor->name.c_str(), perturbation.values);
      check_same_bits(
          part("estimator", "two_point", {{"perturbation", directions}, {"queries", std::int64_t{2}}, {"h", 1e-3}}),
          part("update", update.descriptor->name.c_str(), update.values), 133);
    }
}

TEST_CASE("runs have the same bits on every instruction set, with every estimator") {
  for (const auto& estimator : contract::variants("estimator"))
    check_same_bits(part("estimator", estimator.descriptor->name.c_str(), estimator.values), part("update", "adam"),
                    37);
}
