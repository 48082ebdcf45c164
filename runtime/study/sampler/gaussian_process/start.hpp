#pragma once
#include "runtime/study/sampler/sampler.hpp"

namespace nilgrad::study {

/// A parameter's value in a Latin hypercube of `size` trials, which follow each other in blocks: trial n falls into one
/// of `size` strata, another in every trial of its block. It depends on (study seed, n, name, size) alone. A proposal
/// that was refused is drawn without strata.
Value draw_latin(const Turn& turn, const std::string& name, const Domain& domain, std::int64_t size);

}  // namespace nilgrad::study
