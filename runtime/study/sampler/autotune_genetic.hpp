#pragma once
#include "runtime/study/sampler/gaussian_process/success.hpp"

namespace nilgrad::study {

/// A child of the ten best trials, whichever search they came from: each parameter from one of two parents, each parent
/// the better of two drawn, and mutated now and then. Children that were tried or are likely to fail are left out as
/// long as others can be had. Of no size where there is no loss to choose parents by, or nothing new to be found.
GpSpace::Point genetic_child(const GpSpace& space, const GpOutcomes& losses, const GpSuccess& success,
                             Generator& random);

}  // namespace nilgrad::study
