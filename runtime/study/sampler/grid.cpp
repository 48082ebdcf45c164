#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <set>

#include "runtime/catalog/describe.hpp"
#include "runtime/study/sampler/row.hpp"
#include "runtime/study/sampler/sampler.hpp"

namespace nilgrad::study {
namespace {

constexpr std::int64_t most_configurations = 100'000'000;
constexpr std::int64_t most_orders = 5040;  // of a permutation: 7 items

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

/// What a parameter may be on the grid.
struct Levels {
  std::vector<Value> values;
  std::vector<std::vector<double>> places;  ///< located

  Levels(const Domain& domain, const std::string& name, std::int64_t floats, std::int64_t steps) {
    if (domain.kind() == Domain::Kind::permutation)
      add_orders(domain, name);
    else if (domain.count() == 0)
      spread(domain, domain.low() == domain.high() ? 1 : floats);
    else if (domain.ordered() && domain.count() > steps)
      spread(domain, steps);
    else
      for (std::int64_t i = 0; i < domain.count(); ++i)
        add(domain, domain.kind() == Domain::Kind::integer
                        ? Value(static_cast<std::int64_t>(domain.low() + static_cast<double>(i) * domain.step()))
                    : domain.kind() == Domain::Kind::choice
                        ? domain.choices()[static_cast<std::size_t>(i)]
                        : domain.at((static_cast<double>(i) + 0.5) / static_cast<double>(domain.count())));
  }

  std::int64_t size() const { return static_cast<std::int64_t>(values.size()); }

 private:
  void add(const Domain& domain, Value value) {
    if (!values.empty() && values.back() == value) return;
    std::vector<double> place(domain.coordinates());
    domain.locate(value, place);
    values.push_back(std::move(value));
    places.push_back(std::move(place));
  }
  /// From end to end, evenly on the parameter's own scale.
  void spread(const Domain& domain, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i) {
      const double u = count == 1 ? 0.5 : static_cast<double>(i) / static_cast<double>(count - 1);
      const double end = u == 0 ? domain.low() : domain.high();  // exactly, whatever rounding the scale brings
      add(domain, u > 0 && u < 1 ? domain.at(u) : domain.exact(end, ""));
    }
  }
  void add_orders(const Domain& domain, const std::string& name) {
    std::vector<std::int64_t> order(domain.coordinates());
    std::iota(order.begin(), order.end(), std::int64_t{1});
    if (std::tgamma(static_cast<double>(order.size()) + 1) > static_cast<double>(most_orders))
      throw_error(ErrorKind::option, "'{}' has too many orders for a grid: {} items, 7 at most; use another sampler",
                  name, order.size());
    do add(domain, order);
    while (std::next_permutation(order.begin(), order.end()));
  }
};

/// All configurations of the parameters known, numbered by their levels as digits, and which of them trials have been
/// to. A trial that ended without asking for a parameter has been to all levels of it; one that asked for none has been
/// nowhere, nor one that may go on to ask.
class Lattice {
 public:
  Lattice(const History& history, std::int64_t floats, std::int64_t steps) {
    for (const auto& axis : history.axes()) {
      levels_.emplace_back(*axis.domain, axis.name, floats, steps);
      if (size_ > most_configurations / levels_.back().size())
        throw_error(ErrorKind::option,
                    "the grid has more than {} configurations: give fewer values, or use another sampler",
                    most_configurations);
      size_ *= levels_.back().size();
    }
  }

  std::int64_t size() const { return size_; }

  void add(const History& history, const Trial& trial) {
    if (trial.parameters.empty() && trial.given.empty()) return;
    std::vector<bool> asked;
    std::int64_t project = 0, stride = 1;
    for (std::size_t a = 0; a < levels_.size(); ++a) {
      const Value* value = value_of(trial, history.axes()[a].name);
      if (!value && !is_finished(trial.state)) return;
      asked.push_back(value != nullptr);
      if (value) {
        const auto& values = levels_[a].values;
        const auto level = std::find(values.begin(), values.end(), *value) - values.begin();
        if (level == levels_[a].size()) return;  // between the grid's values
        project += level * stride;
      }
      stride *= levels_[a].size();
    }
    visited_[asked].insert(project);
  }

  bool visited(std::int64_t index) const {
    return std::any_of(visited_.begin(), visited_.end(),
                       [&](const auto& group) { return group.second.contains(projected(index, group.first)); });
  }

  Given at(const History& history, std::int64_t index) const {
    Given values;
    for (std::size_t a = 0; a < levels_.size(); ++a) {
      values.emplace(history.axes()[a].name, levels_[a].values[static_cast<std::size_t>(index % levels_[a].size())]);
      index /= levels_[a].size();
    }
    return values;
  }

 private:
  static const Value* value_of(const Trial& trial, const std::string& name) {
    if (const Parameter* parameter = trial.parameter(name)) return &parameter->value;
    if (is_finished(trial.state)) return nullptr;
    const auto given = trial.given.find(name);
    return given == trial.given.end() ? nullptr : &given->second;
  }
  std::int64_t projected(std::int64_t index, const std::vector<bool>& asked) const {
    std::int64_t project = 0, stride = 1;
    for (std::size_t a = 0; a < levels_.size(); ++a) {
      if (asked[a]) project += index % levels_[a].size() * stride;
      index /= levels_[a].size();
      stride *= levels_[a].size();
    }
    return project;
  }

  std::vector<Levels> levels_;
  std::map<std::vector<bool>, std::set<std::int64_t>> visited_;  // by the parameters asked for
  std::int64_t size_ = 1;
};

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
    const Lattice& lattice = look(turn);
    auto index = next(turn, lattice, false);
    if (!index) index = next(turn, lattice, true);  // nothing new: once more, for those who go on
    return {lattice.at(turn.history, index.value_or(0)), "grid"};
  }

  Value draw(const Turn& turn, const std::string& name, const Domain& domain) override {
    const Levels levels(domain, name, options_.values, options_.integers);
    Generator random = turn.random(name);
    return levels.values[static_cast<std::size_t>(random.integer(0, levels.size() - 1))];
  }

  bool exhausted(const Turn& turn) const override {
    if (turn.history.axes().empty()) return false;
    const Lattice& lattice = look(turn);
    return !next(turn, lattice, false);
  }

 private:
  static std::int64_t place(const Turn& turn, const Lattice& lattice, std::int64_t index) {
    return shuffled(index, lattice.size(), Key::from(turn.history.seed(), Purpose::draw).round(grid_order));
  }

  /// The first configuration that is allowed and where no trial has been (`again`: or has), in the shuffled order from
  /// the trial's number on.
  std::optional<std::int64_t> next(const Turn& turn, const Lattice& lattice, bool again) const {
    for (std::int64_t i = 0; i < lattice.size(); ++i) {
      const std::int64_t index = place(turn, lattice, (turn.number + i) % lattice.size());
      if ((again || !lattice.visited(index)) && allowed(lattice.at(turn.history, index))) return index;
    }
    return {};
  }

  const Lattice& look(const Turn& turn) const {
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
  mutable std::optional<Lattice> settled_, now_;  // with finished trials, and with running ones too
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
