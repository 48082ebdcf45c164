#include <algorithm>
#include <set>
#include <unordered_map>

#include "runtime/study/storage/edits.hpp"
#include "runtime/study/storage/open.hpp"

namespace nilgrad::study {
namespace {

struct Entry {
  Trial trial;
  std::int64_t revision = 0;
  double lease_end = 0;
};

struct Claimed {
  std::int64_t serial = 0, number = 0;
};

/// One study. Revision r is the change of trial log[r - 1].
class Kept {
 public:
  explicit Kept(StudyRecord record) : record_(std::move(record)) {}

  StudyRecord& record() { return record_; }
  std::map<std::string, Domain>& domains() { return domains_; }
  const Counts& counts() const { return counts_; }

  std::optional<Trial> claim(const ClaimRequest& request) {
    const double now = wall_clock();
    expire(now, request.retries);
    Claimed& last = claimed_[request.worker];
    if (last.serial == request.serial && holds(request.worker, last.number))
      return bare(trials_[at(last.number)].trial);
    std::int64_t number = 0;
    if (!waiting_.empty()) {
      number = *waiting_.begin();
    } else {
      number = size();
      if (number >= request.total) return std::nullopt;
      append(Trial{});
    }
    last = {request.serial, number};
    Entry& entry = trials_[at(number)];
    move_to(entry.trial, State::running);
    entry.trial.worker = request.worker;
    entry.trial.started = now;
    lease(entry, now + request.lease);
    touch(number);
    return bare(entry.trial);
  }

  bool add(const Held& held, const Additions& additions) {
    if (!holds(held)) return false;
    add_to(trials_[at(held.number)].trial, additions);
    touch(held.number);
    return true;
  }

  bool finish(const Held& held, const Finish& finish) {
    if (!holds(held)) return known(held, finish.state);
    Entry& entry = trials_[at(held.number)];
    leases_.erase({entry.lease_end, held.number});
    add_to(entry.trial, finish.additions);
    move_to(entry.trial, finish.state);
    entry.trial.values = finish.values;
    entry.trial.reason = clean_text(finish.reason);
    entry.trial.cost = known_cost(finish.cost);
    entry.trial.finished = wall_clock();
    counts_.cost += entry.trial.cost;
    touch(held.number);
    return true;
  }

  bool beat(const Held& held, double seconds) {
    if (!holds(held)) return false;
    Entry& entry = trials_[at(held.number)];
    leases_.erase({entry.lease_end, held.number});
    lease(entry, wall_clock() + seconds);
    return true;
  }

  bool release(const Held& held) {
    if (!holds(held)) return false;
    put_back(trials_[at(held.number)]);
    return true;
  }

  void end_leases(const std::string& worker) {
    for (Entry& entry : trials_) {
      if (entry.trial.state != State::running || entry.trial.worker != worker) continue;
      leases_.erase({entry.lease_end, entry.trial.number});
      lease(entry, 0);
    }
  }

  std::int64_t append(Trial trial) {
    trial.cost = known_cost(trial.cost);
    trial.number = size();
    ++count(trial.state);
    if (trial.state == State::waiting) waiting_.insert(trial.number);
    if (is_finished(trial.state)) counts_.cost += trial.cost;
    trials_.push_back({std::move(trial), 0, 0});
    touch(size() - 1);
    return size() - 1;
  }

  Changes changes(std::int64_t after, std::optional<std::int64_t> except) const {
    Changes result{static_cast<std::int64_t>(log_.size()), {}};
    for (std::size_t r = at(std::max<std::int64_t>(after, 0)); r < log_.size(); ++r) {
      const Entry& entry = trials_[at(log_[r])];
      if (at(entry.revision) == r + 1 && entry.trial.number != except) result.trials.push_back(entry.trial);
    }
    return result;
  }

  std::int64_t size() const { return static_cast<std::int64_t>(trials_.size()); }

 private:
  static std::size_t at(std::int64_t number) { return static_cast<std::size_t>(number); }

  /// What a claim returns: without what the last one who had it told.
  static Trial bare(const Trial& trial) {
    Trial result;
    result.number = trial.number;
    result.state = trial.state;
    result.given = trial.given;
    result.source = trial.source;
    result.worker = trial.worker;
    result.attempt = trial.attempt;
    result.started = trial.started;
    result.notes = trial.notes;
    return result;
  }

  bool holds(const std::string& worker, std::int64_t number) const {
    if (number < 0 || number >= size()) return false;
    const Trial& trial = trials_[at(number)].trial;
    return trial.state == State::running && trial.worker == worker;
  }
  bool holds(const Held& held) const {
    return holds(held.worker, held.number) && trials_[at(held.number)].trial.attempt == held.attempt;
  }
  bool known(const Held& held, State state) const {
    if (held.number < 0 || held.number >= size()) return false;
    const Trial& trial = trials_[at(held.number)].trial;
    return trial.state == state && trial.worker == held.worker && trial.attempt == held.attempt;
  }

  void expire(double now, std::int64_t retries) {
    while (!leases_.empty() && leases_.begin()->first < now) {
      Entry& entry = trials_[at(leases_.begin()->second)];
      ++entry.trial.attempt;
      if (entry.trial.attempt <= retries) {
        put_back(entry);
        continue;
      }
      leases_.erase(leases_.begin());
      move_to(entry.trial, State::failed);
      entry.trial.reason = lost_workers(entry.trial.attempt);
      entry.trial.finished = now;
      touch(entry.trial.number);
    }
  }

  void put_back(Entry& entry) {
    leases_.erase({entry.lease_end, entry.trial.number});
    move_to(entry.trial, State::waiting);
    wait_again(entry.trial);
    waiting_.insert(entry.trial.number);
    touch(entry.trial.number);
  }

  void lease(Entry& entry, double end) {
    entry.lease_end = end;
    leases_.insert({end, entry.trial.number});
  }

  void move_to(Trial& trial, State state) {
    if (trial.state == State::waiting) waiting_.erase(trial.number);
    --count(trial.state);
    ++count(state);
    trial.state = state;
  }

  std::int64_t& count(State state) {
    switch (state) {
      case State::waiting:
        return counts_.waiting;
      case State::running:
        return counts_.running;
      case State::complete:
        return counts_.complete;
      case State::pruned:
        return counts_.pruned;
      default:
        return counts_.failed;
    }
  }

  void touch(std::int64_t number) {
    log_.push_back(number);
    trials_[at(number)].revision = static_cast<std::int64_t>(log_.size());
  }

  StudyRecord record_;
  std::map<std::string, Domain> domains_;
  std::vector<Entry> trials_;
  std::vector<std::int64_t> log_;
  std::set<std::int64_t> waiting_;
  std::set<std::pair<double, std::int64_t>> leases_;  // of running trials: when, number
  std::unordered_map<std::string, Claimed> claimed_;  // by worker
  Counts counts_;
};

class Memory final : public Storage {
 public:
  std::string name() const override { return "memory"; }
  std::unique_ptr<Storage> connect_again() const override { return nullptr; }

  std::vector<StudyRecord> studies() override {
    std::vector<StudyRecord> result;
    for (auto& [id, study] : studies_) result.push_back(study.record());
    return result;
  }
  std::optional<StudyRecord> find(const std::string& name) override {
    for (auto& [id, study] : studies_)
      if (study.record().name == name) return study.record();
    return std::nullopt;
  }
  StudyRecord create(const StudyRecord& wanted) override {
    check_name("study", wanted.name);
    if (auto found = find(wanted.name)) return *found;
    StudyRecord record = wanted;
    record.id = ++last_id_;
    if (record.created == 0) record.created = wall_clock();
    studies_.emplace(record.id, record);
    return record;
  }
  void describe(std::int64_t study, const std::string& sampler, const std::string& pruner) override {
    kept(study).record().sampler = sampler;
    kept(study).record().pruner = pruner;
  }
  void remove(std::int64_t study) override { studies_.erase(study); }

  Domain define(std::int64_t study, const std::string& name, const Domain& domain, bool replace) override {
    check_name("parameter", name);
    const auto [known, is_new] = kept(study).domains().emplace(name, domain);
    if (replace) known->second = domain;
    return known->second;
  }
  std::vector<std::pair<std::string, Domain>> domains(std::int64_t study) override {
    const auto& domains = kept(study).domains();
    return {domains.begin(), domains.end()};
  }

  std::optional<Trial> claim(std::int64_t study, const ClaimRequest& request) override {
    return kept(study).claim(request);
  }
  bool add(const Held& held, const Additions& additions) override { return kept(held.study).add(held, additions); }
  bool finish(const Held& held, const Finish& finish) override { return kept(held.study).finish(held, finish); }
  bool beat(const Held& held, double lease) override { return kept(held.study).beat(held, lease); }
  bool release(const Held& held) override { return kept(held.study).release(held); }
  void end_leases(std::int64_t study, const std::string& worker) override { kept(study).end_leases(worker); }

  std::int64_t enqueue(std::int64_t study, const Given& given) override {
    for (const auto& [name, value] : given) check_name("parameter", name);
    Trial trial;
    trial.given = given;
    trial.source = "enqueued";
    return kept(study).append(std::move(trial));
  }
  std::int64_t import(std::int64_t study, const std::vector<Trial>& trials) override {
    check_import(trials);
    const std::int64_t first = kept(study).size();
    for (const Trial& trial : trials) kept(study).append(trial);
    return first;
  }

  Changes changes(std::int64_t study, std::int64_t after, std::optional<std::int64_t> except) override {
    return kept(study).changes(after, except);
  }
  Counts counts(std::int64_t study) override { return kept(study).counts(); }

 private:
  Kept& kept(std::int64_t study) {
    const auto found = studies_.find(study);
    if (found == studies_.end()) study_removed(name());
    return found->second;
  }

  std::map<std::int64_t, Kept> studies_;
  std::int64_t last_id_ = 0;
};

}  // namespace

std::unique_ptr<Storage> open_memory() { return std::make_unique<Memory>(); }

}  // namespace nilgrad::study
