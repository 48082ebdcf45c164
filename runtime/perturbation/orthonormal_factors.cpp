#include "runtime/perturbation/orthonormal_factors.hpp"

#include <algorithm>
#include <cmath>

#include "runtime/algorithm/chunk_sums.hpp"
#include "runtime/random/directions.hpp"

namespace nilgrad {
namespace {

/// Gram and Schmidt's, each column twice, which leaves no more than rounding (Giraud et al., Numer. Math. 101 (2005)).
void orthonormalise(std::span<double> columns, std::size_t length) {
  const auto column = [&](std::size_t k) { return columns.subspan(k * length, length); };
  for (std::size_t k = 0; k * length < columns.size(); ++k) {
    const auto own = column(k);
    for (int round = 0; round < 2; ++round)
      for (std::size_t j = 0; j < k; ++j) {
        const double share = dot_of_chunk(column(j), own);
        for (std::size_t i = 0; i < length; ++i) own[i] -= share * column(j)[i];
      }
    const double size = std::sqrt(dot_of_chunk(own, own));
    for (double& element : own) element /= size;
  }
}

std::vector<double> factor(const Key& key, std::uint32_t tensor, std::uint64_t offset, std::uint64_t length,
                           std::uint32_t rank) {
  std::vector<double> columns(length * rank);
  add_gaussian(key, tensor, offset, 1, columns);
  orthonormalise(columns, length);
  return columns;
}

}  // namespace

std::shared_ptr<const OrthonormalFactors::Pair> OrthonormalFactors::of(const Key& key, std::uint32_t tensor,
                                                                       const Size& size) const {
  const std::scoped_lock lock(mutex_);
  auto kept = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& one) { return one.key == key; });
  if (kept == kept_.end()) {
    if (kept_.size() == most_keys) kept_.pop_front();
    kept = kept_.insert(kept_.end(), Kept{key, {}});
  }
  if (kept->of_tensor.size() <= tensor) kept->of_tensor.resize(tensor + 1);
  auto& pair = kept->of_tensor[tensor];
  if (!pair || pair->left.size() != size.rows * size.rank || pair->right.size() != size.columns * size.rank)
    pair = std::make_shared<const Pair>(Pair{factor(key, tensor, 0, size.rows, size.rank),
                                             factor(key, tensor, size.rows * size.rank, size.columns, size.rank)});
  return pair;
}

}  // namespace nilgrad
