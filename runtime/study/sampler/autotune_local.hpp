#pragma once
#include "runtime/study/sampler/gaussian_process/success.hpp"

namespace nilgrad::study {

/// The step of a pattern search that has seen this history: 1/4 of a parameter's range; halved, to 1/64 at least, after
/// as many trials from `source` as there are parameters without a new best one; doubled by each new best one, whichever
/// search found it.
double pattern_step(const History& history, std::string_view source);

/// A neighbour of the best trial along one or two parameters, at a step from it: an int at least at the next value, a
/// choice at any. Neighbours that were tried or are likely to fail are left out as long as others can be had. Of no
/// size where nothing is best yet, or nothing new to be found.
GpSpace::Point pattern_neighbour(const GpSpace& space, const History& history, double step, const GpSuccess& success,
                                 Generator& random);

}  // namespace nilgrad::study
