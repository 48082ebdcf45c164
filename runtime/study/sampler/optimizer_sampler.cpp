#include "runtime/study/sampler/optimizer_sampler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace nilgrad::study {
namespace {

constexpr std::size_t most_parents = 10;
constexpr double choice_anew = 0.3;
constexpr std::int64_t random_choices = 20;  // first trials
constexpr double beside_sigma = 0.1;

const Trial& trial_at(const History& history, std::int64_t number) {
  return history.trials()[static_cast<std::size_t>(number)];
}

std::vector<Factor> searched_of(const History& history) {
  std::vector<Factor> searched = factors_of(history);
  std::erase_if(searched, [](const Factor& factor) { return factor.choices > 0; });
  return searched;
}

}  // namespace

std::optional<OptimizerSampler::Answer> OptimizerSampler::parse(const std::string& source) const {
  if (source.size() <= label_.size() + 1 || source.compare(0, label_.size(), label_) != 0) return {};
  long long run = 0, point = 0, from = 0, coordinates = 0;
  const int found = std::sscanf(source.c_str() + label_.size(), " %lld.%lld from %lld, %lld coordinates", &run, &point,
                                &from, &coordinates);
  if (found < 2) return {};
  Answer answer{run, point, {}};
  if (found == 4) answer.definition = Definition{run, from, coordinates};
  return answer;
}

void OptimizerSampler::enter(const Trial& trial) {
  const auto answer = parse(trial.source);
  if (!answer) return;
  if (answer->definition) {
    const auto [run, is_new] = runs_.try_emplace(answer->run, trial.number, *answer->definition);
    if (!is_new && trial.number < run->second.first) {
      const std::int64_t other = run->second.first;
      if (run->second.second != *answer->definition)
        std::erase_if(answers_, [&](const auto& entry) { return entry.second == other; });
      run->second = {trial.number, *answer->definition};
    }
    // Two workers began a run at the same time, in two ways: the earlier trial's counts.
    if (run->second.first != trial.number && run->second.second != *answer->definition) return;
  }
  const auto [entry, is_new] = answers_.try_emplace({answer->run, answer->point}, trial.number);
  if (!is_new) entry->second = std::min(entry->second, trial.number);
}

void OptimizerSampler::look(const History& history, std::int64_t own) {
  if (!same_.still(history)) {
    seen_ = 0;
    open_.clear();
    runs_.clear();
    answers_.clear();
    now_.reset();
    run_.reset();
  }
  for (; seen_ < static_cast<std::int64_t>(history.trials().size()); ++seen_) open_.push_back(seen_);
  std::erase_if(open_, [&](std::int64_t number) {
    const Trial& trial = trial_at(history, number);
    if (number == own || (trial.source.empty() && !is_finished(trial.state))) return false;
    enter(trial);
    return true;
  });
}

void OptimizerSampler::begin(const History& history, const Definition& definition,
                             const std::vector<Factor>& searched) {
  now_ = definition;
  start_.clear();
  for (const Factor& factor : searched) {
    const double u = history.column(factor.column)[static_cast<std::size_t>(definition.from)];
    start_.push_back(std::isnan(u) ? 0.5 : u);
  }
  run_ = std::make_unique<ReplayedRun>(make_(searched), start_, history.seed(),
                                       static_cast<std::uint64_t>(definition.run));
}

/// The trial that answers a point of the request: the run's first one answers for its start.
std::optional<std::int64_t> OptimizerSampler::trial_of(std::size_t index) const {
  const auto found = answers_.find({now_->run, run_->answered() + static_cast<std::int64_t>(index)});
  if (found != answers_.end()) return found->second;
  if (run_->point(index) == start_) return now_->from;
  return {};
}

bool OptimizerSampler::tell_next(const History& history) {
  std::vector<double> values;
  for (std::size_t i = 0; i < run_->size(); ++i) {
    const auto number = trial_of(i);
    if (!number || !is_finished(trial_at(history, *number).state)) return false;
    values.push_back(history.loss(*number));
  }
  run_->tell(values);
  return true;
}

/// False while nothing is known that a run could begin with.
bool OptimizerSampler::advance(const Turn& turn, const std::vector<Factor>& searched) {
  const auto last = runs_.rbegin();
  const auto coordinates = static_cast<std::int64_t>(searched.size());
  const auto follow = [&](const Definition& definition) {
    if (!run_ || now_ != definition) begin(turn.history, definition, searched);
    while (!run_->over() && tell_next(turn.history)) {
    }
    return !run_->over();
  };
  if (last != runs_.rend() && last->second.second.coordinates == coordinates && follow(last->second.second))
    return true;
  const Trial* from = turn.history.best();
  for (const Trial& trial : turn.history.trials())
    if (!from && trial.number < turn.number && !trial.parameters.empty()) from = &trial;
  return from && follow({last == runs_.rend() ? 0 : last->first + 1, from->number, coordinates});
}

/// The first point of the request that no trial answers. Other workers' trials of which no source is known yet are
/// taken to answer the points before.
std::optional<std::size_t> OptimizerSampler::free_point(const Turn& turn) const {
  auto others = std::count_if(open_.begin(), open_.end(), [&](std::int64_t number) {
    return number < turn.number && trial_at(turn.history, number).state == State::running;
  });
  for (std::size_t i = 0; i < run_->size(); ++i)
    if (!trial_of(i) && others-- == 0) return i;
  return {};
}

/// A point near one of the best; nothing where none is known.
Row OptimizerSampler::beside(const Turn& turn, const std::vector<Factor>& searched, Generator& random) const {
  Row row(turn.history.columns(), std::nan(""));
  const auto best = best_trials(turn.history, most_parents);
  if (best.empty()) return row;
  const Row parent = row_of(
      turn.history, best[static_cast<std::size_t>(random.integer(0, static_cast<std::int64_t>(best.size()) - 1))]);
  for (const Factor& factor : searched) {
    const double u = std::fabs(std::remainder(parent[factor.column] + beside_sigma * random.normal(), 2.0));
    row[factor.column] = std::isnan(u) ? random.uniform() : std::min(u, 1.0);
  }
  return row;
}

void OptimizerSampler::choose(const Turn& turn, std::optional<std::size_t> index, Row& row, Generator& random) const {
  Row parent(row.size(), std::nan(""));
  bool same = false;  // as another point of its estimate
  for (std::size_t i = 0; index && run_->shares_sample() && i < run_->size(); ++i)
    if (const auto sibling = trial_of(i); sibling && !same) {
      parent = row_of(turn.history, *sibling);
      same = true;
    }
  const auto best = same ? std::vector<std::int64_t>() : best_trials(turn.history, 4 * most_parents);
  if (!best.empty()) {
    const auto last = std::max<std::int64_t>(0, static_cast<std::int64_t>(best.size()) / 4 - 1);
    parent = row_of(turn.history, best[static_cast<std::size_t>(random.integer(0, last))]);
  }
  for (const Factor& factor : factors_of(turn.history)) {
    if (factor.choices == 0) continue;
    const bool anew = turn.number < random_choices || random.uniform() < choice_anew;
    row[factor.column] = anew && !same ? random.uniform() : parent[factor.column];
  }
}

Proposal OptimizerSampler::propose(const Turn& turn) {
  const std::vector<Factor> searched = searched_of(turn.history);
  look(turn.history, turn.number);
  Generator random = turn.random();
  if (turn.history.axes().empty() || (!searched.empty() && !advance(turn, searched)))
    return {{}, turn.number == 0 ? label_ + " start" : "random"};
  const auto index = searched.empty() ? std::nullopt : free_point(turn);
  if (!index) {
    Row row = beside(turn, searched, random);
    choose(turn, {}, row, random);
    return {values_at(turn.history, row), label_ + " beside"};
  }
  Row row(turn.history.columns(), std::nan(""));
  const auto point = run_->point(*index);
  const double share = std::ldexp(1.0, -static_cast<int>(std::min<std::int64_t>(turn.retry, 1000)));
  for (std::size_t i = 0; i < searched.size(); ++i)
    row[searched[i].column] = start_[i] + share * (point[i] - start_[i]);
  choose(turn, index, row, random);
  std::string source = fmt::format("{} {}.{}", label_, now_->run, run_->answered() + static_cast<std::int64_t>(*index));
  if (!runs_.contains(now_->run)) source += fmt::format(" from {}, {} coordinates", now_->from, now_->coordinates);
  return {values_at(turn.history, row), source};
}

Value OptimizerSampler::draw(const Turn& turn, const std::string& name, const Domain& domain) {
  if (turn.number > 0 || turn.retry > 0 || !domain.ordered()) return Sampler::draw(turn, name, domain);
  return domain.at(std::vector<double>(domain.coordinates(), 0.5));
}

}  // namespace nilgrad::study
