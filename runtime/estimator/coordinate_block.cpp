#include <algorithm>
#include <unordered_set>

#include "runtime/catalog/describe.hpp"
#include "runtime/estimator/coordinate_difference.hpp"
#include "runtime/estimator/smoothing/smoothing.hpp"
#include "runtime/random/uniform.hpp"

namespace nilgrad {
namespace {

class CoordinateBlock final : public Estimator {
 public:
  struct Options {
    std::int64_t block = 1;
    std::string side = "central";
    StepOption h;
  };
  explicit CoordinateBlock(const Options& options)
      : block_(options.block),
        central_(options.side == "central"),
        smoothing_(options.h, central_ ? Difference::central : Difference::forward) {}

  std::int64_t evaluations(std::size_t d, std::int64_t) const override {
    const std::int64_t b = size_in(d);
    return central_ ? 2 * b : b + 1;
  }

  std::int64_t memory(const Point& shape) const override { return smoothing_.memory(shape); }
  std::string remembers() const override { return smoothing_.remembers(); }

  Algorithm<Estimate> estimate(Exchange& exchange, const Point& base, Key key) override {
    Estimate estimate;
    if (smoothing_.due()) co_await smoothing_.search_axes(exchange, base, key, directions_, estimate, 3);
    choose_block(base.dim(), key);
    choose_differences(base, exchange.bounds(), estimate.coordinate_h);
    if (!central_) exchange.ask(base);
    for (std::size_t i = 0; i < axes_.size(); ++i) {
      exchange.ask(base, {{differences_[i].step, directions_.unit(axes_[i])}});
      if (central_) exchange.ask(base, {{-differences_[i].step, directions_.unit(axes_[i])}});
    }
    const auto f = co_await exchange.values();
    std::vector<double> changes, slopes;
    Directions units;
    for (std::size_t i = 0; i < axes_.size(); ++i) {
      changes.push_back(central_ ? f[2 * i] - f[2 * i + 1] : f[i + 1] - f[0]);
      slopes.push_back(changes[i] / differences_[i].width);
      units.add(directions_.unit(axes_[i]));
    }
    estimate.count(f);
    smoothing_.observe(changes);
    estimate.add_average(units, slopes, 1 / static_cast<double>(base.dim()));  // E[e_i e_iᵀ] = I/d
    co_return estimate;
  }

 private:
  std::int64_t size_in(std::size_t d) const { return std::min(block_, static_cast<std::int64_t>(d)); }

  /// axes_ ← a uniformly random subset, in increasing order, in time and memory of its own size (Floyd's method).
  void choose_block(std::size_t d, const Key& key) {
    const auto all = static_cast<std::int64_t>(d);
    std::unordered_set<std::uint64_t> chosen;
    for (std::int64_t last = all - size_in(d); last < all; ++last) {
      const auto drawn = static_cast<std::uint64_t>(integer_at(key, static_cast<std::uint64_t>(last), 0, last));
      if (!chosen.insert(drawn).second) chosen.insert(static_cast<std::uint64_t>(last));
    }
    axes_.assign(chosen.begin(), chosen.end());
    std::sort(axes_.begin(), axes_.end());
  }

  void choose_differences(const Point& base, const Bounds& bounds, std::vector<double>& steps) {
    smoothing_.check(base.dim());
    differences_.clear();
    base.settle();
    std::size_t tensor = 0, first = 0;  // of the tensor, in the point laid end to end
    for (const std::uint64_t i : axes_) {
      while (i - first >= base.tensors[tensor].size()) first += base.tensors[tensor++].size();
      const Tensor& elements = base.tensors[tensor];
      const double h = smoothing_.at(i, elements.dtype(), elements.at(i - first));
      steps.push_back(h);
      differences_.push_back(difference_at(elements, i - first, h, central_, bounds.lower_at(i), bounds.upper_at(i)));
    }
  }

  Axes directions_;
  std::int64_t block_;
  bool central_;
  Smoothing smoothing_;
  std::vector<std::uint64_t> axes_;  // B
  std::vector<Difference1D> differences_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(estimator, coordinate_block) {
  using Options = CoordinateBlock::Options;
  return describe<Estimator, CoordinateBlock>("coordinate_block",
                                              "finite differences along a random block of coordinates")
      .formula(
          "d/b Σ_{i∈B} D_i f · e_i, B a uniformly random set of b coordinates, D_i f as in ng.estimator.coordinate;  "
          "E|ĝ − a|² = (d/b − 1)|a|²")
      .cost("central 2b, forward b+1")
      .memory("b scalars while it is made; h = 'auto' keeps what it found (40 bytes)")
      .reference("Lian et al., NeurIPS 2016: ZO-SCD")
      .option("block", &Options::block, "b, coordinates an estimate; all d where there are fewer",
              {.low = 1, .high = 1e9, .unit = "coordinates"})
      .option("side", &Options::side, "which difference", {.choices = {"central", "forward"}})
      .option("h", &Options::h, step_help, step_limits("√ε·max(1,|x_i|) forward, ∛ε·max(1,|x_i|) central"))
      .example(
          "local e = ng.estimate(ng.objective.sphere { dim = 4 }, { 1, 2, 3, 4 },\n"
          "  { estimator = ng.estimator.coordinate_block { block = 2 }, seed = 7 })\n"
          "return e:dense()");
}
