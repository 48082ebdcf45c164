#pragma once
#include <span>

#include "runtime/study/history.hpp"

namespace nilgrad::study {

/// All objectives of a complete trial, less being better.
std::vector<double> losses_of(const History& history, std::int64_t number);

/// Whether a is nowhere worse than b and somewhere better.
bool dominates(std::span<const double> a, std::span<const double> b);

/// Points in fronts: the first is of those that none dominates, the next of those that only the fronts before do, until
/// there are `most` points. Indices in ascending order within a front. Equal points dominate none of each other. n
/// points in fronts of m take n·m comparisons; of two objectives n log n.
std::vector<std::vector<std::size_t>> nondominated_fronts(const std::vector<std::vector<double>>& points,
                                                          std::size_t most);

/// The numbers of the complete trials that no other dominates, ascending: with one objective the best ones.
std::vector<std::int64_t> pareto_front(const History& history);

}  // namespace nilgrad::study
