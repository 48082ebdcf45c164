#pragma once
#include <functional>
#include <map>

#include "runtime/study/sampler/parzen.hpp"
#include "runtime/study/sampler/replayed_run.hpp"
#include "runtime/study/sampler/sampler.hpp"

namespace nilgrad::study {

/// One of nilgrad's optimizers as a sampler: over the unit coordinates of the ordered parameters, by name.
///
/// A run is replayed by every worker: a trial's source says which of its points the trial answers ("cmaes 2.17": point
/// 17 of run 2), and the values of a request are told when all of them are there. A point's loss is its trial's; failed
/// and pruned trials are NaN, failed evaluations by the optimizers' rule.
///
///   - A run begins at the best trial; the first one at trial 0, which lies in the middle where the user gives no
///   default.
///     The start is not tried again where the optimizer asks for it. Another run follows when one has ended by itself,
///     or when trials have asked for further parameters.
///   - Nobody waits: a trial beyond the open request is drawn by itself ("cmaes beside"), N(0, 0.1²) from one of the
///   ten
///     best.
///   - Choices come together from one of the best quarter of the trials, ten at most, and each is drawn anew with
///     probability 0.3; at first, in twenty trials, all are. Points of one estimate have the same ones.
///   - A point that the constraints refuse is moved half-way to where the run began, again and again.
class OptimizerSampler : public Sampler {
 public:
  /// Makes the optimizer of a run, given what is searched.
  using Factory = std::function<std::shared_ptr<Optimizer>(const std::vector<Factor>& searched)>;
  OptimizerSampler(std::string label, Factory make) : label_(std::move(label)), make_(std::move(make)) {}

  Proposal propose(const Turn& turn) override;
  Value draw(const Turn& turn, const std::string& name, const Domain& domain) override;

 private:
  /// What the source of a run's first trial says.
  struct Definition {
    std::int64_t run = 0;
    std::int64_t from = 0;         ///< trial where it begins
    std::int64_t coordinates = 0;  ///< how many are searched
    bool operator==(const Definition&) const = default;
  };
  struct Answer {
    std::int64_t run = 0, point = 0;
    std::optional<Definition> definition;
  };

  std::optional<Answer> parse(const std::string& source) const;
  void look(const History& history, std::int64_t own);
  void enter(const Trial& trial);
  bool advance(const Turn& turn, const std::vector<Factor>& searched);
  void begin(const History& history, const Definition& definition, const std::vector<Factor>& searched);
  bool tell_next(const History& history);
  std::optional<std::int64_t> trial_of(std::size_t index) const;
  std::optional<std::size_t> free_point(const Turn& turn) const;
  Row beside(const Turn& turn, const std::vector<Factor>& searched, Generator& random) const;
  void choose(const Turn& turn, std::optional<std::size_t> index, Row& row, Generator& random) const;

  std::string label_;
  Factory make_;

  // A cache of what the history says.
  SameHistory same_;
  std::int64_t seen_ = 0;                                                  // trials looked at
  std::vector<std::int64_t> open_;                                         // of them, those that may yet get a source
  std::map<std::int64_t, std::pair<std::int64_t, Definition>> runs_;       // the first trial of each
  std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> answers_;  // (run, point) to the first trial
  std::optional<Definition> now_;
  std::vector<double> start_;
  std::unique_ptr<ReplayedRun> run_;
};

}  // namespace nilgrad::study
