#include "runtime/study/pruner/hyperband.hpp"

#include <algorithm>
#include <numeric>

#include "runtime/catalog/describe.hpp"
#include "runtime/random/uniform.hpp"
#include "runtime/study/pruner/curves.hpp"
#include "runtime/study/pruner/halving.hpp"

namespace nilgrad::study {

std::vector<std::int64_t> bracket_sizes(std::int64_t min_resource, std::int64_t max_resource, std::int64_t reduction) {
  std::vector<std::int64_t> powers{1};  // η^s
  while (min_resource <= max_resource / reduction / powers.back()) powers.push_back(powers.back() * reduction);
  const auto brackets = static_cast<std::int64_t>(powers.size());
  std::vector<std::int64_t> sizes;
  for (std::int64_t s = brackets - 1; s >= 0; --s)
    sizes.push_back((brackets * powers[static_cast<std::size_t>(s)] + s) / (s + 1));
  return sizes;
}

std::size_t bracket_of(const std::vector<std::int64_t>& sizes, std::uint64_t seed, std::int64_t number) {
  constexpr std::uint64_t stream = 0x6879706572626e64;  // apart from the samplers' numbers
  const Key key = Key::from(seed, Purpose::draw, stream).at_step(static_cast<std::uint64_t>(number));
  std::int64_t place = integer_at(key, 0, 0, std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0}) - 1);
  std::size_t bracket = 0;
  while (place >= sizes[bracket]) place -= sizes[bracket++];
  return bracket;
}

namespace {

class Hyperband final : public CurvePruner {
 public:
  struct Options {
    std::int64_t min_resource = 1, reduction = 3;
    std::optional<std::int64_t> max_resource;
  };
  explicit Hyperband(const Options& options) : options_(options) {
    if (options.max_resource && *options.max_resource < options.min_resource)
      throw_error(ErrorKind::option, "ng.pruner.hyperband: max_resource = {} must be at least min_resource = {}",
                  *options.max_resource, options.min_resource);
  }

 protected:
  bool stops(const History& history, const Trial& trial) override {
    const std::int64_t most = options_.max_resource.value_or(longest_complete(history));
    if (trial.reports.back().step >= most)
      return false;  // over; or nobody was yet, and it is not known where the end is
    const auto sizes = bracket_sizes(options_.min_resource, most, options_.reduction);
    const std::size_t own = bracket_of(sizes, history.seed(), trial.number);
    Rungs rungs{options_.min_resource, options_.reduction};
    for (std::size_t i = 0; i < own; ++i) rungs.first *= options_.reduction;
    return loses_rung(history, trial, rungs,
                      [&](const Trial& other) { return bracket_of(sizes, history.seed(), other.number) == own; });
  }

 private:
  static std::int64_t longest_complete(const History& history) {
    std::int64_t most = 0;
    for (const Trial& trial : history.trials())
      if (trial.state == State::complete && !trial.reports.empty()) most = std::max(most, trial.reports.back().step);
    return most;
  }

  Options options_;
};

}  // namespace
}  // namespace nilgrad::study

NILGRAD_DESCRIBE(pruner, hyperband) {
  using Options = study::Hyperband::Options;
  return describe<study::Pruner, study::Hyperband>("hyperband", "successive halving that hedges how early to stop")
      .formula(
          "brackets i = 0 … ⌊log_η(R/r)⌋, each halving its own trials from step r ηⁱ on by the rule of ng.pruner.asha; "
          "a\n"
          "trial's bracket is drawn from (study seed, number) with algorithm 1's shares, ⌈(s_max+1) η^s/(s+1)⌉, s = "
          "s_max−i")
      .cost("nothing: goes by the reports")
      .memory("none")
      .reference("Li et al., JMLR 18 (2018), algorithm 1")
      .option("min_resource", &Options::min_resource, "r, the step of the first comparison",
              {.low = 1, .unit = "steps"})
      .option("reduction", &Options::reduction, "η", {.low = 2})
      .option("max_resource", &Options::max_resource, "R, the last step of a whole trial",
              {.low = 1,
               .unit = "steps",
               .default_text = "the last step of the complete trials; before there is one, none is stopped"})
      .example(
          "local study = ng.study { pruner = ng.pruner.hyperband { max_resource = 27 }, seed = 1 }\n"
          "study:optimize(function(trial)\n"
          "  local x = trial:float('x', -1, 1)\n"
          "  for step = 1, 27 do\n"
          "    trial:report(step, x ^ 2 + 1 / step)\n"
          "    if trial:should_prune() then trial:prune() end\n"
          "  end\n"
          "  return x ^ 2\n"
          "end, { trials = 20 })\n"
          "return study.best");
}
