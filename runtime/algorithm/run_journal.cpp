#include <algorithm>

#include "runtime/algorithm/deferred_updates.hpp"
#include "runtime/algorithm/run.hpp"
#include "runtime/evaluation_count.hpp"

// How a run is kept in a journal, and gone through again from it.
namespace nilgrad {

void Run::answer(Objective& objective, const StopToken& stop) {
  const auto probes = ask();
  values_.resize(probes.size());
  if (journal_) {
    evaluate_recorded(objective, probes, stop);
  } else {
    Evaluating now;
    objective.evaluate(probes, values_, stop);
    now.made(probes.size());
  }
  tell(values_);
}

void Run::evaluate_recorded(Objective& objective, std::span<const Probe> probes, const StopToken& stop) {
  known_.resize(probes.size());
  std::vector<Probe> rest;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < probes.size(); ++i)
    if (!known_[i]) rest.push_back(probes[i]), places.push_back(i);
  std::vector<double> values(rest.size());
  Evaluating now;
  objective.evaluate_each(rest, values, stop, [&](std::size_t first, std::span<const double> finished) {
    for (std::size_t i = 0; i < finished.size(); ++i) note(places[first + i], finished[i]);
    now.made(finished.size());
    write_noted();
  });
  for (std::size_t i = 0; i < rest.size(); ++i)
    if (!known_[places[i]]) note(places[i], values[i]), now.made(1);
}

void Run::note(std::size_t probe, double value) {
  values_.resize(known_.size());
  values_[probe] = value;
  known_[probe] = true;
  noted_.push_back({result_.evaluations + static_cast<std::int64_t>(probe) + 1, value});
}

void Run::write_noted() {
  if (noted_.empty()) return;
  journal_->append(noted_, elapsed());
  noted_.clear();
}

/// It is kept open for the figures of the last point.
void Run::close_journal() {
  Journal journal = std::move(*journal_);
  journal_.reset();
  journal.append({result_.evaluations, result_.seconds, result_.reason});
  if (assessment_due()) journal_.emplace(std::move(journal));
}

void Run::record_in(Journal journal, bool has_end) {
  if (has_end && !assessment_due()) return;
  journal_.emplace(std::move(journal));
  if (done() && !has_end) close_journal();
}

void Run::replay(const Journal::Contents& contents, std::optional<std::int64_t> steps) {
  if (x_.deferred) x_.deferred->repeat();
  replay_requests(contents, steps);
  x_.settle();
  started_ = clock_() - contents.seconds;
  const bool stopped_between = steps && result_.steps >= *steps;
  replay_assessments(contents, !stopped_between);
  if (stopped_between) return;
  const auto recorded = static_cast<std::int64_t>(contents.values.size());
  if (recorded > result_.evaluations + static_cast<std::int64_t>(done() ? 0 : request_size()))
    throw_error(ErrorKind::file, "damaged: {} evaluations, but its run goes no further than {}", recorded,
                result_.evaluations);
  if (!contents.end) return;
  end(contents.end->reason, contents.end->seconds);
  result_.seconds = contents.end->seconds;
}

void Run::replay_assessments(const Journal::Contents& contents, bool to_the_end) {
  for (const Assessment& assessment : contents.assessments) {
    if (assessment.step <= result_.steps)
      result_.evaluated.push_back(assessment);
    else if (to_the_end)
      throw_error(ErrorKind::file, "damaged: figures of step {}, but its run goes no further than {}", assessment.step,
                  result_.steps);
  }
}

void Run::replay_requests(const Journal::Contents& contents, std::optional<std::int64_t> steps) {
  while (!done() && !(steps && result_.steps >= *steps)) {
    const std::int64_t first = result_.evaluations;
    const std::size_t count = request_size();
    std::size_t present = 0;
    for (std::size_t i = 0; i < count; ++i)
      if (contents.has(first + static_cast<std::int64_t>(i) + 1)) ++present;
    if (present < count) {
      known_.assign(count, false);
      values_.assign(count, 0);
      for (std::size_t i = 0; i < count; ++i) {
        const auto evaluation = first + static_cast<std::int64_t>(i) + 1;
        if (!contents.has(evaluation)) continue;
        known_[i] = true;
        values_[i] = contents.values[static_cast<std::size_t>(evaluation - 1)];
      }
      return;
    }
    const bool last = first + static_cast<std::int64_t>(count) == static_cast<std::int64_t>(contents.values.size());
    try {
      apply(std::span(contents.values).subspan(static_cast<std::size_t>(first), count), last ? contents.seconds : 0);
    } catch (const std::exception&) {
      if (!done()) throw;  // else the reason of the end tells of it, as it did
    }
  }
}

}  // namespace nilgrad
