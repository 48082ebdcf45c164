#pragma once
#include <cstdint>
#include <vector>

namespace nilgrad::study {

/// How Hyperband shares trials out among its brackets, from the one that stops earliest: ⌈(s_max+1) η^s / (s+1)⌉ for
/// s = s_max … 0, s_max = ⌊log_η(max/min)⌋ (Li et al., JMLR 2018, algorithm 1).
std::vector<std::int64_t> bracket_sizes(std::int64_t min_resource, std::int64_t max_resource, std::int64_t reduction);

/// The bracket of a trial: drawn with these shares from (study seed, number) alone, so every worker knows it.
std::size_t bracket_of(const std::vector<std::int64_t>& sizes, std::uint64_t seed, std::int64_t number);

}  // namespace nilgrad::study
