#include "runtime/algorithm/run.hpp"

#include <cmath>
#include <limits>
#include <utility>

#include "runtime/algorithm/deferred_updates.hpp"

namespace nilgrad {

Run::Run(std::shared_ptr<Optimizer> optimizer, const Point& x0, Settings settings, Clock clock)
    : settings_(std::move(settings)),
      clock_(std::move(clock)),
      started_(clock_()),
      optimizer_(std::move(optimizer)),
      x_(settings_.in_place ? x0 : x0.clone()),
      exchange_(&settings_.bounds),
      best_(std::numeric_limits<double>::infinity()),
      search_(optimizer_->run(
          exchange_, Problem{x_, settings_.bounds, settings_.seed, settings_.stream,
                             settings_.budget == unlimited ? 0 : settings_.budget, settings_.steps.value_or(0)})) {
  settings_.bounds.check(x_.dim());
  settings_.bounds.clip(x_);
  result_.x = settings_.keep == Keep::best ? x_.clone() : x_;
  result_.value = std::numeric_limits<double>::quiet_NaN();
  search_.start();
  decide({});
}

Run::~Run() {
  if (!x_.deferred) return;
  try {
    x_.settle();
  } catch (const std::exception&) {
    x_.deferred->abandon();  // the directions go with the optimizer
  }
}

void Run::tell(std::span<const double> values) {
  if (done()) throw_error(ErrorKind::state, "the run is over (reason: {}); there is nothing to tell", result_.reason);
  if (values.size() != exchange_.probes().size())
    throw_error(ErrorKind::shape, "values told: {}, points asked for: {}", values.size(), exchange_.probes().size());
  if (journal_) {
    known_.resize(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
      if (!known_[i]) note(i, values[i]);
    write_noted();
    if (x_.deferred && x_.deferred->durable()) journal_->sync();  // before the point is moved by them
  }
  apply(values, {});
}

void Run::apply(std::span<const double> values, std::optional<double> seconds) {
  turned_.assign(values.begin(), values.end());
  if (settings_.maximize)
    for (double& value : turned_) value = -value;
  keep_best(turned_);
  result_.evaluations += static_cast<std::int64_t>(values.size());
  known_.clear();
  exchange_.tell(turned_);
  keep_curve(values);
  result_.steps = exchange_.steps();
  decide(seconds);
}

void Run::keep_best(std::span<const double> values) {
  std::size_t found = values.size();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) {
      ++result_.failures;
    } else if (values[i] < best_) {
      best_ = values[i];
      found = i;
      result_.value = settings_.maximize ? -best_ : best_;
      result_.history.push_back({result_.evaluations + static_cast<std::int64_t>(i) + 1, result_.value});
    }
  }
  if (found < values.size() && settings_.keep == Keep::best) materialise(exchange_.probes()[found], result_.x);
}

void Run::keep_curve(std::span<const double> values) {
  for (const double value : values)
    if (std::isfinite(value)) step_sum_ += value, ++step_finite_;
  if (exchange_.steps() == result_.steps) return;
  result_.curve.add(std::exchange(step_sum_, 0), std::exchange(step_finite_, 0));
}

void Run::decide(std::optional<double> seconds) {
  const auto waiting = static_cast<std::int64_t>(exchange_.probes().size());
  if (search_.done())
    finish(seconds);
  else if (settings_.target &&
           (settings_.maximize ? result_.value >= *settings_.target : result_.value <= *settings_.target))
    end("target", seconds);
  else if (settings_.steps && exchange_.steps() >= *settings_.steps)
    end("steps", seconds);
  else if (waiting > settings_.budget - result_.evaluations)
    end("budget", seconds);
  else if (settings_.seconds && (seconds ? *seconds : elapsed()) >= *settings_.seconds)
    end("seconds", seconds);
}

void Run::finish(std::optional<double> seconds) {
  try {
    end(search_.take(), seconds);
  } catch (const std::exception& error) {
    end(fmt::format("error: {}", error.what()), seconds);
    throw;
  }
}

void Run::stop(const std::string& reason) { end(reason, {}); }

void Run::end(const std::string& reason, std::optional<double> seconds) {
  if (done()) return;
  x_.settle();
  result_.reason = reason.empty() ? "stopped" : reason;
  result_.seconds = seconds ? *seconds : elapsed();
  if (journal_) close_journal();
}

bool Run::assessment_due() const {
  if (!settings_.evaluate_every) return false;
  const bool none = result_.evaluated.empty();
  const std::int64_t last = none ? 0 : result_.evaluated.back().step;
  if (done()) return none || last < result_.steps;
  return result_.steps / *settings_.evaluate_every > last / *settings_.evaluate_every;
}

void Run::assess(Objective& objective, const StopToken& stop) {
  Point inside = settings_.bounds.empty() ? x_ : x_.clone();
  settings_.bounds.clip(inside);
  Assessment assessment{result_.steps, objective.assess(inside, stop)};
  if (assessment.figures.empty())
    throw_error(ErrorKind::objective, "{} was assessed after step {} and gave no figure", objective.name(),
                result_.steps);
  if (journal_) journal_->append(assessment, elapsed());
  result_.evaluated.push_back(std::move(assessment));
  if (done()) journal_.reset();
}

void minimize(Run& run, Objective& objective, const StopToken& stop,
              const std::function<bool(const Run&)>& after_step) {
  const auto assess = [&] {
    if (run.assessment_due()) run.assess(objective, stop);
  };
  assess();  // of a run that goes on: what it was killed in
  while (!run.done()) {
    stop.check();
    const std::int64_t steps = run.result().steps;
    run.answer(objective, stop);
    assess();
    if (after_step && run.result().steps != steps && after_step(run)) run.stop("callback");
  }
  assess();
}

}  // namespace nilgrad
