#include "runtime/optimizer/choice.hpp"

#include <algorithm>
#include <cmath>

namespace nilgrad {
namespace {

using catalog::recipe, catalog::Recipes;

constexpr std::size_t largest_for_covariance = 100;
constexpr std::int64_t enough_to_learn_covariance = 200, enough_with_noise = 30;  // evaluations a variable

std::shared_ptr<const catalog::Recipe> falling_adam(std::size_t dim, const Run::Settings& settings) {
  double width = 1e300;
  for (std::size_t i = 0; i < dim; ++i)
    width = std::min(width, settings.bounds.upper_at(i) - settings.bounds.lower_at(i));
  const double rate = 0.02 * (width < 1e300 ? width : 1);
  const bool length_known = settings.steps || settings.budget != Run::unlimited;
  const auto estimator =
      recipe("estimator", "two_point",
             {{"queries", std::int64_t{8}}, {"perturbation", Recipes{recipe("perturbation", "rademacher")}}});
  const auto schedule = length_known ? recipe("schedule", "cosine", {{"from", rate}, {"to", rate / 100}})
                                     : recipe("schedule", "inverse_sqrt", {{"from", rate}});
  const auto update = recipe("update", "adam", {{"lr", Recipes{schedule}}});
  return recipe("optimizer", "zeroth_order", {{"estimator", Recipes{estimator}}, {"update", Recipes{update}}});
}

}  // namespace

Choice choose_optimizer(std::size_t dim, const Run::Settings& settings, bool noisy) {
  if (dim > largest_for_covariance)
    return {falling_adam(dim, settings), fmt::format("chosen for dimension {} > {}", dim, largest_for_covariance)};
  const std::string why = fmt::format("chosen for dimension {} ≤ {}", dim, largest_for_covariance);
  const auto cmaes = recipe("optimizer", "cmaes", {{"restarts", std::string("bipop")}});
  if (settings.budget == Run::unlimited) return {cmaes, why + " and no limit of evaluations"};
  const std::int64_t enough = noisy ? enough_with_noise : enough_to_learn_covariance;
  const char* kind = noisy ? "noisy " : "";
  if (settings.budget / static_cast<std::int64_t>(dim) >= enough)
    return {cmaes, fmt::format("{} and at least {} {}evaluations a variable", why, enough, kind)};
  return {recipe("optimizer", dim == 1 ? "cobyla" : "bobyqa"),
          fmt::format("{} and fewer than {} {}evaluations a variable", why, enough, kind)};
}

}  // namespace nilgrad
