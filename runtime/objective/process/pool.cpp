#include "runtime/objective/process/pool.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace nilgrad {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr int longest_wait = 20;  // ms between looks at an interrupt
constexpr auto time_to_end = std::chrono::seconds(1);
constexpr std::size_t points_that_must_answer = 8;
constexpr std::size_t longest_answer = 1 << 16, longest_value = 64;  // bytes of a line, and more of it a point

// Kinds of incidents besides those of WorkerFailure.
constexpr std::size_t answered_error = 3, ended_idle = 4;

bool all_finite(std::span<const double> x) {
  return std::all_of(x.begin(), x.end(), [](double xi) { return std::isfinite(xi); });
}

}  // namespace

ProcessPool::~ProcessPool() { end_workers(0); }

void ProcessPool::end_workers(std::size_t first) noexcept {
  if (first >= seats_.size()) return;
  const auto begin = seats_.begin() + static_cast<std::ptrdiff_t>(first);
  std::for_each(begin, seats_.end(), [](Seat& seat) {
    if (seat.worker) seat.worker->close_input();
  });
  const auto limit = Worker::Clock::now() + time_to_end;
  const auto lives = [](const Seat& seat) { return seat.worker && !seat.worker->ended(); };
  while (std::any_of(begin, seats_.end(), lives) && Worker::Clock::now() < limit) poll(nullptr, 0, 1);
  seats_.erase(begin, seats_.end());
}

void ProcessPool::set_workers(int count) {
  settings_.workers = count;
  end_workers(static_cast<std::size_t>(count));
}

void ProcessPool::evaluate(std::span<const Probe> probes, std::span<double> values, const StopToken& stop,
                           const Objective::Finished& finished) {
  Request request{probes, values, finished};
  try {
    run(request, stop);
  } catch (...) {
    seats_.clear();
    throw;
  }
}

void ProcessPool::run(Request& request, const StopToken& stop) {
  const bool answered_before = has_answered_;
  divide(request);
  while (!request.waiting.empty() || request.busy > 0) {
    stop.check();
    hand_out(request);
    wait_and_read(request);
    if (!answered_before && request.asked_at_first > 0 && request.failed_at_first == request.asked_at_first)
      throw_error(ErrorKind::objective, "no worker of '{}' has answered: one {}", settings_.name,
                  incidents_.last_error);
  }
}

/// Into pieces that do not depend on the number of workers.
void ProcessPool::divide(Request& request) {
  Task task;
  for (std::size_t i = 0; i < request.probes.size(); ++i) {
    if (!all_finite(coordinates_.of(request.probes[i]))) {
      request.values[i] = not_a_number;
      continue;
    }
    if (i < points_that_must_answer) ++request.asked_at_first;
    task.probes.push_back(i);
    if (task.probes.size() == settings_.batch.value_or(1)) request.waiting.push_back(std::exchange(task, {}));
  }
  if (!task.probes.empty()) request.waiting.push_back(std::move(task));
}

void ProcessPool::hand_out(Request& request) {
  seats_.resize(static_cast<std::size_t>(settings_.workers));
  for (Seat& seat : seats_) {
    if (request.waiting.empty()) return;
    if (seat.worker && seat.worker->busy()) continue;
    if (seat.worker && !seat.worker->ready()) {
      tell(ended_idle, "ended, or wrote something, between two evaluations" + seat.worker->end_of_errors(),
           "another takes its place");
      seat.worker.reset();
    }
    if (!seat.worker) start_worker(seat);
    give(request, seat);
  }
}

void ProcessPool::start_worker(Seat& seat) {
  seat.worker = std::make_unique<Worker>(settings_.command);
  if (std::exchange(seat.started, true)) ++incidents_.restarts;
}

void ProcessPool::give(Request& request, Seat& seat) {
  seat.task = std::move(request.waiting.front());
  request.waiting.pop_front();
  ++request.busy;
  const std::size_t count = seat.task.probes.size();
  RequestText text(seat.id = ++requests_, form());
  for (const std::size_t i : seat.task.probes) text.add(coordinates_.of(request.probes[i]));
  std::optional<double> seconds;
  if (settings_.timeout)
    seconds = *settings_.timeout * static_cast<double>(count) + (seat.worker->has_answered() ? 0 : settings_.startup);
  try {
    seat.worker->send(text.finish(request.probes[seat.task.probes[0]].sample), seconds,
                      longest_answer + longest_value * count);
  } catch (const WorkerFailure& failure) {
    give_up(request, seat, failure);
  }
}

void ProcessPool::wait_and_read(Request& request) {
  constexpr std::array<pollfd, 3> nothing{{{-1, 0, 0}, {-1, 0, 0}, {-1, 0, 0}}};
  events_.clear();
  for (const Seat& seat : seats_) {
    const auto wanted = seat.worker ? seat.worker->waits_for() : nothing;
    events_.insert(events_.end(), wanted.begin(), wanted.end());
  }
  if (request.busy == 0) return;
  poll(events_.data(), events_.size(), longest_wait);
  for (std::size_t i = 0; i < seats_.size(); ++i)
    if (seats_[i].worker) read_from(request, seats_[i], &events_[3 * i]);
}

void ProcessPool::read_from(Request& request, Seat& seat, const pollfd* events) {
  try {
    if (const auto line = seat.worker->advance(events))
      settle(request, seat, *line);
    else if (events[1].revents == 0)
      seat.worker->check_alive();
  } catch (const WorkerFailure& failure) {
    give_up(request, seat, failure);
  }
}

void ProcessPool::settle(Request& request, Seat& seat, const std::string& line) {
  answers_.resize(seat.task.probes.size());
  const std::string error = read_answer(line, seat.id, form(), answers_);
  has_answered_ = true;
  --request.busy;
  for (std::size_t i = 0; i < answers_.size(); ++i) request.set(seat.task.probes[i], answers_[i]);
  if (!error.empty()) tell(answered_error, "answered with an error: " + error, "the value is NaN");
}

/// A batch is tried again point by point, so that one point cannot spoil the others.
void ProcessPool::give_up(Request& request, Seat& seat, const WorkerFailure& failure) {
  const std::string what = failure.what() + seat.worker->end_of_errors();
  seat.worker.reset();
  --request.busy;
  const Task task = std::move(seat.task);
  const bool again = task.failures < settings_.retries;
  tell(static_cast<std::size_t>(failure.kind()), what,
       again ? "its evaluation is tried again" : "its evaluation has failed: the value is NaN");
  for (auto i = task.probes.rbegin(); i != task.probes.rend(); ++i) {
    if (again) {
      request.waiting.push_front({{*i}, task.failures + 1});
      ++incidents_.retries;
      continue;
    }
    if (has_answered_)
      request.set(*i, not_a_number);
    else
      request.values[*i] = not_a_number;  // not told of: the request may be refused
    if (*i < points_that_must_answer) ++request.failed_at_first;
  }
}

void ProcessPool::tell(std::size_t kind, const std::string& what, const char* consequence) {
  incidents_.last_error = what;
  if (std::exchange(told_[kind], true)) return;
  warn_(fmt::format("a worker of '{}' {}\n  {}; the next incidents of this kind are not shown", settings_.name, what,
                    consequence));
}

}  // namespace nilgrad
