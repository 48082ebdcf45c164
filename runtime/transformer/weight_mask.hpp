#pragma once
#include <memory>

#include "runtime/algorithm/mask.hpp"

namespace nilgrad::transformer {

/// A mask of the weights that are smallest in magnitude: this share of each tensor, as they are now; of equal ones the
/// first. (Liu et al. 2024: Sparse-MeZO, with its thresholds and its mask taken once.)
std::shared_ptr<const Mask> smallest_weights(const Point& point, double share);

/// A mask of the greatest |W_ij| · scale_j of all matrices together, `scales` being one list for each tensor of the
/// point, as long as its rows; of tensors without a list nothing moves.
std::shared_ptr<const Mask> greatest_weights(const Point& point, const std::vector<std::vector<float>>& scales,
                                             double share);

}  // namespace nilgrad::transformer
