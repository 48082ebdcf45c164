#include "runtime/catalog/describe.hpp"
#include "runtime/estimator/estimator.hpp"

namespace nilgrad {
namespace {

class Averaged final : public Estimator {
 public:
  struct Options {
    catalog::Part<Estimator> estimator = "two_point";
    std::uint32_t count = 8;
  };
  explicit Averaged(const Options& options) : estimator_(options.estimator.make()), count_(options.count) {
    if (const std::string kept = estimator_->remembers(); !kept.empty())
      throw_error(ErrorKind::option,
                  "ng.estimator.averaged takes the mean of independent estimates, but each of {} depends on {}; raise "
                  "its own number of directions instead",
                  options.estimator.to_string(), kept);
  }

  std::int64_t evaluations(std::size_t d, std::int64_t estimate) const override {
    return count_ * estimator_->evaluations(d, estimate);
  }
  std::int64_t memory(const Point& shape) const override { return estimator_->memory(shape); }
  bool unbiased() const override { return estimator_->unbiased(); }

  Algorithm<Estimate> estimate(Exchange& exchange, const Point& base, Key key) override {
    const Key sample = exchange.sample();
    const std::int64_t keys = estimator_->evaluations(base.dim());
    std::vector<Estimate> parts;
    std::size_t usable = 0;
    for (std::int64_t i = 0; i < count_; ++i) {
      exchange.set_sample(sample.after(i * keys));
      parts.push_back(co_await estimator_->estimate(exchange, base, key.after(i * keys)));
      usable += parts.back().usable() ? 1 : 0;
    }
    exchange.set_sample(sample);
    Estimate mean;
    for (const Estimate& part : parts) {
      mean.count(part);
      mean.add(1 / static_cast<double>(usable), part);
    }
    co_return mean;
  }

 private:
  std::shared_ptr<Estimator> estimator_;
  std::int64_t count_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(estimator, averaged) {
  using Options = Averaged::Options;
  return describe<Estimator, Averaged>(
             "averaged", "the mean of independent estimates, each with directions and a minibatch of its own")
      .formula("1/n Σ ĝ_i, over those that are usable;  variance 1/n of its estimator's")
      .cost("n times its estimator's")
      .memory("its estimator's scalars and keys, n times, while it is made; nothing between estimates")
      .reference("Liu et al., IEEE Signal Process. Mag. 37 (2020), section III")
      .option("estimator", &Options::estimator, "any whose estimates do not depend on each other")
      .option("count", &Options::count, "n, estimates averaged", {.low = 1, .high = 1e6, .unit = "estimates"})
      .example(
          "local e = ng.estimate(ng.objective.sphere { dim = 4 }, { 1, 2, 3, 4 },\n"
          "  { estimator = ng.estimator.averaged { estimator = ng.estimator.coordinate_block(), count = 4 }, seed = 7 "
          "})\n"
          "return e:dense()");
}
