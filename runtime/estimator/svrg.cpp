#include "runtime/catalog/describe.hpp"
#include "runtime/estimator/estimator.hpp"
#include "runtime/estimator/stored_vector.hpp"

namespace nilgrad {
namespace {

class Svrg final : public Estimator {
 public:
  struct Options {
    catalog::Part<Estimator> estimator = "two_point";
    catalog::Part<Estimator> snapshot = "averaged";
    std::int64_t every = 10;
  };
  explicit Svrg(const Options& options)
      : estimator_(options.estimator.make()), snapshot_(options.snapshot.make()), every_(options.every) {
    if (const std::string kept = estimator_->remembers(); !kept.empty())
      throw_error(ErrorKind::option,
                  "ng.estimator.svrg estimates at two points with the same directions, but {} depends on {}",
                  options.estimator.to_string(), kept);
    for (const auto& [part, name] :
         {std::pair(estimator_, options.estimator.to_string()), std::pair(snapshot_, options.snapshot.to_string())})
      if (!part->unbiased())
        throw_error(
            ErrorKind::option,
            "ng.estimator.svrg adds differences of estimates to an estimate, which {} does not allow: it is not "
            "the gradient on average",
            name);
  }

  std::int64_t evaluations(std::size_t d, std::int64_t estimate) const override {
    return estimate % every_ == 0 ? snapshot_->evaluations(d, estimate / every_) : 2 * estimator_->evaluations(d);
  }
  std::int64_t memory(const Point& shape) const override {
    const auto vector = static_cast<std::int64_t>(vector_bytes(shape));
    return static_cast<std::int64_t>(shape.bytes()) +
           (reference_.stored_as_vector ? vector : bytes_of(reference_.estimate.terms)) + estimator_->memory(shape) +
           snapshot_->memory(shape);
  }
  std::string remembers() const override { return "the snapshot before it"; }

  Algorithm<Estimate> estimate(Exchange& exchange, const Point& base, Key key) override {
    if (made_ % every_ == 0) {
      Estimate snapshot = co_await snapshot_->estimate(exchange, base, key);
      ++made_;
      point_ = base.clone();
      reference_ = Reference(snapshot, base);
      co_return snapshot;
    }
    const Estimate here = co_await estimator_->estimate(exchange, base, key);
    const Estimate there = co_await estimator_->estimate(exchange, point_, key);
    ++made_;
    Estimate estimate;
    estimate.count(there);
    estimate.count(here);
    estimate.add(1, here);
    if (!here.usable() || !there.usable() || !reference_.estimate.usable()) co_return estimate;
    estimate.add(-1, there);
    estimate.add(1, reference_.estimate);
    co_return estimate;
  }

 private:
  static std::int64_t bytes_of(const std::vector<Term>& terms) {
    return static_cast<std::int64_t>(terms.size() * sizeof(Term));
  }

  /// ĝ(x̃), as what takes less memory: its terms or the vector.
  struct Reference {
    Estimate estimate;
    bool stored_as_vector = false;

    Reference() = default;
    Reference(const Estimate& snapshot, const Point& shape)
        : estimate(snapshot),
          stored_as_vector(bytes_of(snapshot.terms) > static_cast<std::int64_t>(vector_bytes(shape))) {
      if (!stored_as_vector) return;
      const auto vector = std::make_shared<StoredVector>(snapshot.dense(shape));
      estimate.terms = {{1, vector->direction()}};
      estimate.stored = {vector};
    }
  };

  std::shared_ptr<Estimator> estimator_, snapshot_;
  std::int64_t every_;
  std::int64_t made_ = 0;  // estimates
  Point point_;            // x̃
  Reference reference_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(estimator, svrg) {
  using Options = Svrg::Options;
  return describe<Estimator, Svrg>(
             "svrg", "variance reduced by a snapshot: what changed since, and the snapshot's own gradient")
      .formula(
          "ĝ_B(x) − ĝ_B(x̃) + ĝ(x̃), the first two with the same directions and minibatch, x̃ the point m or fewer "
          "estimates "
          "ago; at x = x̃ itself ĝ(x̃). Where ĝ(x̃) or ĝ_B(x̃) failed: ĝ_B(x)")
      .cost("the snapshot's at estimates 1, m+1, 2m+1, …; twice its estimator's at the others")
      .memory("a copy of the point (x̃) and ĝ(x̃): its scalars and keys, or one vector where that is less")
      .reference("Johnson & Zhang, NeurIPS 2013; Liu et al., NeurIPS 2018: ZO-SVRG")
      .option("estimator", &Options::estimator, "ĝ_B: any that is right on average and depends on no estimate before")
      .option("snapshot", &Options::snapshot, "of ĝ(x̃): one with little variance, averaged or coordinate")
      .option("every", &Options::every, "m, estimates a snapshot serves", {.low = 1, .high = 1e15, .unit = "estimates"})
      .example(
          "return ng.minimize(ng.objective.sphere { dim = 4 }, { seed = 1, budget = 2000, x0 = 1,\n"
          "  optimizer = ng.optimizer.zeroth_order { update = ng.update.sgd { lr = 0.1 },\n"
          "    estimator = ng.estimator.svrg { snapshot = ng.estimator.coordinate(), every = 20 } } })");
}
