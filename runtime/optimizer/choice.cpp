#include "runtime/optimizer/choice.hpp"

#include <algorithm>
#include <cmath>

namespace nilgrad {
namespace {

constexpr std::size_t largest_for_one_plus_one = 100;

}  // namespace

Choice choose_optimizer(std::size_t dim, const Bounds& bounds, bool length_known) {
  using catalog::recipe, catalog::Recipes;
  if (dim <= largest_for_one_plus_one)
    return {recipe("optimizer", "one_plus_one"),
            fmt::format("chosen for dimension {} ≤ {}", dim, largest_for_one_plus_one)};
  double width = 1e300;
  for (std::size_t i = 0; i < dim; ++i) width = std::min(width, bounds.upper_at(i) - bounds.lower_at(i));
  const double rate = 0.02 * (width < 1e300 ? width : 1);
  const auto estimator =
      recipe("estimator", "two_point",
             {{"queries", std::int64_t{8}}, {"perturbation", Recipes{recipe("perturbation", "rademacher")}}});
  const auto schedule = length_known ? recipe("schedule", "cosine", {{"from", rate}, {"to", rate / 100}})
                                     : recipe("schedule", "inverse_sqrt", {{"from", rate}});
  const auto update = recipe("update", "adam", {{"lr", Recipes{schedule}}});
  return {recipe("optimizer", "zeroth_order", {{"estimator", Recipes{estimator}}, {"update", Recipes{update}}}),
          fmt::format("chosen for dimension {} > {}", dim, largest_for_one_plus_one)};
}

}  // namespace nilgrad
