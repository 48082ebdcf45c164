#include "runtime/study/sampler/replayed_run.hpp"

#include "runtime/optimizer/coordinates.hpp"

namespace nilgrad::study {
namespace {

Point point_at(const std::vector<double>& coordinates) {
  Point point(Tensor({static_cast<std::int64_t>(coordinates.size())}));
  write_coordinates(coordinates, point);
  return point;
}

}  // namespace

ReplayedRun::ReplayedRun(std::shared_ptr<Optimizer> optimizer, const std::vector<double>& start, std::uint64_t seed,
                         std::uint64_t stream)
    : x_(point_at(start)),
      optimizer_(std::move(optimizer)),
      search_(optimizer_->run(exchange_, {x_, bounds_, seed, stream})) {
  search_.start();
  if (search_.done()) search_.take();  // refused options
}

std::vector<double> ReplayedRun::point(std::size_t index) const {
  Point point = x_.clone();
  materialise(exchange_.probes()[index], point);
  std::vector<double> coordinates(point.dim());
  read_coordinates(point, coordinates);
  return coordinates;
}

bool ReplayedRun::shares_sample() const { return !(exchange_.sample() == Key{}); }

void ReplayedRun::tell(std::span<const double> values) {
  answered_ += static_cast<std::int64_t>(values.size());
  exchange_.tell(values);
  if (search_.done()) search_.take();
}

}  // namespace nilgrad::study
