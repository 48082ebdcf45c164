#include "runtime/transformer/branch_weights.hpp"

#include <algorithm>

namespace nilgrad::transformer {
BranchWeights::BranchWeights(std::span<const NamedTensor> tensors, Compute compute) : compute_(compute) {
  for (const NamedTensor& named : tensors) weights_.push_back({named.tensor});
  coefficients_.resize(1);
}

BranchWeights::BranchWeights(std::span<const NamedTensor> tensors, const Trained& trained,
                             std::span<const Probe> probes, Compute compute)
    : compute_(compute), branches_(probes.size()) {
  const Point& base = *probes[0].base;
  mask_ = base.mask;
  std::vector<std::uint64_t> first(base.tensors.size() + 1, 0);
  for (std::size_t t = 0; t < base.tensors.size(); ++t) first[t + 1] = first[t] + base.tensors[t].size();
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    if (i >= trained.place.size() || trained.place[i] < 0) {
      weights_.push_back({tensors[i].tensor});
      continue;
    }
    const auto place = static_cast<std::uint32_t>(trained.place[i]);
    weights_.push_back({base.tensors[place], place, first[place], true});
  }
  for (const Probe& probe : probes) {
    if (probe.terms.size() > 1) together_ = most_together;  // a basis that all branches combine is drawn less often
    auto& row = coefficients_.emplace_back(directions_.size(), 0.0f);
    for (const Term& term : probe.terms) {
      const auto found = std::find(directions_.begin(), directions_.end(), term.direction);
      const auto d = static_cast<std::size_t>(found - directions_.begin());
      if (found == directions_.end()) directions_.push_back(term.direction);
      row.resize(directions_.size(), 0.0f);
      row[d] += static_cast<float>(term.scale);
    }
  }
  for (auto& row : coefficients_) row.resize(directions_.size(), 0.0f);
  for (const Direction& direction : directions_)
    low_rank_.push_back(dynamic_cast<const LowRankFactors*>(direction.distribution));
}

std::size_t BranchWeights::row_length(std::size_t tensor) const {
  const Tensor& t = weights_[tensor].tensor;
  return t.shape().size() < 2 ? t.size() : t.size() / static_cast<std::size_t>(t.shape()[0]);
}

bool BranchWeights::perturbed(std::size_t tensor, std::size_t branch, bool unfactored) const {
  if (!weights_[tensor].trained) return false;
  for (std::size_t d = 0; d < directions_.size(); ++d)
    if (coefficients_[branch][d] != 0.0f && !(unfactored && rank(weights_[tensor], d) > 0)) return true;
  return false;
}

bool BranchWeights::shares_matrix(std::size_t matrix) const {
  for (std::size_t b = 0; b < branches_; ++b)
    if (perturbed(matrix, b)) return false;
  return true;
}

std::size_t BranchWeights::rank(const Weight& weight, std::size_t direction) const {
  const Shape& shape = weight.tensor.shape();
  if (!low_rank_[direction] || !weight.trained || shape.size() != 2 || mask_) return 0;
  const std::size_t rank = low_rank_[direction]->rank(directions_[direction], weight.place);
  return rank < static_cast<std::size_t>(std::min(shape[0], shape[1])) ? rank : 0;
}

std::vector<FactoredDirection> BranchWeights::factored(std::size_t matrix) const {
  const Weight& weight = weights_[matrix];
  std::vector<FactoredDirection> found;
  for (std::size_t d = 0; d < directions_.size(); ++d) {
    const std::size_t r = rank(weight, d);
    if (r == 0) continue;
    const auto rows = static_cast<std::size_t>(weight.tensor.shape()[0]);
    FactoredDirection& one = found.emplace_back(FactoredDirection{d, r, {}, {}});
    one.left.resize(r * rows);
    one.right.resize(r * weight.tensor.size() / rows);
    low_rank_[d]->factors(directions_[d], weight.place, one.left, one.right);
  }
  return found;
}

std::vector<float> BranchWeights::vectors(std::size_t tensor) const {
  const std::size_t n = weights_[tensor].tensor.size();
  std::vector<float> all(branches_ * n);
  // As one row, whatever the tensor's shape: its elements are in order.
  const std::size_t length = row_length(tensor);
  each({tensor, 0, n / std::max<std::size_t>(length, 1), 0, length}, [&](std::size_t b, const Rows& rows) {
    std::copy_n(rows.data, n, all.begin() + static_cast<std::ptrdiff_t>(b * n));
  });
  return all;
}

}  // namespace nilgrad::transformer
