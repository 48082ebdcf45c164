#include "runtime/study/pruner/signed_rank.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace nilgrad::study {
namespace {

constexpr std::size_t largest_exact = 50;

/// Twice the ranks of the sizes, whole numbers even where neighbours share one.
std::vector<std::size_t> doubled_ranks(const std::vector<double>& differences) {
  std::vector<std::size_t> order(differences.size()), ranks(differences.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto size = [&](std::size_t i) { return std::fabs(differences[i]); };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return size(a) < size(b); });
  for (std::size_t from = 0, to = 0; from < order.size(); from = to) {
    while (to < order.size() && size(order[to]) == size(order[from])) ++to;
    for (std::size_t i = from; i < to; ++i) ranks[order[i]] = from + 1 + to;
  }
  return ranks;
}

/// Of all 2^n choices of signs, the share whose positive ranks sum to at least `sum`.
double exact_tail(const std::vector<std::size_t>& ranks, std::size_t sum) {
  const std::size_t most = std::accumulate(ranks.begin(), ranks.end(), std::size_t{0});
  std::vector<double> shares(most + 1, 0.0);
  shares[0] = 1;
  for (const std::size_t rank : ranks)
    for (std::size_t s = most + 1; s-- > 0;) shares[s] = shares[s] / 2 + (s >= rank ? shares[s - rank] / 2 : 0);
  return std::accumulate(shares.begin() + static_cast<std::ptrdiff_t>(std::min(sum, most + 1)), shares.end(), 0.0);
}

}  // namespace

double signed_rank_p(const std::vector<double>& differences) {
  const std::vector<std::size_t> ranks = doubled_ranks(differences);
  std::vector<std::size_t> signed_ranks;  // of those that are not 0, whose half goes to either side in any case
  std::size_t positive = 0;
  double squares = 0;
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    if (differences[i] == 0) continue;
    signed_ranks.push_back(ranks[i]);
    squares += static_cast<double>(ranks[i] * ranks[i]) / 4;
    if (differences[i] > 0) positive += ranks[i];
  }
  if (signed_ranks.empty()) return 1;
  if (signed_ranks.size() <= largest_exact) return exact_tail(signed_ranks, positive);
  const double all = static_cast<double>(std::accumulate(signed_ranks.begin(), signed_ranks.end(), std::size_t{0})) / 2;
  const double z = (static_cast<double>(positive) / 2 - all / 2) / std::sqrt(squares / 4);
  return std::erfc(z / std::sqrt(2.0)) / 2;
}

}  // namespace nilgrad::study
