#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "runtime/catalog/describe.hpp"
#include "runtime/study/pareto.hpp"
#include "runtime/study/sampler/sampler.hpp"
#include "runtime/study/sampler/variation.hpp"

namespace nilgrad::study {
namespace {

/// How far apart the neighbours of each point of a front are, relative to the front's extent, over all objectives; +inf
/// at its ends.
std::vector<double> crowding(const std::vector<std::vector<double>>& points, const std::vector<std::size_t>& front) {
  std::vector<double> distances(front.size());
  std::vector<std::size_t> order(front.size());
  for (std::size_t k = 0; k < points[front[0]].size(); ++k) {
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto at = [&](std::size_t i) { return points[front[i]][k]; };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return at(a) < at(b); });
    const double extent = at(order.back()) - at(order.front());
    distances[order.front()] = distances[order.back()] = std::numeric_limits<double>::infinity();
    if (!(extent > 0)) continue;
    for (std::size_t i = 1; i + 1 < order.size(); ++i)
      distances[order[i]] += (at(order[i + 1]) - at(order[i - 1])) / extent;
  }
  return distances;
}

struct Member {
  std::int64_t number = 0;
  std::size_t front = 0;
  double crowding = 0;
  bool operator<(const Member& other) const {  // the better one first
    return front != other.front ? front < other.front : crowding > other.crowding;
  }
};

/// The best `most` complete trials: by fronts, the last of them by crowding.
std::vector<Member> survivors(const History& history, std::size_t most) {
  std::vector<std::int64_t> numbers;
  std::vector<std::vector<double>> points;
  for (const Trial& trial : history.trials()) {
    if (trial.state != State::complete) continue;
    numbers.push_back(trial.number);
    points.push_back(losses_of(history, trial.number));
  }
  std::vector<Member> members;
  const auto fronts = nondominated_fronts(points, most);
  for (std::size_t f = 0; f < fronts.size(); ++f) {
    const auto distances = crowding(points, fronts[f]);
    for (std::size_t i = 0; i < fronts[f].size(); ++i) members.push_back({numbers[fronts[f][i]], f, distances[i]});
  }
  std::stable_sort(members.begin(), members.end());
  members.resize(std::min(members.size(), most));
  return members;
}

class Nsga2 final : public Sampler {
 public:
  struct Options {
    std::int64_t population = 50;
    double crossover = 0.9;
    std::optional<double> mutation;
  };
  explicit Nsga2(const Options& options)
      : options_(options), start_(catalog::make<Sampler>("lhs", {{"points", options.population}})) {}

  bool serves_several_objectives() const override { return true; }

  Proposal propose(const Turn& turn) override {
    if (turn.number < options_.population) return {{}, "lhs"};
    const auto population = survivors(turn.history, static_cast<std::size_t>(options_.population));
    if (population.empty()) return {{}, "random"};
    const auto last = static_cast<std::int64_t>(population.size()) - 1;
    const auto pick = [&](Generator& random) {
      const Member& a = population[static_cast<std::size_t>(random.integer(0, last))];
      const Member& b = population[static_cast<std::size_t>(random.integer(0, last))];
      return row_of(turn.history, b < a ? b.number : a.number);
    };
    Generator random = turn.random();
    const Row child = new_child(
        turn.history, pick, {options_.crossover, options_.mutation},
        [&](const Row& row) { return allowed(values_at(turn.history, row)); }, random);
    return {values_at(turn.history, child), "nsga2"};
  }

  Value draw(const Turn& turn, const std::string& name, const Domain& domain) override {
    return turn.number < options_.population ? start_->draw(turn, name, domain) : Sampler::draw(turn, name, domain);
  }

 private:
  Options options_;
  std::shared_ptr<Sampler> start_;
};

}  // namespace
}  // namespace nilgrad::study

NILGRAD_DESCRIBE(sampler, nsga2) {
  using Options = study::Nsga2::Options;
  return describe<study::Sampler, study::Nsga2>(
             "nsga2",
             "NSGA-II for several objectives, of steady state: children of the trials nearest to the Pareto front")
      .formula(
          "starts with a Latin hypercube; then each trial is a child of two of the `population` best: by fronts of "
          "trials that\n"
          "none dominates, within a front by how far apart their neighbours are; each parent the better of two drawn")
      .cost("none")
      .memory("none between trials")
      .reference("Deb et al., IEEE Trans. Evol. Comput. 6 (2002)")
      .option("population", &Options::population, "best trials that have children", {.low = 2, .high = 1e5})
      .option("crossover", &Options::crossover, "probability of two parents", {.low = 0, .high = 1})
      .option("mutation", &Options::mutation, "probability of each parameter",
              {.low = 0, .high = 1, .default_text = "1/(number of parameters)"})
      .example(
          "local study = ng.study { sampler = ng.sampler.nsga2 { population = 20 }, seed = 1,\n"
          "  directions = { 'minimize', 'minimize' } }\n"
          "study:optimize(function(trial)\n"
          "  local x = trial:float('x', -2, 2)\n"
          "  return { x ^ 2, (x - 1) ^ 2 }\n"
          "end, { trials = 60 })\n"
          "return #study.pareto");
}
