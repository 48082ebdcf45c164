#pragma once
#include "runtime/study/sampler/gaussian_process/model.hpp"

namespace nilgrad::study {

/// The point of the greatest score that was not tried before; of no size where none was found.
GpSpace::Point gp_best_point(const GpModel& model, const GpSpace& space, Generator random, const Allowed& allowed);

}  // namespace nilgrad::study
