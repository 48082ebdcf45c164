#pragma once
#include <functional>

#include "runtime/random/uniform.hpp"
#include "runtime/study/sampler/row.hpp"

namespace nilgrad::study {

/// How children come about from parents, parameter by parameter.
struct Variation {
  double crossover = 0.9;          ///< probability that a child has two parents rather than one
  std::optional<double> mutation;  ///< probability of each parameter; one of them in the mean
};

/// A child of two rows. Crossover: near coordinates by blend crossover (α 0.4) in four of five cases, else one of the
/// parents'; choices one of the parents'; permutations by order crossover. Mutation: near coordinates by a normal step
/// of 0.01 to 0.5 of the range, at least to the next value; another choice; two items of a permutation swapped. What
/// one parent lacks is taken from the other, and left open where both do. Settled.
Row child_of(const History& history, const Row& a, const Row& b, const Variation& variation, Generator& random);

/// Children of parents that `pick` gives, until one is allowed, is not what some trial has been to, and does not lie
/// nearest to a failed trial; the last one where sixteen were not. The first condition is the last to be given up.
Row new_child(const History& history, const std::function<Row(Generator&)>& pick, const Variation& variation,
              const std::function<bool(const Row&)>& allowed, Generator& random);

/// Whether some trial had these values of all parameters that it asked for.
bool has_been_tried(const History& history, const Row& row);

/// Whether the finished trial nearest to the row has failed. The distance is the mean over what both have: of
/// coordinates the square of their difference, of choices 1 where they differ.
bool is_near_failure(const History& history, const Row& row);

}  // namespace nilgrad::study
