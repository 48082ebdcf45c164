#pragma once
#include <cmath>
#include <deque>
#include <functional>

#include "runtime/catalog/catalog.hpp"
#include "runtime/study/sampler/sampler.hpp"

namespace nilgrad::study {

/// A study without a storage: a sampler, a history, and trials that are begun and ended as a test wants.
class Trying {
 public:
  explicit Trying(std::shared_ptr<Sampler> made, std::uint64_t seed = 1, std::vector<bool> maximize = {false})
      : sampler(std::move(made)), history(seed, std::move(maximize)) {}
  Trying(const std::string& name, std::uint64_t seed, catalog::Values options = {})
      : Trying(catalog::make<Sampler>(name, std::move(options)), seed) {}

  std::shared_ptr<Sampler> sampler;
  History history;
  Given defaults, fixed;
  Allowed allowed;  ///< of proposals; set_allowed() is the test's

  /// What an objective asks its parameters of.
  struct Asking {
    Trying& study;
    Trial trial;
    Proposal proposal;
    std::int64_t retry = 0;

    Value ask(const std::string& name, const Domain& domain);
    double real(const std::string& name, double low, double high, bool log = false) {
      return std::get<double>(ask(name, Domain::real(low, high, log)));
    }
    std::int64_t integer(const std::string& name, std::int64_t low, std::int64_t high, bool log = false) {
      return std::get<std::int64_t>(ask(name, Domain::integer(low, high, log)));
    }
    std::string choice(const std::string& name, const std::vector<std::string>& texts) {
      return std::get<std::string>(ask(name, Domain::choice({texts.begin(), texts.end()})));
    }
  };
  using Objective = std::function<double(Asking&)>;

  Asking begin();
  void end(Asking& asking, std::vector<double> values, State state = State::complete);
  /// The whole of a trial: a NaN is a failed one. Returns its value.
  double run(const Objective& objective);
  /// So many trials, `workers` at a time: each ends when so many more have begun.
  void run(const Objective& objective, std::int64_t trials, std::size_t workers = 1);

  double best() const { return history.best() ? history.best()->values[0] : HUGE_VAL; }
};

inline Value Trying::Asking::ask(const std::string& name, const Domain& domain) {
  if (const Parameter* before = trial.parameter(name)) return before->value;
  auto shared = std::make_shared<const Domain>(domain);
  study.history.declare(name, shared);
  shared = study.history.axis(name)->domain;
  Value value;
  if (const auto given = study.fixed.find(name); given != study.fixed.end())
    value = given->second;
  else if (const auto preset = study.defaults.find(name); trial.number == 0 && preset != study.defaults.end())
    value = preset->second;
  else if (const auto found = proposal.values.find(name); found != proposal.values.end())
    value = found->second;
  else
    value = study.sampler->draw({study.history, trial.number, retry}, name, domain);
  if (!domain.contains(value))
    throw Error(ErrorKind::state, to_string(value) + " for '" + name + "' is outside of " + domain.to_string());
  trial.parameters.push_back({name, shared, value});
  return value;
}

inline Trying::Asking Trying::begin() {
  Asking asking{*this, {}, {}};
  asking.trial.number = static_cast<std::int64_t>(history.trials().size());
  asking.trial.state = State::running;
  history.update(asking.trial);
  do asking.proposal = sampler->propose({history, asking.trial.number, asking.retry});
  while (allowed && !allowed(asking.proposal.values) && ++asking.retry < 1000);
  asking.trial.source = asking.proposal.source;
  return asking;
}

inline void Trying::end(Asking& asking, std::vector<double> values, State state) {
  asking.trial.state = state;
  asking.trial.values = std::move(values);
  history.update(asking.trial);
}

inline double Trying::run(const Objective& objective) {
  Asking asking = begin();
  const double value = objective(asking);
  end(asking, {value}, std::isfinite(value) ? State::complete : State::failed);
  return value;
}

inline void Trying::run(const Objective& objective, std::int64_t trials, std::size_t workers) {
  std::deque<std::pair<Asking, double>> running;
  const auto end_first = [&] {
    const double value = running.front().second;
    end(running.front().first, {value}, std::isfinite(value) ? State::complete : State::failed);
    running.pop_front();
  };
  for (std::int64_t i = 0; i < trials; ++i) {
    Asking asking = begin();
    const double value = objective(asking);
    history.update(asking.trial);
    running.emplace_back(std::move(asking), value);
    if (running.size() == workers) end_first();
  }
  while (!running.empty()) end_first();
}

}  // namespace nilgrad::study
