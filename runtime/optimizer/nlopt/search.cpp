#include "runtime/optimizer/nlopt/search.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "runtime/algorithm/writable.hpp"
#include "runtime/optimizer/coordinates.hpp"
#include "runtime/optimizer/nlopt/session.hpp"
#include "runtime/optimizer/search_space.hpp"
#include "runtime/random/uniform.hpp"

namespace nilgrad {
namespace {

constexpr double share_of_interval = 0.1;        // the first steps
constexpr double largest_share = 0.49;           // of steps that were given: bobyqa needs two of them in an interval
constexpr double narrowest = 1e-12;              // interval, relative to the start point's size
constexpr std::size_t largest_dimension = 2000;  // n² numbers and more, and n³ operations a step
constexpr double unknown_value = 1e30, largest_value = 1e150;

using Inside = NloptMethod::Inside;

/// NLopt's variables: the coordinates that can move, in units of their first steps.
class Variables {
 public:
  Variables(const Problem& problem, Inside inside, const std::vector<double>& steps)
      : bounds_(problem.bounds), x_(problem.x.dim()) {
    read_coordinates(problem.x, x_);
    if (inside == Inside::folded) space_.emplace(problem.x, problem.bounds, steps);
    for (std::size_t i = 0; i < x_.size(); ++i) {
      const double width = bounds_.upper_at(i) - bounds_.lower_at(i);
      if (width > narrowest * std::abs(x_[i])) free_.push_back({i, std::min(steps[i], largest_share * width)});
    }
  }

  std::size_t count() const { return space_ ? x_.size() : free_.size(); }

  void describe(NloptProblem& to) const {
    if (space_) {
      const Eigen::VectorXd start = space_->start();
      to.start.assign(start.begin(), start.end());
      to.lower.assign(x_.size(), -HUGE_VAL);
      to.upper.assign(x_.size(), HUGE_VAL);
      return;
    }
    for (const auto& [i, unit] : free_) {
      to.start.push_back(x_[i] / unit);
      to.lower.push_back(std::min(bounds_.lower_at(i) / unit, to.start.back()));
      to.upper.push_back(std::max(bounds_.upper_at(i) / unit, to.start.back()));
    }
  }

  void write(std::span<const double> variables, const Point& point) {
    if (space_)
      return space_->write(
          Eigen::Map<const Eigen::VectorXd>(variables.data(), static_cast<Eigen::Index>(variables.size())), point);
    for (std::size_t j = 0; j < free_.size(); ++j) x_[free_[j].coordinate] = free_[j].unit * variables[j];
    write_coordinates(x_, point);
  }

 private:
  struct Free {
    std::size_t coordinate;
    double unit;
  };
  const Bounds& bounds_;
  std::vector<double> x_;
  std::vector<Free> free_;
  std::optional<SearchSpace> space_;
};

/// What NLopt is told: finite always, and for a failed evaluation the worst it knows.
class Finite {
 public:
  double operator()(double value) {
    if (!std::isfinite(value)) return worst_.value_or(unknown_value);
    value = std::clamp(value, -largest_value, largest_value);
    worst_ = std::max(worst_.value_or(value), value);
    return value;
  }

 private:
  std::optional<double> worst_;
};

}  // namespace

void NloptSearch::check(const Problem& problem) const {
  const std::size_t d = problem.x.dim();
  if (d > largest_dimension)
    throw_error(ErrorKind::option,
                "ng.optimizer.{} is for at most {} variables, not {}; ng.optimizer.zeroth_order is "
                "for more",
                method_.name, largest_dimension, d);
  if (d < method_.least_dim)
    throw_error(ErrorKind::option,
                "ng.optimizer.{} needs at least {} variables; for one there are "
                "ng.optimizer.nelder_mead and ng.optimizer.cobyla",
                method_.name, method_.least_dim);
  if (method_.inside != Inside::finite_bounds) return;
  for (std::size_t i = 0; i < d; ++i)
    if (!std::isfinite(problem.bounds.upper_at(i) - problem.bounds.lower_at(i)))
      throw_error(ErrorKind::option,
                  "ng.optimizer.{} searches a box: give lower and upper; coordinate {} has {} and {}", method_.name,
                  i + 1, problem.bounds.lower_at(i), problem.bounds.upper_at(i));
}

Algorithm<std::string> NloptSearch::run(Exchange& exchange, Problem problem) {
  require_writable(problem.x, fmt::format("ng.optimizer.{}", method_.name));
  check(problem);
  const std::vector<double> steps =
      first_steps("step", options_.step, share_of_interval, problem.bounds, problem.x.dim());
  Variables variables(problem, method_.inside, steps);
  NloptProblem told;
  told.algorithm = method_.algorithm;
  told.population = static_cast<unsigned>(options_.population);
  if (method_.inside != Inside::finite_bounds) told.xtol = options_.xtol, told.ftol = options_.ftol;
  variables.describe(told);
  if (method_.random) told.seed = bits_at(Key::from(problem.seed, Purpose::draw, problem.stream), 0);
  const std::vector<double> start = told.start;

  exchange.ask(problem.x);
  const double first = (co_await exchange.values())[0];
  if (variables.count() < method_.least_dim) co_return "converged";  // all intervals, or all but one, are too narrow

  Finite finite;
  const double first_told = finite(first);
  double best = value_to_beat(first);
  const Point point = problem.x.clone();
  NloptSession session(std::move(told));
  bool more = session.begin();
  if (more && std::equal(start.begin(), start.end(), session.point().begin())) more = session.tell(first_told);
  while (more) {
    variables.write(session.point(), point);
    exchange.ask(point);
    const double value = (co_await exchange.values())[0];
    if (std::isfinite(value) && value < best) {
      best = value;
      problem.x.copy_from(point);
      problem.bounds.clip(problem.x);
    }
    exchange.finish_step();
    more = session.tell(finite(value));
  }
  co_return std::isfinite(best) ? session.reason() : "no finite values";
}

}  // namespace nilgrad
