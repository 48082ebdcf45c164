#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "runtime/tensor/tensor.hpp"

namespace nilgrad {

/// For each row of features [n, d]: the mean L2 distance to its k nearest other rows. Throws Error(shape) for n ≤ k.
std::vector<double> mean_neighbour_distances(const Tensor& features, std::size_t k);

/// Counts queries that lie too near to earlier ones: Chen, Carlini & Wagner 2019, Stateful detection of black-box
/// adversarial attacks. A query whose mean distance to its k nearest predecessors is below the threshold is a
/// detection, after which all predecessors are forgotten (the attacker comes back with another account). Results depend
/// on the order of queries. Costs kept queries × d a query.
class QueryDetector {
 public:
  /// Keeps `capacity` queries at most, the last ones.
  QueryDetector(std::size_t k, double threshold, std::size_t capacity)
      : k_(k), threshold_(threshold), capacity_(capacity) {}

  /// Rows of features [n, d], one query after the other. Throws Error(shape) where d is not that of the queries before.
  void see(const Tensor& features);
  void reset();

  double threshold() const noexcept { return threshold_; }
  std::int64_t queries() const noexcept { return queries_; }
  std::int64_t detections() const noexcept { return detections_; }
  /// The number of the query, from 1, that was the first detection.
  std::optional<std::int64_t> first_detection() const noexcept { return first_; }

 private:
  bool is_near(const float* row);
  void keep(const float* row);

  std::size_t k_;
  double threshold_;
  std::size_t capacity_, dim_ = 0;
  std::vector<float> kept_;      // rows of dim_; a ring once it is full
  std::size_t next_ = 0;         // row that is overwritten next
  std::vector<double> squares_;  // distances of one query, squared
  std::int64_t queries_ = 0, detections_ = 0;
  std::optional<std::int64_t> first_;
};

/// [n, c, h, w] → [n, c · side · side]: means over a grid of cells, for what images look like rather than their pixels;
/// sides of at most `side` stay as they are. Images of other ranks are taken as they are, flat.
Tensor coarse_features(const Tensor& images, std::size_t side);

}  // namespace nilgrad
