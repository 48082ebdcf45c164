#include <algorithm>
#include <bit>
#include <cmath>

#include "runtime/catalog/describe.hpp"
#include "runtime/study/sampler/row.hpp"
#include "runtime/study/sampler/sampler.hpp"
#include "runtime/study/sampler/sobol_matrix.hpp"

namespace nilgrad::study {
namespace {

/// Point `index` of a dimension, scrambled: a random lower triangular matrix of ones on the diagonal times its digits
/// (Matousek, J. Complexity 14 (1998)), and a random shift of the digits. Keeps the net's quality, makes each point
/// uniform.
double scrambled(std::size_t dimension, std::uint64_t index, const Key& key) {
  const SobolDirections& v = sobol_directions(dimension);
  std::uint64_t digits = 0;
  for (std::size_t k = 0; index >> k != 0 && k < sobol_bits; ++k)
    if (index >> k & 1) digits ^= v[k];
  const std::uint64_t shift = bits_at(key, 0) >> (64 - sobol_bits);
  std::uint64_t mixed = 0;
  for (int r = 0; r < sobol_bits; ++r) {
    const std::uint64_t diagonal = std::uint64_t{1} << (sobol_bits - 1 - r);
    const std::uint64_t above = ~(diagonal | (diagonal - 1)) & ((std::uint64_t{1} << sobol_bits) - 1);
    const std::uint64_t row = (bits_at(key, static_cast<std::uint64_t>(r) + 1) & above) | diagonal;
    if (std::popcount(row & digits) & 1) mixed |= diagonal;
  }
  return std::ldexp(static_cast<double>(mixed ^ shift) + 0.5, -sobol_bits);
}

class Sobol final : public Sampler {
 public:
  using Options = catalog::NoOptions;
  explicit Sobol(const Options&) {}

  bool serves_several_objectives() const override { return true; }

  Value draw(const Turn& turn, const std::string& name, const Domain& domain) override {
    Generator random = turn.random(name);
    if (turn.retry > 0) return draw_uniform(domain, random);  // the point is not allowed
    std::size_t dimension = first_dimension(turn, name);
    std::vector<double> u(domain.coordinates());
    const Key key = shared_key(turn.history.seed(), name, sobol_scramble);
    for (std::size_t c = 0; c < u.size(); ++c, ++dimension)
      u[c] = dimension < sobol_dimensions
                 ? scrambled(dimension, static_cast<std::uint64_t>(turn.number), key.at_step(c))
                 : random.uniform();
    return domain.at(u);
  }

 private:
  /// Parameters have their dimensions in the order in which the trials asked for them first; then come, in order of
  /// name, those that no trial is known to have asked for.
  std::size_t first_dimension(const Turn& turn, const std::string& name) {
    if (!same_.still(turn.history)) {
      order_.clear();
      count_ = 0;
      settled_ = 0;
    }
    for (; settled_ < turn.number && known(turn.history, settled_); ++settled_)
      add(turn.history.trials()[static_cast<std::size_t>(settled_)]);
    const auto seen = order_;
    const std::size_t counted = count_;
    for (std::int64_t number = settled_; number <= turn.number && number < size(turn.history); ++number)
      add(turn.history.trials()[static_cast<std::size_t>(number)]);
    for (const auto& axis : turn.history.axes())
      if (order_.emplace(axis.name, count_).second) count_ += axis.domain->coordinates();
    const auto found = order_.find(name);
    const std::size_t dimension = found == order_.end() ? count_ : found->second;
    order_ = seen;  // what unfinished trials have asked for is not all yet
    count_ = counted;
    return dimension;
  }

  static std::int64_t size(const History& history) { return static_cast<std::int64_t>(history.trials().size()); }
  static bool known(const History& history, std::int64_t number) {
    return number < size(history) && is_finished(history.trials()[static_cast<std::size_t>(number)].state);
  }

  void add(const Trial& trial) {
    for (const Parameter& parameter : trial.parameters)
      if (order_.emplace(parameter.name, count_).second) count_ += parameter.domain->coordinates();
  }

  SameHistory same_;
  std::map<std::string, std::size_t, std::less<>> order_;  // of the trials before settled_
  std::size_t count_ = 0;
  std::int64_t settled_ = 0;
};

}  // namespace
}  // namespace nilgrad::study

NILGRAD_DESCRIBE(sampler, sobol) {
  return describe<study::Sampler, study::Sobol>(
             "sobol", "Sobol's sequence, scrambled: covers all parameters together more evenly than chance")
      .formula(
          "trial n is point n; a parameter's dimension is its place in the order of asking, 64 at most, the rest is "
          "random")
      .cost("none")
      .memory("27 kB of direction numbers")
      .reference("Sobol, USSR Comput. Math. Math. Phys. 7 (1967); Matousek, J. Complexity 14 (1998)")
      .example(
          "local study = ng.study { sampler = ng.sampler.sobol(), seed = 1 }\n"
          "study:optimize(function(trial) return (trial:float('x', -1, 1) - 0.3) ^ 2 end, { trials = 16 })\n"
          "return study.best");
}
