#pragma once
#include <functional>

#include "runtime/catalog/describe.hpp"
#include "runtime/study/sampler/sampler.hpp"

namespace nilgrad::study {

/// A study's worker at its shortest: what samplers are tested with.
class Runs {
 public:
  /// What an objective asks for its parameters while it runs.
  class Ask {
   public:
    Ask(Sampler& sampler, const Turn& turn, Proposal proposal)
        : sampler_(sampler), turn_(turn), proposal_(std::move(proposal)) {}
    double real(const std::string& name, double low, double high, bool log = false);
    std::int64_t integer(const std::string& name, std::int64_t low, std::int64_t high, bool log = false);
    std::string choice(const std::string& name, const std::vector<std::string>& values);
    Value value(const std::string& name, const Domain& domain);

    std::vector<Parameter> asked;

   private:
    Sampler& sampler_;
    const Turn& turn_;
    Proposal proposal_;
  };
  /// NaN fails the trial.
  using Objective = std::function<double(Ask&)>;

  Runs(const std::string& sampler, Objective objective, std::uint64_t seed = 1, const catalog::Values& options = {})
      : history(seed, {false}),
        make_([=] { return catalog::make<Sampler>(sampler, options); }),
        objective_(std::move(objective)),
        sampler_(make_()) {}

  /// The next trial's configuration, with its number as the only change to the history.
  std::vector<Parameter> next();
  void run(int trials);
  /// Starts a trial that stays running.
  void leave_running();
  /// As after a restart: nothing is known but the history.
  void forget() { sampler_ = make_(); }
  double best() const { return history.best() ? history.loss(history.best()->number) : HUGE_VAL; }
  int failures() const;

  History history;

 private:
  Trial started();

  std::function<std::shared_ptr<Sampler>()> make_;
  Objective objective_;
  std::shared_ptr<Sampler> sampler_;
};

/// All values of all trials, to compare runs by.
std::string text_of(const History& history);

}  // namespace nilgrad::study
