#include <algorithm>
#include <array>

#include "runtime/algorithm/optimizer.hpp"
#include "runtime/algorithm/writable.hpp"
#include "runtime/catalog/describe.hpp"
#include "runtime/constraint/constraint.hpp"
#include "runtime/estimator/estimator.hpp"
#include "runtime/update/update.hpp"

namespace nilgrad {
namespace {

constexpr int most_unusable = 10;  // steps in a row

class ZerothOrder final : public Optimizer {
 public:
  struct Options {
    catalog::Part<Estimator> estimator = "two_point";
    catalog::Part<Update> update = "adam";
    catalog::Parts<Constraint> constraint;
  };
  explicit ZerothOrder(const Options& options) : estimator_(options.estimator.make()), update_(options.update.make()) {
    for (const auto& part : options.constraint) {
      constraints_.push_back(part.make());
      if (update_->weighs_coordinates() && !constraints_.back()->separable())
        throw_error(ErrorKind::option,
                    "{} projects in a norm that weighs the coordinates differently, which {} cannot do; use "
                    "ng.constraint.box or linf, or another update",
                    options.update.to_string(), part.to_string());
    }
  }

  std::int64_t memory(const Point& shape) const override {
    const std::int64_t start = constraints_.empty() ? 0 : static_cast<std::int64_t>(shape.bytes());
    return start + estimator_->memory(shape) + update_->memory(shape);
  }

  Algorithm<std::string> run(Exchange& exchange, Problem problem) override {
    const Key key = Key::from(problem.seed, Purpose::direction, problem.stream);
    const Key sample = Key::from(problem.seed, Purpose::sample, problem.stream);
    const Key rounding = Key::from(problem.seed, Purpose::rounding, problem.stream);
    Progress progress;
    progress.steps = planned_steps(problem);
    if (!constraints_.empty()) require_writable(problem.x, "a constraint");
    const Point start = constraints_.empty() ? Point() : problem.x.clone();
    constrain(problem, start);  // the first probes are around an allowed point, and what does not fit is told now
    int unusable = 0;
    for (;; ++progress.step) {
      progress.rounding = rounding.at_step(static_cast<std::uint64_t>(progress.step));
      exchange.set_sample(sample.at_step(static_cast<std::uint64_t>(progress.step)));
      Estimate estimate =
          co_await estimator_->estimate(exchange, problem.x, key.at_step(static_cast<std::uint64_t>(progress.step)));
      unusable = estimate.usable() ? 0 : unusable + 1;
      if (estimate.usable()) {
        Step u(estimate.terms, problem.x);
        update_->transform(u, progress);
        if (update_->evaluations() > 0 && !u.empty())
          co_await take_best_side(exchange, problem, start, u, progress.rounding);
        else
          u.subtract_from(problem.x, progress.rounding);
        constrain(problem, start);
      }
      exchange.finish_step();
      if (unusable == most_unusable)
        co_return fmt::format("no finite values in steps {} to {}", progress.step + 2 - most_unusable,
                              progress.step + 1);
    }
  }

 private:
  /// How many steps there will be, 0 when unknown: steps cost what the estimator says of each, counted over the first
  /// thousands and at their mean from then on.
  std::int64_t planned_steps(const Problem& problem) const {
    if (problem.budget == 0) return problem.steps;
    constexpr std::int64_t counted = 4096;
    std::int64_t left = problem.budget, steps = 0;
    for (; steps < counted; ++steps) {
      const std::int64_t cost = estimator_->evaluations(problem.x.dim(), steps) + update_->evaluations();
      if (std::max<std::int64_t>(1, cost) > left) break;
      left -= std::max<std::int64_t>(1, cost);
    }
    if (steps == counted) {
      const double mean = static_cast<double>(problem.budget - left) / static_cast<double>(counted);
      steps += static_cast<std::int64_t>(static_cast<double>(left) / mean);
    }
    return problem.steps == 0 ? steps : std::min(steps, problem.steps);
  }

  void constrain(Problem& problem, const Point& start) const { constrain(problem.x, problem.bounds, start); }
  void constrain(Point& x, const Bounds& bounds, const Point& start) const {
    for (const auto& constraint : constraints_) constraint->project(x, start);
    bounds.clip(x);
  }

  /// x ← the best of x, x − u and x + u, all of them allowed points. Of equal ones x.
  Algorithm<void> take_best_side(Exchange& exchange, Problem& problem, const Point& start, Step& u,
                                 Key rounding) const {
    constexpr std::array<double, 3> signs = {0, 1, -1};  // of u, which is subtracted
    u.settle();
    std::array<Point, 3> sides;  // where scalars and keys do not say it all
    for (std::size_t i = 0; i < sides.size(); ++i) {
      if (i == 0 || (!u.terms().empty() && constraints_.empty())) {
        exchange.ask(problem.x, -signs[i] * u.factor(), i == 0 ? std::span<const Term>() : u.terms());
        continue;
      }
      sides[i] = problem.x.clone();
      u.subtract_from(sides[i], rounding, signs[i]);
      constrain(sides[i], problem.bounds, start);
      exchange.ask(sides[i]);
    }
    const auto f = co_await exchange.values();
    std::size_t best = 0;
    for (std::size_t i = 1; i < sides.size(); ++i)
      if (value_to_beat(f[i]) < value_to_beat(f[best])) best = i;
    if (best > 0) u.subtract_from(problem.x, rounding, signs[best]);
  }

  std::shared_ptr<Estimator> estimator_;
  std::shared_ptr<Update> update_;
  std::vector<std::shared_ptr<Constraint>> constraints_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(optimizer, zeroth_order) {
  using Options = ZerothOrder::Options;
  return describe<Optimizer, ZerothOrder>("zeroth_order", "an estimator, an update and constraints, step after step")
      .formula("x ← Π(update(x, ĝ(x)))")
      .cost(
          "its estimator's and its update's, a step; a step with no finite value is skipped, ten in a row end the run")
      .memory("its update's")
      .reference("Liu et al., IEEE Signal Process. Mag. 37 (2020)")
      .option("estimator", &Options::estimator, "estimates the gradient")
      .option("update", &Options::update, "moves the point")
      .option("constraint", &Options::constraint,
              "projections of the start point and after each step, in order; bounds are kept in any case")
      .example(
          "return ng.minimize(ng.objective.sphere { dim = 10 }, { seed = 1, budget = 2000,\n"
          "  optimizer = ng.optimizer.zeroth_order { update = ng.update.sgd { lr = 0.02 } } })");
}
