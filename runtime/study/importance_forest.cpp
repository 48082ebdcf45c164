#include "runtime/study/importance_forest.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "runtime/random/uniform.hpp"

namespace nilgrad::study::importance {
namespace {

constexpr std::size_t trees = 64;
constexpr std::int64_t largest_tree = 1000;  // points
constexpr std::size_t smallest_leaf = 3;
constexpr double tried = 0.85;  // share of the coordinates that a split may take: lesser ones get their turns

struct Interval {
  double low = 0, high = 1;
};

struct Leaf {
  std::vector<Interval> box;
  double value = 0;
};

struct Split {
  std::size_t column = 0;
  double at = 0, gain = 0;
};

/// A regression tree grown until its leaves are small or of one value.
class Tree {
 public:
  Tree(const Table& table, std::vector<std::size_t> points, Generator& random)
      : table_(table), points_(std::move(points)), random_(random) {
    grow(0, points_.size(), std::vector<Interval>(table.columns.size()));
  }
  const std::vector<Leaf>& leaves() const { return leaves_; }

 private:
  void grow(std::size_t from, std::size_t to, std::vector<Interval> box) {
    const Split split = best_split(from, to);
    if (!(split.gain > 0)) {
      double sum = 0;
      for (std::size_t i = from; i < to; ++i) sum += table_.values[points_[i]];
      leaves_.push_back({std::move(box), sum / static_cast<double>(to - from)});
      return;
    }
    const auto& column = table_.columns[split.column];
    const auto first = points_.begin() + static_cast<std::ptrdiff_t>(from);
    const auto middle = std::partition(first, points_.begin() + static_cast<std::ptrdiff_t>(to),
                                       [&](std::size_t point) { return column[point] < split.at; });
    const auto cut = static_cast<std::size_t>(middle - points_.begin());
    std::vector<Interval> upper = box;
    box[split.column].high = upper[split.column].low = split.at;
    grow(from, cut, std::move(box));
    grow(cut, to, std::move(upper));
  }

  /// The halves whose means differ most: the largest reduction of the sum of squares.
  Split best_split(std::size_t from, std::size_t to) {
    const auto count = static_cast<double>(to - from);
    double sum = 0, squares = 0;
    for (std::size_t i = from; i < to; ++i) {
      const double value = table_.values[points_[i]];
      sum += value;
      squares += value * value;
    }
    Split best;
    if (squares - sum * sum / count <= 1e-12 * squares) return best;
    std::vector<std::size_t> order(points_.begin() + static_cast<std::ptrdiff_t>(from),
                                   points_.begin() + static_cast<std::ptrdiff_t>(to));
    for (std::size_t c = 0; c < table_.columns.size(); ++c) {
      if (table_.columns.size() > 1 && random_.uniform() > tried) continue;
      const auto& column = table_.columns[c];
      std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return column[a] < column[b]; });
      double left = 0;
      for (std::size_t i = 0; i + 1 < order.size(); ++i) {
        left += table_.values[order[i]];
        const double here = column[order[i]], next = column[order[i + 1]];
        if (here == next || i + 1 < smallest_leaf || order.size() - i - 1 < smallest_leaf) continue;
        const auto n = static_cast<double>(i + 1);
        const double gain = left * left / n + (sum - left) * (sum - left) / (count - n) - sum * sum / count;
        if (gain > best.gain) best = {c, here + (next - here) / 2, gain};
      }
    }
    return best;
  }

  const Table& table_;
  std::vector<std::size_t> points_;
  Generator& random_;
  std::vector<Leaf> leaves_;
};

double volume(const std::vector<Interval>& box, std::size_t without) {
  double product = 1;
  for (std::size_t c = 0; c < box.size(); ++c)
    if (c != without) product *= box[c].high - box[c].low;
  return product;
}

/// The variance along one coordinate of the tree's mean over the others. Between two neighbouring edges of leaves that
/// mean is constant: each leaf adds value × volume in the others to the stretch that it covers.
double marginal_variance(const std::vector<Leaf>& leaves, std::size_t column) {
  std::vector<std::pair<double, double>> changes;  // at, by how much
  for (const Leaf& leaf : leaves) {
    const double weight = leaf.value * volume(leaf.box, column);
    changes.emplace_back(leaf.box[column].low, weight);
    changes.emplace_back(leaf.box[column].high, -weight);
  }
  std::sort(changes.begin(), changes.end());
  double mean = 0, squares = 0, level = 0;
  for (std::size_t i = 0; i + 1 < changes.size(); ++i) {
    level += changes[i].second;
    const double width = changes[i + 1].first - changes[i].first;
    mean += width * level;
    squares += width * level * level;
  }
  return std::max(0.0, squares - mean * mean);
}

}  // namespace

std::vector<double> main_effects(const Table& table, const Key& key, StopToken stop) {
  std::vector<double> variances(table.columns.size(), 0.0);
  // Around their mean, so that differences of squares keep their digits.
  Table centred = table;
  const auto count = static_cast<std::int64_t>(table.values.size());
  const double mean = std::accumulate(table.values.begin(), table.values.end(), 0.0) / static_cast<double>(count);
  for (double& value : centred.values) value -= mean;
  for (std::size_t t = 0; t < trees; ++t) {
    stop.check();
    Generator random(key.at_step(t));
    std::vector<std::size_t> points;
    for (std::int64_t i = 0; i < std::min(count, largest_tree); ++i)
      points.push_back(static_cast<std::size_t>(random.integer(0, count - 1)));
    const Tree tree(centred, std::move(points), random);
    for (std::size_t c = 0; c < variances.size(); ++c)
      variances[c] += marginal_variance(tree.leaves(), c) / static_cast<double>(trees);
  }
  return variances;
}

}  // namespace nilgrad::study::importance
