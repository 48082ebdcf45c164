#include "tests/study/autotune_runs.hpp"

#include <cmath>

namespace nilgrad::study {

Value Runs::Ask::value(const std::string& name, const Domain& domain) {
  const auto found = proposal_.values.find(name);
  Value value = found != proposal_.values.end() && domain.contains(found->second) ? found->second
                                                                                  : sampler_.draw(turn_, name, domain);
  asked.push_back({name, std::make_shared<Domain>(domain), value});
  return value;
}

double Runs::Ask::real(const std::string& name, double low, double high, bool log) {
  return std::get<double>(value(name, Domain::real(low, high, log)));
}

std::int64_t Runs::Ask::integer(const std::string& name, std::int64_t low, std::int64_t high, bool log) {
  return std::get<std::int64_t>(value(name, Domain::integer(low, high, log)));
}

std::string Runs::Ask::choice(const std::string& name, const std::vector<std::string>& values) {
  return std::get<std::string>(value(name, Domain::choice(std::vector<Value>(values.begin(), values.end()))));
}

Trial Runs::started() {
  Trial trial;
  trial.number = static_cast<std::int64_t>(history.trials().size());
  trial.state = State::running;
  history.update(trial);
  const Turn turn{history, trial.number, 0};
  Proposal proposal = sampler_->propose(turn);
  trial.source = proposal.source;
  Ask ask(*sampler_, turn, std::move(proposal));
  const double value = objective_(ask);
  trial.parameters = std::move(ask.asked);
  trial.values = {value};
  return trial;
}

std::vector<Parameter> Runs::next() {
  const Turn turn{history, static_cast<std::int64_t>(history.trials().size()), 0};
  Ask ask(*sampler_, turn, sampler_->propose(turn));
  objective_(ask);
  return ask.asked;
}

void Runs::leave_running() {
  Trial trial = started();
  trial.values.clear();
  history.update(std::move(trial));
}

void Runs::run(int trials) {
  for (int i = 0; i < trials; ++i) {
    Trial trial = started();
    trial.state = std::isfinite(trial.values[0]) ? State::complete : State::failed;
    if (trial.state == State::failed) trial.values.clear();
    history.update(std::move(trial));
  }
}

int Runs::failures() const {
  int count = 0;
  for (const Trial& trial : history.trials()) count += trial.state == State::failed;
  return count;
}

std::string text_of(const History& history) {
  std::string text;
  for (const Trial& trial : history.trials())
    for (const Parameter& parameter : trial.parameters) text += parameter.name + " " + to_json(parameter.value) + "\n";
  return text;
}

}  // namespace nilgrad::study
