#include "runtime/study/sampler/gaussian_process/start.hpp"

namespace nilgrad::study {

Value draw_latin(const Turn& turn, const std::string& name, const Domain& domain, std::int64_t size) {
  Generator random = turn.random(name);
  if (turn.retry > 0) return draw_uniform(domain, random);
  const std::int64_t place = turn.number % size;
  Generator block = Turn{turn.history, turn.number - place, 0}.random("latin " + name);
  std::vector<double> u(domain.coordinates());
  for (double& coordinate : u) {
    const auto stratum = block.permutation(static_cast<std::size_t>(size))[static_cast<std::size_t>(place)];
    coordinate = (static_cast<double>(stratum) + random.uniform()) / static_cast<double>(size);
  }
  return domain.at(u);
}

}  // namespace nilgrad::study
