#include <algorithm>
#include <cmath>
#include <numeric>

#include "runtime/catalog/describe.hpp"
#include "runtime/study/sampler/line_density.hpp"
#include "runtime/study/sampler/parzen.hpp"
#include "runtime/study/sampler/sampler.hpp"

namespace nilgrad::study {
namespace {

/// The good trials, and all others that say something: bad ones, failed ones, and those that are running, of which the
/// worst is assumed, so that workers do not go to the same place. Both in ascending order.
struct Split {
  std::vector<std::int64_t> good, other;
};

/// Complete trials by their loss, then pruned ones: the further they came, the better, and at the same step by what
/// they reported.
struct Rank {
  bool pruned = false;
  std::int64_t step = 0;  // negated
  double loss = 0;
  std::int64_t number = 0;
  auto operator<=>(const Rank&) const = default;
};

Rank rank_of(const History& history, const Trial& trial) {
  if (trial.state == State::complete) return {false, 0, history.loss(trial.number), trial.number};
  if (trial.reports.empty()) return {true, 0, HUGE_VAL, trial.number};
  const Report& last = trial.reports.back();
  const double loss = history.maximize().front() ? -last.value : last.value;
  return {true, -last.step, std::isnan(loss) ? HUGE_VAL : loss, trial.number};
}

Split split(const History& history, std::int64_t own) {
  std::vector<Rank> ranks;
  Split split;
  for (const Trial& trial : history.trials()) {
    if (trial.number == own || trial.parameters.empty()) continue;
    if (trial.state == State::complete || trial.state == State::pruned)
      ranks.push_back(rank_of(history, trial));
    else if (trial.state != State::waiting)
      split.other.push_back(trial.number);
  }
  const auto count = static_cast<std::ptrdiff_t>(std::min<std::size_t>((ranks.size() + 9) / 10, 25));
  std::nth_element(ranks.begin(), ranks.begin() + std::max<std::ptrdiff_t>(0, count - 1), ranks.end());
  for (auto rank = ranks.begin(); rank != ranks.end(); ++rank)
    (rank - ranks.begin() < count ? split.good : split.other).push_back(rank->number);
  std::sort(split.good.begin(), split.good.end());
  std::sort(split.other.begin(), split.other.end());
  return split;
}

class Tpe final : public Sampler {
 public:
  struct Options {
    std::int64_t startup = 10;
    std::int64_t candidates = 24;
    bool multivariate = true;
    double prior_weight = 1;
    bool magic_clip = true;
  };
  explicit Tpe(const Options& options) : options_(options) {}

  Proposal propose(const Turn& turn) override {
    const std::vector<Factor> factors = factors_of(turn.history);
    if (turn.number < options_.startup || factors.empty()) return {{}, "random"};
    const Split trials = split(turn.history, turn.number);
    Generator random = turn.random();
    if (options_.multivariate) return {most_promising(turn, factors, trials, random), "tpe"};
    Row row(turn.history.columns(), std::nan(""));
    for (const Factor& factor : factors) choose(turn.history, factor, trials, random, row);
    return {values_at(turn.history, row), "tpe"};
  }

 private:
  ParzenOptions kernels() const { return {options_.prior_weight, options_.magic_clip}; }

  /// Of candidates drawn where good trials are, the one that is likeliest good: all parameters at once.
  Given most_promising(const Turn& turn, const std::vector<Factor>& factors, const Split& trials,
                       Generator& random) const {
    const Parzen good(turn.history, factors, trials.good, kernels());
    const Parzen other(turn.history, factors, trials.other, kernels());
    std::vector<Row> rows = draw(turn.history, good, random);
    for (Row& row : rows) settle(turn.history, row);
    const auto order = by_promise(good.log_densities(rows), other.log_densities(rows));
    for (const std::size_t j : order)
      if (Given values = values_at(turn.history, rows[j]); allowed(values)) return values;
    return values_at(turn.history, rows[order.front()]);
  }

  /// The same for one parameter by itself, among the trials that were asked for it.
  void choose(const History& history, const Factor& factor, const Split& trials, Generator& random, Row& row) const {
    const auto column = history.column(factor.column);
    const auto asked = [&](std::vector<std::int64_t> numbers) {
      std::erase_if(numbers, [&](std::int64_t n) { return std::isnan(column[static_cast<std::size_t>(n)]); });
      return numbers;
    };
    const auto good = asked(trials.good), other = asked(trials.other);
    if (factor.choices > 0) {
      const Parzen density(history, {factor}, good, kernels());
      const auto rows = draw(history, density, random);
      const auto order =
          by_promise(density.log_densities(rows), Parzen(history, {factor}, other, kernels()).log_densities(rows));
      row[factor.column] = rows[order.front()][factor.column];
      return;
    }
    const auto line = [&](const std::vector<std::int64_t>& numbers) {
      std::vector<double> centers;
      for (const std::int64_t number : numbers) centers.push_back(column[static_cast<std::size_t>(number)]);
      return LineDensity(centers, factor.cell, kernels());
    };
    const LineDensity density = line(good);
    std::vector<double> candidates(static_cast<std::size_t>(options_.candidates));
    for (double& u : candidates) {
      u = density.draw(random);
      if (factor.values) u = factor.values->locate(factor.values->at(u));
    }
    row[factor.column] =
        candidates[by_promise(density.log_densities(candidates), line(other).log_densities(candidates)).front()];
  }

  std::vector<Row> draw(const History& history, const Parzen& good, Generator& random) const {
    std::vector<Row> rows(static_cast<std::size_t>(options_.candidates), Row(history.columns(), std::nan("")));
    for (Row& row : rows) good.draw(random, row);
    return rows;
  }

  /// Candidates by ln l − ln g, the best first.
  static std::vector<std::size_t> by_promise(const std::vector<double>& good, const std::vector<double>& other) {
    std::vector<std::size_t> order(good.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return good[a] - other[a] > good[b] - other[b]; });
    return order;
  }

  Options options_;
};

}  // namespace
}  // namespace nilgrad::study

NILGRAD_DESCRIBE(sampler, tpe) {
  using Options = study::Tpe::Options;
  return describe<study::Sampler, study::Tpe>(
             "tpe", "tree-structured Parzen estimators: goes where good trials are dense and others are not")
      .formula(
          "the best min(⌈n/10⌉, 25) trials give a density l(x), the others g(x); of 24 draws from l that of largest "
          "l/g.\n"
          "Pruned trials rank after complete ones, by how far they came. Failed ones are in g, so places that fail are "
          "left\n"
          "alone; running ones too, so workers spread out. Trials that were not asked for a parameter are flat in it")
      .cost("none")
      .memory("none between trials")
      .reference("Bergstra et al., NeurIPS 2011; Watanabe, arXiv:2304.11127")
      .option("startup", &Options::startup, "first trials that are random", {.low = 0})
      .option("candidates", &Options::candidates, "draws from l, of which the best is tried", {.low = 1, .high = 1e6})
      .option("multivariate", &Options::multivariate,
              "one density over all parameters, which sees how they go together; false: one each")
      .option("prior_weight", &Options::prior_weight, "of the whole range, next to a trial's 1",
              {.low = 0, .above_low = true})
      .option("magic_clip", &Options::magic_clip, "kernels are never narrower than 1/min(100, n + 2) of the range")
      .example(
          "local study = ng.study { sampler = ng.sampler.tpe(), seed = 1 }\n"
          "study:optimize(function(trial)\n"
          "  local scale = trial:choice('scale', { 'coarse', 'fine' }) == 'fine' and 1 or 3\n"
          "  return scale * (trial:float('x', -1, 1) - 0.3) ^ 2\n"
          "end, { trials = 40 })\n"
          "return study.best");
}
