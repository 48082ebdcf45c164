#pragma once
#include <memory>
#include <string>

#include "runtime/algorithm/optimizer.hpp"

namespace nilgrad::study {

/// An optimizer's run over the unit cube, told values one request after another. The same again from the same start,
/// seed and values.
class ReplayedRun {
 public:
  ReplayedRun(std::shared_ptr<Optimizer> optimizer, const std::vector<double>& start, std::uint64_t seed,
              std::uint64_t stream);
  ReplayedRun(const ReplayedRun&) = delete;
  ReplayedRun& operator=(const ReplayedRun&) = delete;

  /// Whether it has ended by itself.
  bool over() const { return search_.done(); }
  /// How many points have been answered, which is the number of the request's first one, and how many it asks for.
  std::int64_t answered() const { return answered_; }
  std::size_t size() const { return exchange_.probes().size(); }
  /// A point of the request, in [0, 1].
  std::vector<double> point(std::size_t index) const;
  /// Whether the request's points are to be compared under the same circumstances: those of one estimate.
  bool shares_sample() const;
  void tell(std::span<const double> values);

 private:
  Bounds bounds_{{0.0}, {1.0}};
  Point x_;
  std::shared_ptr<Optimizer> optimizer_;
  Exchange exchange_{&bounds_};
  std::int64_t answered_ = 0;
  Algorithm<std::string> search_;  // last: refers to the members above, so it must go first
};

}  // namespace nilgrad::study
