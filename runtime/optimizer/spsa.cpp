#include "runtime/algorithm/optimizer.hpp"
#include "runtime/algorithm/writable.hpp"
#include "runtime/catalog/describe.hpp"
#include "runtime/constraint/constraint.hpp"
#include "runtime/estimator/estimator.hpp"
#include "runtime/update/update.hpp"

namespace nilgrad {
namespace {

constexpr int most_unusable = 10;  // steps in a row

class Spsa final : public Optimizer {
 public:
  struct Options {
    double step = 0.1;
    double c = 0.01;
    std::uint32_t queries = 1;
    catalog::Part<Perturbation> perturbation = "rademacher";
    std::optional<double> stability;
    catalog::Parts<Constraint> constraint;
  };
  explicit Spsa(const Options& options)
      : queries_(options.queries),
        perturbation_(options.perturbation.make()),
        smoothing_(catalog::make<Schedule>("spall", {{"from", options.c}, {"exponent", 0.101}, {"stability", 0.0}})) {
    catalog::Values gains{{"step", options.step}};
    if (options.stability) gains["stability"] = *options.stability;
    update_ = catalog::make<Update>("spsa", std::move(gains));
    for (const auto& part : options.constraint) constraints_.push_back(part.make());
  }

  Algorithm<std::string> run(Exchange& exchange, Problem problem) override {
    const Key key = Key::from(problem.seed, Purpose::direction, problem.stream);
    const Key sample = Key::from(problem.seed, Purpose::sample, problem.stream);
    const Key rounding = Key::from(problem.seed, Purpose::rounding, problem.stream);
    if (!constraints_.empty()) require_writable(problem.x, "a constraint");
    const Point start = constraints_.empty() ? Point() : problem.x.clone();
    Progress progress;
    progress.steps = problem.planned_steps(2 * std::int64_t{queries_});
    constrain(problem, start);
    Directions directions;
    for (int unusable = 0; unusable < most_unusable; ++progress.step) {
      const auto step = static_cast<std::uint64_t>(progress.step);
      exchange.set_sample(sample.at_step(step));
      progress.rounding = rounding.at_step(step);
      perturbation_->draw(key.at_step(step), queries_, problem.x, directions);
      const double c = smoothing_->at(progress);
      for (std::uint32_t j = 0; j < queries_; ++j)
        for (const double side : {+c, -c}) exchange.ask(problem.x, side, directions[j]);
      const Estimate estimate = average(co_await exchange.values(), c, directions, problem.x);
      unusable = estimate.usable() ? 0 : unusable + 1;
      if (estimate.usable()) {
        update_->step(problem.x, estimate, progress);
        constrain(problem, start);
      }
      exchange.finish_step();
    }
    co_return "no finite values";
  }

 private:
  Estimate average(std::span<const double> f, double c, const Directions& directions, const Point& x) const {
    std::vector<double> slopes;
    for (std::size_t j = 0; j < queries_; ++j) slopes.push_back((f[2 * j] - f[2 * j + 1]) / (2 * c));
    Estimate estimate;
    estimate.count(f);
    estimate.add_average(directions, slopes, perturbation_->delta(x.dim()));
    perturbation_->observe(estimate.terms, x);
    return estimate;
  }

  void constrain(Problem& problem, const Point& start) const {
    for (const auto& constraint : constraints_) constraint->project(problem.x, start);
    problem.bounds.clip(problem.x);
  }

  std::uint32_t queries_;
  std::shared_ptr<Perturbation> perturbation_;
  std::shared_ptr<Schedule> smoothing_;
  std::shared_ptr<Update> update_;
  std::vector<std::shared_ptr<Constraint>> constraints_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(optimizer, spsa) {
  using Options = Spsa::Options;
  return describe<Optimizer, Spsa>("spsa",
                                   "Spall's simultaneous perturbation: both gains fall as he advises, for noisy f")
      .formula(
          "x ← x − a_k ĝ_k, ĝ_k = 1/q Σ (f(x + c_k v_j) − f(x − c_k v_j))/2c_k · v_j/δ;  a_k = a/(A+k+1)^.602, "
          "c_k = c/(k+1)^.101, k from 0; a such that the first step's coordinates have the root mean square `step`")
      .cost("2q a step; a step with no finite value is skipped, ten in a row end the run")
      .memory("none: q scalars and keys")
      .reference("Spall, IEEE Trans. Autom. Control 37 (1992); gains: IEEE Trans. Aerosp. Electron. Syst. 34 (1998)")
      .option("step", &Options::step, "root mean square of the first step's coordinates", {.low = 0, .above_low = true})
      .option("c", &Options::c, "h at the first step: about the standard deviation of the noise of f",
              {.low = 0, .above_low = true})
      .option("queries", &Options::queries, "q, directions a step",
              {.low = 1, .high = Key::max_query, .unit = "directions"})
      .option("perturbation", &Options::perturbation, "distribution of the directions")
      .option("stability", &Options::stability, "A",
              {.low = 0, .unit = "steps", .default_text = "a tenth of the run's steps"})
      .option("constraint", &Options::constraint,
              "projections of the start point and after each step, in order; bounds are kept in any case")
      .example(
          "return ng.minimize(ng.objective.sphere { dim = 10 }, { seed = 1, budget = 2000,\n"
          "  optimizer = ng.optimizer.spsa { step = 0.1, c = 0.01 } })");
}
