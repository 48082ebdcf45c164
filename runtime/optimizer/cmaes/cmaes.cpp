#include <algorithm>
#include <cmath>
#include <numeric>

#include "runtime/algorithm/optimizer.hpp"
#include "runtime/algorithm/writable.hpp"
#include "runtime/catalog/describe.hpp"
#include "runtime/optimizer/cmaes/restarts.hpp"
#include "runtime/optimizer/cmaes/stop_criteria.hpp"
#include "runtime/optimizer/search_space.hpp"
#include "runtime/random/uniform.hpp"

namespace nilgrad {
namespace {

using namespace cmaes;

constexpr std::size_t largest_dimension = 10000;  // two matrices of 800 MB
constexpr double share_of_interval = 0.3;         // the first standard deviation
constexpr int most_failed_generations = 10;       // in a row

/// The individuals of a generation from best to worst, failed ones last, ties in their order.
struct Ranking {
  std::vector<Index> order;
  std::vector<double> values;  ///< the finite ones, ascending

  explicit Ranking(std::span<const double> f) : order(f.size()) {
    const auto at = [&](Index k) { return value_to_beat(f[static_cast<std::size_t>(k)]); };
    std::iota(order.begin(), order.end(), Index{0});
    std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) { return at(a) < at(b); });
    for (const Index k : order)
      if (std::isfinite(at(k))) values.push_back(at(k));
  }
};

class Cmaes final : public Optimizer {
 public:
  struct Options {
    std::vector<double> sigma, least_sigma;
    std::optional<std::int64_t> population, generations;
    std::string restarts = "none";
    double tolx = Tolerances{}.tolx, tolfun = Tolerances{}.tolfun;
  };
  explicit Cmaes(Options options) : options_(std::move(options)) {}

  Algorithm<std::string> run(Exchange& exchange, Problem problem) override {
    require_writable(problem.x, "ng.optimizer.cmaes");
    const std::size_t d = problem.x.dim();
    if (d > largest_dimension)
      throw_error(ErrorKind::option,
                  "ng.optimizer.cmaes keeps two matrices of d x d numbers, which is too much for d = {} (most: {}); "
                  "ng.optimizer.zeroth_order needs none",
                  d, largest_dimension);
    const auto steps = first_steps("sigma", options_.sigma, share_of_interval, problem.bounds, d);
    const SearchSpace space(problem.x, problem.bounds, steps);
    const Eigen::VectorXd least = least_deviations(steps);
    const Key draw = Key::from(problem.seed, Purpose::draw, problem.stream);
    Restarts restarts(options_.restarts, options_.population.value_or(default_population(static_cast<Index>(d))));
    exchange.ask(problem.x);
    co_await exchange.values();

    std::uint64_t generation = 0;  // of all searches: a key is used once
    Eigen::VectorXd start = space.start();
    for (std::optional<Search> next = restarts.first();;) {
      const std::uint64_t begun = generation;
      const std::string reason = co_await search(exchange, problem, space, *next, start, least, generation);
      const auto used = static_cast<std::int64_t>(generation - begun) * next->population;
      const auto restart = draw.at_step(static_cast<std::uint64_t>(restarts.count()));
      next = restarts.next(used, uniform_at(restart, d), uniform_at(restart, d + 1));
      if (!next)
        co_return restarts.count() == 0 ? reason : fmt::format("{} after {} restarts", reason, restarts.count());
      std::vector<double> where(d);
      for (std::size_t i = 0; i < d; ++i) where[i] = uniform_at(restart, i);
      start = space.start(where);
    }
  }

 private:
  /// One search from `start` to its end; returns the criterion that ended it.
  Algorithm<std::string> search(Exchange& exchange, Problem& problem, const SearchSpace& space, Search plan,
                                Eigen::VectorXd start, const Eigen::VectorXd& least, std::uint64_t& generation) const {
    const Key key = Key::from(problem.seed, Purpose::direction, problem.stream);
    const Constants constants = Constants::of(start.size(), plan.population);
    SearchDistribution distribution(std::move(start), plan.sigma, constants);
    StopCriteria criteria(constants, tolerances(constants), plan.sigma);
    std::vector<Point> individuals;
    for (Index k = 0; k < plan.population; ++k) individuals.push_back(problem.x.clone());
    int failed = 0;
    for (std::int64_t evaluations = 0;;) {
      distribution.sample(key.at_step(generation++));
      for (Index k = 0; k < plan.population; ++k) {
        const Point& individual = individuals[static_cast<std::size_t>(k)];
        space.write(distribution.individual(k), individual);
        exchange.ask(individual);
      }
      const Ranking ranking(co_await exchange.values());
      failed = ranking.values.empty() ? failed + 1 : 0;
      if (failed > 0)
        distribution.shrink(0.5);
      else
        distribution.update(ranking.order, static_cast<Index>(ranking.values.size()));
      if (least.size() > 0) distribution.keep_above(least);
      const std::string ended = criteria.check(distribution, ranking.values);
      if (distribution.finite()) space.write(distribution.mean(), problem.x);
      exchange.finish_step();
      if (failed == most_failed_generations) co_return "no finite values";
      if (!ended.empty()) co_return ended;
      evaluations += plan.population;
      if (plan.most_evaluations > 0 && evaluations >= plan.most_evaluations) co_return "maxevals";
    }
  }

  /// `least_sigma` in units of the first steps; empty where there is none.
  Eigen::VectorXd least_deviations(const std::vector<double>& steps) const {
    const auto& given = options_.least_sigma;
    if (given.empty()) return {};
    if (given.size() > 1 && given.size() != steps.size())
      throw_error(ErrorKind::option,
                  "option 'least_sigma' has {} numbers for a problem of dimension {}; give one number or {}",
                  given.size(), steps.size(), steps.size());
    Eigen::VectorXd least(static_cast<Index>(steps.size()));
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const double number = given[given.size() == 1 ? 0 : i];
      if (!(number >= 0)) throw_error(ErrorKind::option, "option 'least_sigma' must be >= 0, got {}", number);
      least[static_cast<Index>(i)] = number / steps[i];
    }
    return least;
  }

  Tolerances tolerances(const Constants& c) const {
    const double n = static_cast<double>(c.n);
    const auto with_restarts =
        static_cast<std::int64_t>(100 + 50 * (n + 3) * (n + 3) / std::sqrt(static_cast<double>(c.lambda)));
    return {options_.tolx, options_.tolfun,
            options_.generations.value_or(options_.restarts == "none" ? 0 : with_restarts)};
  }

  Options options_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(optimizer, cmaes) {
  using Options = Cmaes::Options;
  return describe<Optimizer, Cmaes>("cmaes", "CMA-ES: learns the covariance of good steps; full matrix, active weights")
      .formula(
          "x_k = m + σ y_k, y_k ~ N(0, C);  m ← m + σ Σ w_k y_k;  σ by the length of its path;\n"
          "C ← (1 − c_1 − c_μ Σw) C + c_1 p pᵀ + c_μ Σ w_k y_k y_kᵀ, the worse half with negative weights;\n"
          "inside bounds: coordinates are folded smoothly into their intervals, so no point is outside.\n"
          "Ends with the reason tolx, tolfun, equalfunvalues, stagnation, conditioncov, noeffectaxis,\n"
          "noeffectcoord, tolxup, maxiter or 'no finite values'; failed evaluations rank last")
      .cost("1 for the start point, then λ a step, all asked for at once")
      .memory("2 d² + 4 λd numbers")
      .reference("Hansen, arXiv:1604.00772; Auger & Hansen, CEC 2005 (ipop); Hansen, GECCO 2009 (bipop)")
      .option("sigma", &Options::sigma, "first standard deviations, one or one a coordinate",
              {.default_text = "0.3 of each coordinate's interval; 0.3 where it is not bounded on both sides"})
      .option("least_sigma", &Options::least_sigma,
              "standard deviations are kept above these, one or one a coordinate: for coordinates that are rounded")
      .option("population", &Options::population, "λ, points a step",
              {.low = 4, .high = 1e6, .unit = "points", .default_text = "4 + floor(3 ln d)"})
      .option("restarts", &Options::restarts,
              "after a search has ended: ipop doubles λ, bipop alternates large and small λ; nine doublings at most",
              {.choices = {"none", "ipop", "bipop"}})
      .option("generations", &Options::generations, "most steps of one search (maxiter)",
              {.low = 1, .default_text = "no limit; with restarts 100 + 50 (d + 3)²/√λ"})
      .option("tolx", &Options::tolx, "ends a search whose standard deviations are below this share of the first ones",
              {.low = 0})
      .option("tolfun", &Options::tolfun, "ends a search whose values differ by less", {.low = 0})
      .example(
          "return ng.minimize(ng.objective.rosenbrock { dim = 10 }, { seed = 1, budget = 20000, x0 = 0,\n"
          "  optimizer = ng.optimizer.cmaes { sigma = 0.5 } })");
}
