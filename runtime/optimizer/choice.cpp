#include "runtime/optimizer/choice.hpp"

#include <algorithm>
#include <cmath>

namespace nilgrad {
namespace {

using catalog::recipe, catalog::Recipes;

constexpr std::size_t largest_for_model = 100, largest_for_covariance = 500;
// Evaluations a variable.
constexpr std::int64_t enough_to_learn_covariance = 200, enough_with_noise = 30, enough_for_one_plus_one = 50;

std::shared_ptr<const catalog::Recipe> falling_adam(std::size_t dim, const Run::Settings& settings, bool noisy) {
  double width = 1e300;
  for (std::size_t i = 0; i < dim; ++i)
    width = std::min(width, settings.bounds.upper_at(i) - settings.bounds.lower_at(i));
  const double rate = 0.02 * (width < 1e300 ? width : 1);
  const bool length_known = settings.steps || settings.budget != Run::unlimited;
  catalog::Values two_point = {{"queries", std::int64_t{8}},
                               {"perturbation", Recipes{recipe("perturbation", "rademacher")}}};
  if (noisy) two_point["h"] = std::string("auto");
  const auto estimator = recipe("estimator", "two_point", two_point);
  const auto schedule = length_known ? recipe("schedule", "cosine", {{"from", rate}, {"to", rate / 100}})
                                     : recipe("schedule", "inverse_sqrt", {{"from", rate}});
  const auto update = recipe("update", "adam", {{"lr", Recipes{schedule}}});
  return recipe("optimizer", "zeroth_order", {{"estimator", Recipes{estimator}}, {"update", Recipes{update}}});
}

std::shared_ptr<const catalog::Recipe> cmaes() {
  return recipe("optimizer", "cmaes", {{"restarts", std::string("bipop")}});
}

/// "chosen for dimension 7 ≤ 100 and at least 200 evaluations a variable": whether there are so many, and the words.
struct Enough {
  bool met;
  std::string words;
  Enough(std::size_t dim, const Run::Settings& settings, std::int64_t evaluations, const char* kind = "")
      : met(settings.budget / static_cast<std::int64_t>(dim) >= evaluations),
        words(fmt::format("{} {} {}evaluations a variable", met ? "at least" : "fewer than", evaluations, kind)) {}
};

/// Without noise, above the dimension where a model takes more evaluations than there are.
Choice choose_for_many(std::size_t dim, const Run::Settings& settings) {
  const bool unlimited = settings.budget == Run::unlimited;
  const auto one_plus_one = recipe("optimizer", "one_plus_one");
  if (dim > largest_for_covariance) {
    const std::string why = fmt::format("chosen for dimension {} > {}", dim, largest_for_covariance);
    if (unlimited) return {falling_adam(dim, settings, false), why + " and no limit of evaluations"};
    const Enough enough(dim, settings, enough_for_one_plus_one);
    return {enough.met ? one_plus_one : falling_adam(dim, settings, false), why + " and " + enough.words};
  }
  const std::string why =
      fmt::format("chosen for dimension {} < {} ≤ {}", largest_for_model, dim, largest_for_covariance);
  if (unlimited) return {cmaes(), why + " and no limit of evaluations"};
  const Enough enough(dim, settings, enough_to_learn_covariance);
  return {enough.met ? cmaes() : one_plus_one, why + " and " + enough.words};
}

}  // namespace

Choice choose_optimizer(std::size_t dim, const Run::Settings& settings, bool noisy) {
  if (dim > largest_for_model && noisy)
    return {falling_adam(dim, settings, true),
            fmt::format("chosen for dimension {} > {} and noise", dim, largest_for_model)};
  if (dim > largest_for_model) return choose_for_many(dim, settings);
  const std::string why = fmt::format("chosen for dimension {} ≤ {}", dim, largest_for_model);
  if (settings.budget == Run::unlimited) return {cmaes(), why + " and no limit of evaluations"};
  const Enough enough(dim, settings, noisy ? enough_with_noise : enough_to_learn_covariance, noisy ? "noisy " : "");
  return {enough.met ? cmaes() : recipe("optimizer", dim == 1 ? "cobyla" : "bobyqa"), why + " and " + enough.words};
}

}  // namespace nilgrad
