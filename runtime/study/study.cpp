#include "runtime/study/study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "runtime/error.hpp"
#include "runtime/study/worker_name.hpp"

namespace nilgrad::study {
namespace {

constexpr std::int64_t most_retries = 1000;

std::string goals_text(const std::vector<bool>& maximize) {
  std::string text;
  for (const bool up : maximize) text += fmt::format("{}{}", text.empty() ? "" : ", ", up ? "maximize" : "minimize");
  return text;
}

StudyRecord open(Storage& storage, const StudyRecord& wanted) {
  StudyRecord record = storage.create(wanted);
  if (record.maximize != wanted.maximize)
    throw_error(ErrorKind::option, "{}: the study '{}' is there and is to {}, not {}: give it another name",
                storage.name(), record.name, goals_text(record.maximize), goals_text(wanted.maximize));
  storage.describe(record.id, wanted.sampler, wanted.pruner);
  record.sampler = wanted.sampler;
  record.pruner = wanted.pruner;
  return record;
}

}  // namespace

Study::Study(std::shared_ptr<Storage> storage, Settings settings)
    : storage_(std::move(storage)), settings_(std::move(settings)), history_(0, {}) {
  if (settings_.record.maximize.size() > 1 && !settings_.sampler->serves_several_objectives())
    throw_error(ErrorKind::option, "{} serves one objective, and the study has {}: use ng.sampler.nsga2 or random",
                settings_.record.sampler, settings_.record.maximize.size());
  settings_.record = open(*storage_, settings_.record);
  history_ = History(settings_.record.seed, settings_.record.maximize);
  if (settings_.space) {
    for (const Declared& declared : settings_.space->parameters()) known_domain(declared.name, declared.domain);
    settings_.sampler->set_allowed([space = settings_.space](const Given& values) { return space->allowed(values); });
  }
  for (auto& [name, domain] : storage_->domains(settings_.record.id))
    history_.declare(name, std::make_shared<const Domain>(std::move(domain)));
  // A storage of this process's own dies with it: there is no one else to give a trial to.
  auto second = storage_->connect_again();
  if (!second) settings_.lease = std::numeric_limits<double>::infinity();
  if (second)
    heartbeat_ = std::make_unique<Heartbeat>(
        std::move(second), Heartbeat::Settings{settings_.lease, settings_.clock, settings_.on_given_up});
  sync();
}

std::int64_t Study::sync() {
  const auto except = held_.size() == 1 ? std::optional(held_.front()->trial.number) : std::nullopt;
  Changes changes = storage_->changes(settings_.record.id, revision_, except);
  revision_ = changes.revision;
  const auto is_held = [&](const Trial& trial) {
    return std::any_of(held_.begin(), held_.end(), [&](const auto& h) { return h->trial.number == trial.number; });
  };
  for (Trial& trial : changes.trials)
    if (!is_held(trial)) history_.update(std::move(trial));
  for (const auto& held : held_) history_.update(held->trial);
  return revision_;
}

std::shared_ptr<HeldTrial> Study::begin(std::int64_t total) {
  const auto next = static_cast<std::int64_t>(history_.trials().size());
  if (settings_.sampler->exhausted({history_, next})) total = std::min(total, next);
  auto claimed =
      storage_->claim(settings_.record.id, {settings_.worker, claims_++, total, settings_.lease, settings_.retries});
  if (!claimed) return nullptr;
  sync();
  auto trial = std::make_shared<HeldTrial>();
  trial->held = {settings_.record.id, claimed->number, claimed->attempt, settings_.worker};
  trial->trial = std::move(*claimed);
  trial->began = settings_.clock();
  trial->trial.state = State::running;
  held_.push_back(trial);
  history_.update(trial->trial);
  if (heartbeat_) heartbeat_->watch(trial);
  try {
    configure(*trial);
  } catch (...) {
    release(*trial);
    throw;
  }
  return trial;
}

void Study::configure(HeldTrial& trial) {
  for (trial.retry = 0; trial.retry < most_retries; ++trial.retry) {
    trial.proposal = settings_.sampler->propose(turn(trial));
    if (configure_once(trial)) {
      if (trial.trial.given.empty()) trial.trial.source = trial.proposal.source;
      if (trial.trial.source.empty()) return;
      const std::lock_guard lock(trial.mutex);
      trial.unsent.source = trial.trial.source;
      return;
    }
  }
  throw_error(ErrorKind::option,
              "{} configurations in a row broke the study's constraints: is there one that does not?", most_retries);
}

/// Of a space declared ahead: all parameters now. Whether the constraints allow them.
bool Study::configure_once(HeldTrial& trial) {
  if (!settings_.space) return true;
  Given values;
  for (const Declared& declared : settings_.space->parameters())
    if (Space::applies(declared, values))
      values[declared.name] = choose(trial, declared.name, *declared.domain, declared.otherwise);
  // An enqueued configuration is tried in any case: the objective says what is wrong with it.
  if (trial.trial.given.empty() && !settings_.space->allowed(values)) return false;
  for (const Declared& declared : settings_.space->parameters()) {
    const auto value = values.find(declared.name);
    if (value == values.end()) continue;
    trial.proposal.values.insert_or_assign(declared.name, value->second);
    suggest(trial, declared.name, declared.domain, declared.otherwise);
  }
  return true;
}

Value Study::choose(HeldTrial& trial, const std::string& name, const Domain& domain,
                    const std::optional<Value>& otherwise) {
  if (const auto fixed = settings_.fixed.find(name); fixed != settings_.fixed.end())
    return domain.exact(fixed->second, name);
  if (const auto given = trial.trial.given.find(name); given != trial.trial.given.end())
    return domain.exact(given->second, name);
  if (trial.trial.number == 0 && trial.retry == 0) {
    if (const auto preset = settings_.defaults.find(name); preset != settings_.defaults.end())
      return domain.exact(preset->second, name);
    if (otherwise) return domain.exact(*otherwise, name);
  }
  const auto proposed = trial.proposal.values.find(name);
  if (proposed != trial.proposal.values.end() && domain.contains(proposed->second))
    return domain.exact(proposed->second, name);
  return settings_.sampler->draw(turn(trial), name, domain);
}

std::shared_ptr<const Domain> Study::known_domain(const std::string& name,
                                                  const std::shared_ptr<const Domain>& domain) {
  const History::Axis* axis = history_.axis(name);
  if (axis && (axis->domain == domain || *axis->domain == *domain)) return axis->domain;
  const Domain known = storage_->define(settings_.record.id, name, *domain, settings_.merge_ranges);
  if (known != *domain)
    throw_error(ErrorKind::option,
                "the study '{}' knows '{}' as {}, and it is asked for as {}: give the study another name, or "
                "ranges = 'merge' to go on with the new one",
                settings_.record.name, name, known.to_string(), domain->to_string());
  history_.declare(name, domain);
  return domain;
}

Value Study::suggest(HeldTrial& trial, const std::string& name, const std::shared_ptr<const Domain>& domain,
                     const std::optional<Value>& otherwise) {
  if (const Parameter* before = trial.trial.parameter(name)) {
    if (before->domain == domain || *before->domain == *domain) return before->value;
    throw_error(ErrorKind::option, "'{}' was {} before in this trial, and is asked for as {}", name,
                before->domain->to_string(), domain->to_string());
  }
  std::shared_ptr<const Domain> known;
  try {
    known = known_domain(name, domain);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::option) trial.conflict = error.what();
    throw;
  }
  if (trial.trial.parameters.empty()) trial.trial.parameters.reserve(history_.axes().size());
  Parameter parameter{name, std::move(known), choose(trial, name, *domain, otherwise)};
  trial.trial.parameters.push_back(parameter);
  const std::lock_guard lock(trial.mutex);
  if (trial.unsent.parameters.empty()) trial.unsent.parameters.reserve(history_.axes().size());
  trial.unsent.parameters.push_back(std::move(parameter));
  return trial.trial.parameters.back().value;
}

void Study::report(HeldTrial& trial, std::int64_t step, double value) {
  auto& reports = trial.trial.reports;
  const auto place = std::lower_bound(reports.begin(), reports.end(), step,
                                      [](const Report& report, std::int64_t wanted) { return report.step < wanted; });
  if (place != reports.end() && place->step == step)
    place->value = value;
  else
    reports.insert(place, {step, value});
  const std::lock_guard lock(trial.mutex);
  trial.unsent.reports.push_back({step, value});
}

bool Study::should_prune(HeldTrial& trial) {
  if (!settings_.pruner || trial.trial.reports.empty()) return false;
  send(trial);
  sync();
  return settings_.pruner->should_prune(history_, trial.trial.number);
}

void Study::note(HeldTrial& trial, const std::string& name, const std::string& text) {
  trial.trial.notes[name] = text;
  const std::lock_guard lock(trial.mutex);
  trial.unsent.notes[name] = text;
}

void Study::send(HeldTrial& trial) {
  const std::lock_guard lock(trial.mutex);
  if (trial.lost) return;
  trial.lost = !storage_->add(trial.held, trial.unsent);
  trial.unsent = {};
}

bool Study::finish(HeldTrial& trial, Finish finish) {
  if (trial.over) throw_error(ErrorKind::state, "trial {} is over", trial.trial.number);
  bool counted = false;
  {
    const std::lock_guard lock(trial.mutex);
    finish.additions = trial.unsent;
    counted = !trial.lost && storage_->finish(trial.held, finish);
    trial.unsent = {};
  }
  trial.trial.state = finish.state;
  trial.trial.values = finish.values;
  trial.trial.reason = finish.reason;
  trial.trial.cost = finish.cost;
  end(trial);
  return counted;
}

void Study::release(HeldTrial& trial) {
  if (trial.over) return;
  end(trial);
  const std::lock_guard lock(trial.mutex);
  if (!trial.lost) storage_->release(trial.held);
}

void Study::free_trials_of_the_dead() {
  sync();
  std::set<std::string> looked_at;
  for (const Trial& trial : history_.trials())
    if (trial.state == State::running && looked_at.insert(trial.worker).second && is_dead(trial.worker))
      storage_->end_leases(settings_.record.id, trial.worker);
}

void Study::end(HeldTrial& trial) {
  {
    const std::lock_guard lock(trial.mutex);
    trial.over = true;
  }
  if (heartbeat_) heartbeat_->forget(trial);
  std::erase_if(held_, [&](const auto& held) { return held.get() == &trial; });
}

}  // namespace nilgrad::study
