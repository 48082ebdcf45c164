#pragma once
#include <cmath>

#include "tests/study/sampler/trying.hpp"

namespace nilgrad::study {

/// On how many seeds a sampler finds a better value than random search in as many trials. By chance alone 24 of 30 have
/// a probability of 0.0007.
inline int wins_against_random(const std::string& name, const catalog::Values& options,
                               const Trying::Objective& objective, std::int64_t trials, std::uint64_t seeds = 30) {
  int count = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    Trying study(name, seed, options), random("random", seed);
    study.run(objective, trials);
    random.run(objective, trials);
    count += study.best() < random.best() ? 1 : 0;
  }
  return count;
}

/// A bowl over floats, a logarithmic int and a choice.
inline double mixed_bowl(Trying::Asking& trial) {
  const double x = trial.real("x", -5, 5), lr = trial.real("lr", 1e-5, 1, true);
  const auto n = static_cast<double>(trial.integer("n", 1, 64, true));
  const double kind = trial.choice("kind", {"a", "b", "c", "d"}) == "c" ? 0 : 1;
  return x * x / 5 + std::pow(std::log10(lr) + 2, 2) / 2 + std::pow(std::log2(n) - 4, 2) / 4 + kind;
}

/// A bowl with its minimum off the centre of six unit intervals.
inline double sphere(Trying::Asking& trial) {
  double sum = 0;
  for (int i = 0; i < 6; ++i) sum += std::pow(trial.real("x" + std::to_string(i), 0, 1) - 0.3 - 0.08 * i, 2);
  return sum;
}

/// Two branches with parameters of their own; the second one is good.
inline double conditional(Trying::Asking& trial) {
  if (trial.choice("kind", {"flat", "bowl", "hill"}) != "bowl") return 1 + trial.real("other", 0, 1);
  return std::pow(trial.real("u", 0, 1) - 0.8, 2) + std::pow(trial.real("v", 0, 1) - 0.2, 2);
}

}  // namespace nilgrad::study
