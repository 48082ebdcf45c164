#include "runtime/study/heartbeat.hpp"

#include <fmt/format.h>
#include <pthread.h>

#include <algorithm>
#include <chrono>
#include <csignal>

#include "runtime/error.hpp"

namespace nilgrad::study {
namespace {

constexpr double tick = 0.5;   // seconds: how late others see what a trial reported
constexpr double grace = 2.0;  // seconds beyond the deadline in which the objective's own thread may end the trial

bool empty(const Additions& additions) {
  return additions.parameters.empty() && additions.reports.empty() && additions.notes.empty() && !additions.source;
}

}  // namespace

Heartbeat::Heartbeat(std::unique_ptr<Storage> storage, Settings settings)
    : storage_(std::move(storage)), settings_(std::move(settings)) {
  // Signals are for the program's own thread.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

Heartbeat::~Heartbeat() {
  thread_.request_stop();
  wake_.notify_all();
}

void Heartbeat::watch(std::shared_ptr<HeldTrial> trial) {
  const std::lock_guard lock(mutex_);
  trials_.push_back(std::move(trial));
}

void Heartbeat::forget(const HeldTrial& trial) {
  const std::lock_guard lock(mutex_);
  std::erase_if(trials_, [&](const auto& watched) { return watched.get() == &trial; });
}

void Heartbeat::run(const std::stop_token& stop) {
  double next_beat = settings_.clock() + settings_.lease / 3;
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    wake_.wait_for(lock, stop, std::chrono::duration<double>(std::min(tick, settings_.lease / 3)),
                   [] { return false; });
    if (stop.stop_requested()) return;
    const bool beat = settings_.clock() >= next_beat;
    if (beat) next_beat = settings_.clock() + settings_.lease / 3;
    const auto trials = trials_;
    lock.unlock();
    for (const auto& trial : trials) visit(*trial, beat);
    lock.lock();
  }
}

void Heartbeat::visit(HeldTrial& trial, bool beat) {
  const std::lock_guard lock(trial.mutex);
  if (trial.lost || trial.over) return;
  try {
    if (trial.deadline && settings_.clock() > *trial.deadline + grace) {
      Finish finish;
      finish.state = State::failed;
      finish.reason = "timed out, in a call that does not come back";
      finish.cost = settings_.clock() - trial.began;
      finish.additions = std::move(trial.unsent);
      trial.lost = true;
      storage_->finish(trial.held, finish);
      if (settings_.on_given_up) settings_.on_given_up(trial);
      return;
    }
    if (!empty(trial.unsent)) {
      trial.lost = !storage_->add(trial.held, trial.unsent);
      trial.unsent = {};
    }
    if (beat && !trial.lost) trial.lost = !storage_->beat(trial.held, settings_.lease);
  } catch (const Error&) {
    // The storage is away: what is unsent stays so, and the objective's own thread will say it when it needs it.
  }
}

}  // namespace nilgrad::study
