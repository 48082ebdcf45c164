#pragma once
#include <functional>

#include "runtime/random/uniform.hpp"
#include "runtime/study/history.hpp"

namespace nilgrad::study {

/// A trial to be chosen: what is known, and which trial it is.
struct Turn {
  const History& history;
  std::int64_t number = 0;
  std::int64_t retry = 0;  ///< how many proposals for it the study's constraints have refused

  /// The random numbers of this turn, and those of one parameter in it: they depend on the study's seed, the trial's
  /// number, the retry and the parameter's name alone.
  Generator random() const;
  Generator random(std::string_view name) const;
};

/// What a sampler proposes for a whole trial.
struct Proposal {
  Given values;        ///< of those parameters that it chose; the others are drawn when they are asked for
  std::string source;  ///< which of its searches it came from, and what it needs to know it again: "gp", "cmaes 17"
};

/// Whether a configuration is allowed, as far as it is known: the study's constraints.
using Allowed = std::function<bool(const Given&)>;

/// Chooses configurations. It must be a function of the turn: whatever it keeps between calls is a cache of what the
/// history says, since every worker has its own and any of them may take any trial. Running trials are in the history
/// too, so that no two workers look at the same place.
class Sampler {
 public:
  static constexpr const char* kind = "sampler";
  virtual ~Sampler() = default;

  /// Values chosen together, of parameters among history.axes() (none where it knows of none yet), conditional ones
  /// too: those that the trial does not ask for are dropped.
  virtual Proposal propose(const Turn& turn) {
    (void)turn;
    return {};
  }

  /// One parameter by itself: of those that were not proposed. By default uniform along the domain's coordinates, from
  /// turn.random(name) alone.
  virtual Value draw(const Turn& turn, const std::string& name, const Domain& domain);

  virtual bool serves_several_objectives() const { return false; }

  /// For samplers that come to an end (grid): whether there is nothing new to try from this trial on.
  virtual bool exhausted(const Turn& turn) const {
    (void)turn;
    return false;
  }

  /// Refused proposals are asked for again with `retry` counted up; a sampler that searches may ask before it proposes.
  void set_allowed(Allowed allowed) { allowed_ = std::move(allowed); }

 protected:
  bool allowed(const Given& values) const { return !allowed_ || allowed_(values); }

 private:
  Allowed allowed_;
};

/// The key of numbers that many trials share (an order of strata, a scramble) and that belong to one parameter. `use`,
/// above 0, keeps them apart from the turns' own and from each other.
Key shared_key(std::uint64_t seed, std::string_view name, std::uint8_t use);

/// A uniform draw from the domain; takes domain.coordinates() numbers.
Value draw_uniform(const Domain& domain, Generator& random);

}  // namespace nilgrad::study
