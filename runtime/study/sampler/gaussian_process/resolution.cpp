#include "runtime/study/sampler/gaussian_process/resolution.hpp"

#include <algorithm>

namespace nilgrad::study {
namespace {

constexpr double longest_cube = 0.15, growth = 1.25, mostly = 0.6;
constexpr std::size_t fewest_pairs = 3, window = 20, growths = 8, most_points = 250;

struct Pair {
  Eigen::VectorXd apart;  // along each parameter
  double most_apart;
  bool same;
};
using Pairs = std::vector<Pair>;

std::vector<std::size_t> good_points(const std::vector<double>& losses) {
  std::vector<double> sorted = losses;
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  std::vector<std::size_t> good;
  for (std::size_t i = losses.size(); i-- > 0 && good.size() < most_points;)
    if (losses[i] < *middle) good.push_back(i);
  return good;
}

Pairs pairs_of(const GpFactors& factors, const std::vector<Eigen::VectorXd>& points,
               const std::vector<double>& losses) {
  const std::vector<std::size_t> good = good_points(losses);
  Pairs pairs;
  Eigen::VectorXd apart(static_cast<Eigen::Index>(factors.size()));
  for (std::size_t a = 0; a < good.size(); ++a)
    for (std::size_t b = 0; b < a; ++b) {
      bool comparable = true;
      for (std::size_t f = 0; f < factors.size() && comparable; ++f) {
        const GpFactor& factor = factors[f];
        const double gap =
            (points[good[a]] - points[good[b]]).segment(factor.first, factor.count).cwiseAbs().maxCoeff();
        comparable = factor.ordered || gap == 0;
        apart[static_cast<Eigen::Index>(f)] = gap;
      }
      if (comparable) pairs.push_back({apart, apart.maxCoeff(), losses[good[a]] == losses[good[b]]});
    }
  std::sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.most_apart < b.most_apart; });
  return pairs;
}

/// The distance up to which most of the pairs of about each distance are the same.
double cube(const Pairs& pairs, double least) {
  double distance = least;
  std::size_t same = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    same += pairs[i].same;
    if (i >= window) same -= pairs[i - window].same;
    const std::size_t all = std::min(i + 1, window);
    if (all < fewest_pairs) continue;
    const double middle = pairs[i - all / 2].most_apart;
    if (middle > longest_cube) break;
    if (static_cast<double>(same) >= mostly * static_cast<double>(all))
      distance = std::max(distance, middle);
    else if (all == window)
      break;
  }
  return distance;
}

/// Whether most pairs that only a longer side of parameter f would take in are the same.
bool may_grow(const Pairs& pairs, const Eigen::VectorXd& sides, Eigen::Index f) {
  std::size_t same = 0, all = 0;
  for (const Pair& pair : pairs) {
    if (pair.apart[f] <= sides[f] || pair.apart[f] > sides[f] * growth) continue;
    Eigen::VectorXd over = pair.apart - sides;
    over[f] = 0;
    if (over.maxCoeff() > 0) continue;
    ++all;
    same += pair.same;
  }
  return all >= fewest_pairs && static_cast<double>(same) >= mostly * static_cast<double>(all);
}

}  // namespace

Eigen::VectorXd gp_resolution(const GpFactors& factors, const std::vector<Eigen::VectorXd>& points,
                              const std::vector<double>& losses, double least) {
  const auto count = static_cast<Eigen::Index>(factors.size());
  const Eigen::VectorXd finest = Eigen::VectorXd::Constant(count, least);
  if (points.size() < 4) return finest;
  const Pairs pairs = pairs_of(factors, points, losses);
  const double distance = cube(pairs, least);
  if (distance <= least) return finest;
  Eigen::VectorXd sides = Eigen::VectorXd::Constant(count, distance);
  for (std::size_t i = 0; i < growths; ++i)
    for (Eigen::Index f = 0; f < count; ++f)
      if (may_grow(pairs, sides, f)) sides[f] = std::min(1.0, sides[f] * growth);
  return (sides / 2).cwiseMax(least);
}

}  // namespace nilgrad::study
