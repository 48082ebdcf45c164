#pragma once
#include "runtime/algorithm/direction.hpp"

// Sums over all elements of a point whose terms are regenerated chunk by chunk: no vector is stored, and the bits
// depend on neither the number of threads nor the instruction set.
namespace nilgrad {

/// totals[k] ← the sum over x's chunks (for_each_chunk's) of what f adds to sums[k], in a fixed order; in parallel
/// where the point is large.
void sum_over_chunks(const Point& x, std::span<double> totals,
                     const std::function<void(const Slice&, std::size_t count, std::span<double> sums)>& f);

/// Σ a_i b_i of one chunk, in the shape of tensor/reduce.hpp: element i goes to lane i mod 16.
double dot_of_chunk(std::span<const double> a, std::span<const double> b);

/// x ← Σ terms on one chunk.
void fill_chunk(const Slice& slice, std::span<const Term> terms, std::span<double> x);

}  // namespace nilgrad
