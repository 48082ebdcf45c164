#include "runtime/optimizer/nlopt/session.hpp"

#include <atomic>
#include <utility>

#include "runtime/error.hpp"

namespace nilgrad {
namespace {

std::atomic<std::uint64_t> sessions{0};
thread_local std::uint64_t random_state_owner = 0;  // the session that drew last

}  // namespace

NloptSession::NloptSession(NloptProblem problem) : problem_(std::move(problem)), id_(++sessions) { make(); }

NloptSession::~NloptSession() { end(); }

void NloptSession::make() {
  const auto n = static_cast<unsigned>(problem_.start.size());
  options_.reset(nlopt_create(problem_.algorithm, n));
  if (!options_) throw_error(ErrorKind::unavailable, "NLopt has no memory for a search in {} variables", n);
  nlopt_set_min_objective(options_.get(), &NloptSession::answer, this);
  nlopt_set_lower_bounds(options_.get(), problem_.lower.data());
  nlopt_set_upper_bounds(options_.get(), problem_.upper.data());
  nlopt_set_initial_step1(options_.get(), 1);
  nlopt_set_xtol_abs1(options_.get(), problem_.xtol);
  nlopt_set_ftol_abs(options_.get(), problem_.ftol);
  nlopt_set_population(options_.get(), problem_.population);
  x_ = problem_.start;
  ending_ = false;
  fiber_ = std::make_unique<Fiber>([this] { result_ = nlopt_optimize(options_.get(), x_.data(), &best_); });
}

double NloptSession::answer(unsigned, const double* x, double*, void* data) {
  auto& session = *static_cast<NloptSession*>(data);
  if (session.ending_) return session.value_;  // some methods ask for a few more before they see that they must stop
  session.wanted_ = x;
  session.fiber_->suspend();
  return session.value_;
}

void NloptSession::end() {
  ending_ = true;
  if (!fiber_->begun() || fiber_->ended()) return;
  nlopt_force_stop(options_.get());
  fiber_->resume();
}

bool NloptSession::owns_random_state() const { return home_ == &random_state_owner && random_state_owner == id_; }

bool NloptSession::resume() {
  if (problem_.seed && !owns_random_state()) {
    end();
    make();
    nlopt_srand(static_cast<unsigned long>(*problem_.seed));
    home_ = &random_state_owner;
    random_state_owner = id_;
    for (const double value : told_) {
      fiber_->resume();
      value_ = value;
    }
  }
  fiber_->resume();
  return !fiber_->ended();
}

bool NloptSession::begin() { return resume(); }

bool NloptSession::tell(double value) {
  if (problem_.seed) told_.push_back(value);
  value_ = value;
  return resume();
}

std::string NloptSession::reason() const {
  switch (result_) {
    case NLOPT_SUCCESS:
      return "converged";
    case NLOPT_FTOL_REACHED:
      return "ftol";
    case NLOPT_XTOL_REACHED:
      return "xtol";
    case NLOPT_ROUNDOFF_LIMITED:
      return "roundoff";
    default: {
      const char* message = nlopt_get_errmsg(options_.get());
      return fmt::format("failed: {}", message ? message : nlopt_result_to_string(result_));
    }
  }
}

}  // namespace nilgrad
