#pragma once
#include <coroutine>
#include <initializer_list>
#include <span>
#include <vector>

#include "runtime/algorithm/direction.hpp"

namespace nilgrad {

/// A point to evaluate: base + Σ scale·direction, moved into the bounds, and which minibatch or noise draw it is to
/// see. Materialised only by objectives that need to.
struct Probe {
  const Point* base = nullptr;  ///< stays unchanged until the values are told
  std::span<const Term> terms;
  const Bounds* bounds = nullptr;  ///< none when null
  Key sample;                      ///< the same for all probes of one estimate; deterministic objectives ignore it
};

/// What an algorithm and its driver exchange: the algorithm leaves probes and sleeps, the driver leaves values and
/// wakes it. Neither knows who the other is, which is what makes ask/tell, minimize, workers and replay the same thing.
class Exchange {
 public:
  // --- the algorithm's side ---

  /// Adds a probe. The base must outlive the request and must not change while it is open.
  void ask(const Point& base, std::initializer_list<Term> terms = {}) {
    requests_.push_back({&base, terms_.size(), terms.size()});
    terms_.insert(terms_.end(), terms);
  }

  /// The point base + scale·direction, of a direction that is itself a short combination (directions.hpp).
  void ask(const Point& base, double scale, std::span<const Term> direction) {
    requests_.push_back({&base, terms_.size(), direction.size()});
    for (const Term& term : direction) terms_.push_back({scale * term.scale, term.direction});
  }

  /// The key of the minibatch or noise that the probes of the next request are to see.
  void set_sample(const Key& key) { sample_ = key; }
  const Key& sample() const { return sample_; }

  struct Values {
    Exchange& exchange;
    bool await_ready() const noexcept {  // nothing was asked: no values, and no one to wait for
      if (exchange.requests_.empty()) exchange.values_.clear();
      return exchange.requests_.empty();
    }
    void await_suspend(std::coroutine_handle<> handle) {
      exchange.sleeper_ = handle;
      exchange.publish();
    }
    std::span<const double> await_resume() const noexcept { return exchange.values_; }
  };
  /// `auto f = co_await exchange.values();` — one value a probe, in order, valid until the next request.
  Values values() { return {*this}; }

  /// What probes are moved into (Bounds::clip), for those whose formula needs to know where a probe really is.
  const Bounds& bounds() const {
    static const Bounds none;
    return bounds_ ? *bounds_ : none;
  }

  /// Marks the end of a step of the outermost algorithm: drivers call back, report and journal between steps.
  void finish_step() { ++steps_; }

  // --- the driver's side ---

  /// No probe leaves these bounds, which must outlive the exchange.
  explicit Exchange(const Bounds* bounds = nullptr) : bounds_(bounds) {}

  /// What is asked for now; empty before the start and after the end.
  std::span<const Probe> probes() const { return probes_; }
  std::int64_t steps() const { return steps_; }

  /// Gives one value a probe and wakes the algorithm. Throws Error(shape) for a wrong count, Error(state) when it is
  /// over.
  void tell(std::span<const double> values);

 private:
  struct Request {
    const Point* base;
    std::size_t first_term, term_count;
  };
  void publish();

  std::vector<Request> requests_;
  std::vector<Term> terms_;
  std::vector<Probe> probes_;
  std::vector<double> values_;
  std::coroutine_handle<> sleeper_;
  const Bounds* bounds_;
  Key sample_;
  std::int64_t steps_ = 0;
};

/// out ← the probe's point. `out` has the base's shape.
void materialise(const Probe& probe, Point& out);

}  // namespace nilgrad
