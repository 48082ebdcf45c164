#pragma once
#include <array>
#include <cstdint>

namespace nilgrad::study {

inline constexpr int sobol_bits = 52;  ///< of a coordinate
inline constexpr std::size_t sobol_dimensions = 64;

/// Direction numbers of a dimension: v[k] is what bit k of a point's index adds (exclusive or), as a binary fraction of
/// 52 bits. Of any dimension 2^m points from a multiple of 2^m on lie in 2^m different intervals of width 2^-m.
using SobolDirections = std::array<std::uint64_t, sobol_bits>;

/// Those of dimension 0 … 63. Dimension 0 is van der Corput's; the others belong to the primitive polynomials over
/// GF(2) in ascending order (Sobol, USSR Comput. Math. Math. Phys. 7 (1967)). The free initial numbers of a dimension
/// are the best of 32 random draws, the same in every study: those whose projections with all dimensions before are
/// digital (t, m, 2)-nets of least Σ 2^t over m = 3 … 10. Computed when first asked for; 64 of them take 0.1 s.
const SobolDirections& sobol_directions(std::size_t dimension);

/// The t of the (t, m, 2)-net that the first 2^m points form in two dimensions: 0 is best, m is of no use.
int sobol_t_value(const SobolDirections& a, const SobolDirections& b, int m);

}  // namespace nilgrad::study
