#include "runtime/study/sampler/gaussian_process/space.hpp"

#include <algorithm>
#include <cmath>

#include "runtime/study/sampler/gaussian_process/resolution.hpp"
#include "runtime/study/sampler/gaussian_process/start.hpp"

namespace nilgrad::study {
namespace {

constexpr double finest = 1e-3;

double index_at(double u, std::int64_t count) {
  return std::clamp(std::floor(u * static_cast<double>(count)), 0.0, static_cast<double>(count - 1));
}

}  // namespace

GpSpace::GpSpace(const Turn& turn, std::int64_t startup) : history_(turn.history), conditions_(turn.history) {
  for (const History::Axis& axis : history_.axes()) {
    const Domain& domain = *axis.domain;
    const double values = static_cast<double>(std::max<std::int64_t>(domain.count(), 1));
    // From the middle of a regular simplex with edges of length 1 to its corners.
    factors_.push_back({static_cast<Eigen::Index>(axis.first_column), static_cast<Eigen::Index>(domain.coordinates()),
                        domain.ordered(), (1 - 1 / values) / 2});
  }
  fix_what_users_fixed(startup);
  if (const auto own = static_cast<std::size_t>(turn.number); own < history_.trials().size())
    for (const auto& [name, value] : history_.trials()[own].given) fix(name, value);
  for (const Trial& trial : history_.trials())
    if (trial.number != turn.number && trial.state != State::waiting)
      if (Point point = point_of(trial.number); point.size() > 0) tried_.push_back(std::move(point));
  resolve();
}

void GpSpace::fix(const std::string& name, const Value& value) {
  const History::Axis* axis = history_.axis(name);
  if (!axis || !axis->domain->contains(value)) return;
  std::vector<double> u(axis->domain->coordinates());
  axis->domain->locate(axis->domain->exact(value, name), u);
  for (std::size_t c = 0; c < u.size(); ++c)
    fixed_.emplace_back(static_cast<Eigen::Index>(axis->first_column + c), u[c]);
}

void GpSpace::fix_what_users_fixed(std::int64_t startup) {
  for (const History::Axis& axis : history_.axes()) {
    const Value* only = nullptr;
    bool constant = true, drawn_otherwise = false;
    for (const Trial& trial : history_.trials()) {
      const Parameter* parameter = trial.parameter(axis.name);
      if (!parameter) continue;
      constant = constant && (!only || *only == parameter->value);
      if (!constant) break;
      only = &parameter->value;
      if (trial.number < startup && trial.given.empty())
        drawn_otherwise =
            drawn_otherwise || draw_latin({history_, trial.number, 0}, axis.name, *axis.domain, startup) != *only;
    }
    if (only && constant && drawn_otherwise && history_.finished().size() >= 3) fix(axis.name, *only);
  }
}

void GpSpace::resolve() {
  std::vector<Point> points;
  std::vector<double> losses;
  for (const std::int64_t number : history_.finished()) {
    const double loss = history_.loss(number);
    Point point = point_of(number);
    if (!std::isfinite(loss) || point.size() == 0) continue;
    points.push_back(std::move(point));
    losses.push_back(loss);
  }
  const Eigen::VectorXd resolution = gp_resolution(factors_, points, losses, finest);
  tolerance_.resize(columns());
  for (std::size_t f = 0; f < factors_.size(); ++f)
    tolerance_.segment(factors_[f].first, factors_[f].count)
        .setConstant(factors_[f].ordered ? resolution[static_cast<Eigen::Index>(f)] : 0);
}

GpSpace::Point GpSpace::point_of(std::int64_t trial) const {
  if (history_.trials()[static_cast<std::size_t>(trial)].parameters.empty()) return {};
  Point point(columns());
  for (const History::Axis& axis : history_.axes())
    for (std::size_t c = axis.first_column; c < axis.first_column + axis.domain->coordinates(); ++c) {
      const double u = history_.column(c)[static_cast<std::size_t>(trial)];
      const bool choice = !axis.domain->ordered();
      if (std::isnan(u))
        point[static_cast<Eigen::Index>(c)] = choice ? gp_inactive_choice : gp_inactive;
      else
        point[static_cast<Eigen::Index>(c)] = choice ? index_at(u, axis.domain->count()) : u;
    }
  return point;
}

GpSpace::Point GpSpace::snapped(const Eigen::VectorXd& u) const {
  Point point = u;
  for (const auto& [column, coordinate] : fixed_) point[column] = coordinate;
  const std::vector<bool> active = conditions_.active(point);
  for (std::size_t a = 0; a < factors_.size(); ++a) {
    const Domain& domain = *history_.axes()[a].domain;
    double& first = point[factors_[a].first];
    if (!domain.ordered()) {
      first = active[a] ? index_at(first, domain.count()) : gp_inactive_choice;
    } else if (!active[a]) {
      point.segment(factors_[a].first, factors_[a].count).setConstant(gp_inactive);
    } else if (domain.kind() == Domain::Kind::permutation) {
      const auto where = std::span(&first, static_cast<std::size_t>(factors_[a].count));
      domain.locate(domain.at(where), where);
    } else if (domain.count() > 0) {
      first = domain.locate(domain.at(first));
    }
  }
  return point;
}

Eigen::VectorXd GpSpace::coordinates(const Point& point) const {
  Eigen::VectorXd u = point;
  for (std::size_t a = 0; a < factors_.size(); ++a) {
    const Domain& domain = *history_.axes()[a].domain;
    if (domain.ordered()) continue;
    double& index = u[factors_[a].first];
    index = index < 0 ? 0.5 : (index + 0.5) / static_cast<double>(domain.count());
  }
  return u;
}

Eigen::VectorXd GpSpace::uniform(Generator& random) const {
  Eigen::VectorXd u(columns());
  for (double& coordinate : u) coordinate = random.uniform();
  return u;
}

Given GpSpace::values(const Point& point) const {
  Given given;
  const Eigen::VectorXd u = coordinates(point);
  const std::vector<bool> active = conditions_.active(u);
  for (std::size_t a = 0; a < factors_.size(); ++a)
    if (active[a])
      given[history_.axes()[a].name] = history_.axes()[a].domain->at(
          std::span(u.data() + factors_[a].first, static_cast<std::size_t>(factors_[a].count)));
  return given;
}

bool GpSpace::tried(const Point& point) const {
  return std::any_of(tried_.begin(), tried_.end(),
                     [&](const Point& other) { return ((point - other).array().abs() <= tolerance_).all(); });
}

}  // namespace nilgrad::study
