#include <algorithm>
#include <bit>

#include "runtime/catalog/describe.hpp"
#include "runtime/study/sampler/grid_lattice.hpp"
#include "runtime/study/sampler/row.hpp"
#include "runtime/study/sampler/sampler.hpp"

namespace nilgrad::study {
namespace {

/// A bijection of 0 … count − 1 without a table: four Feistel rounds on the next even number of bits, again until the
/// number is within.
std::int64_t shuffled(std::int64_t index, std::int64_t count, const Key& key) {
  const int half = std::max(1, (static_cast<int>(std::bit_width(static_cast<std::uint64_t>(count - 1))) + 1) / 2);
  const std::uint64_t mask = (std::uint64_t{1} << half) - 1;
  auto number = static_cast<std::uint64_t>(index);
  do {
    std::uint64_t left = number >> half, right = number & mask;
    for (std::uint8_t round = 0; round < 4; ++round)
      left = std::exchange(right, left ^ (bits_at(key.query(round), right) & mask));
    number = left << half | right;
  } while (number >= static_cast<std::uint64_t>(count));
  return static_cast<std::int64_t>(number);
}

class Grid final : public Sampler {
 public:
  struct Options {
    std::int64_t values = 5;
    std::int64_t integers = 10;
  };
  explicit Grid(const Options& options) : options_(options) {}

  bool serves_several_objectives() const override { return true; }

  Proposal propose(const Turn& turn) override {
    if (turn.history.axes().empty()) return {};
    const GridLattice& lattice = look(turn);
    auto index = next(turn, lattice, false);
    if (!index) index = next(turn, lattice, true);  // nothing new: once more, for those who go on
    return {lattice.at(turn.history, index.value_or(0)), GridLattice::source};
  }

  Value draw(const Turn& turn, const std::string& name, const Domain& domain) override {
    const GridLevels levels(domain, name, options_.values, options_.integers);
    Generator random = turn.random(name);
    return levels.values[static_cast<std::size_t>(random.integer(0, levels.size() - 1))];
  }

  bool exhausted(const Turn& turn) const override {
    if (turn.history.axes().empty()) return false;
    const GridLattice& lattice = look(turn);
    return !next(turn, lattice, false);
  }

 private:
  static std::int64_t place(const Turn& turn, const GridLattice& lattice, std::int64_t index) {
    return shuffled(index, lattice.size(), Key::from(turn.history.seed(), Purpose::draw).round(grid_order));
  }

  /// The first configuration that is allowed and where no trial has been (`again`: or has), in the shuffled order from
  /// the trial's number on.
  std::optional<std::int64_t> next(const Turn& turn, const GridLattice& lattice, bool again) const {
    for (std::int64_t i = 0; i < lattice.size(); ++i) {
      const std::int64_t index = place(turn, lattice, (turn.number + i) % lattice.size());
      if ((again || !lattice.visited(index)) && allowed(lattice.at(turn.history, index))) return index;
    }
    return {};
  }

  const GridLattice& look(const Turn& turn) const {
    const History& history = turn.history;
    std::vector<std::shared_ptr<const Domain>> domains;
    for (const auto& axis : history.axes()) domains.push_back(axis.domain);
    if (!same_.still(history) || domains != domains_) {
      settled_.emplace(history, options_.values, options_.integers);
      domains_ = std::move(domains);
      added_ = 0;
    }
    for (; added_ < history.finished().size(); ++added_) {
      const std::int64_t number = history.finished()[added_];
      if (number != turn.number) settled_->add(history, history.trials()[static_cast<std::size_t>(number)]);
    }
    now_ = settled_;
    for (const Trial& trial : history.trials())
      if (!is_finished(trial.state) && trial.number != turn.number) now_->add(history, trial);
    return *now_;
  }

  Options options_;
  mutable SameHistory same_;
  mutable std::vector<std::shared_ptr<const Domain>> domains_;
  mutable std::optional<GridLattice> settled_, now_;  // with finished trials, and with running ones too
  mutable std::size_t added_ = 0;
};

}  // namespace
}  // namespace nilgrad::study

NILGRAD_DESCRIBE(sampler, grid) {
  using Options = study::Grid::Options;
  return describe<study::Sampler, study::Grid>(
             "grid",
             "every combination of a few values of each parameter, once, in a shuffled order; then the study ends")
      .formula(
          "floats: `values` levels from end to end on their own scale; ints and steps: all of their values, or "
          "`integers`\n"
          "levels where they have more; choices and permutations: all. A combination counts once for all values of\n"
          "parameters that its trial does not ask for")
      .cost("the product of the numbers of levels")
      .memory("2 words a trial")
      .reference("none")
      .option("values", &Options::values, "levels of a float", {.low = 1, .high = 1e6})
      .option("integers", &Options::integers, "most levels of an int and of a float with a step",
              {.low = 1, .high = 1e6})
      .example(
          "local study = ng.study { sampler = ng.sampler.grid { values = 3 }, seed = 1 }\n"
          "study:optimize(function(trial)\n"
          "  return (trial:float('x', -1, 1) - 0.3) ^ 2 + trial:int('n', 1, 3)\n"
          "end, { trials = 100 })\n"
          "return #study.trials  -- 9, and the first where it is not on the grid");
}
