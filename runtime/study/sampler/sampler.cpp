#include "runtime/study/sampler/sampler.hpp"

namespace nilgrad::study {
namespace {

/// FNV-1a: tells parameters apart. Their names must give the same numbers for ever.
std::uint64_t hash_of(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char letter : name) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3;
  return hash;
}

Generator generator(const Turn& turn, std::uint64_t stream) {
  return Generator(Key::from(turn.history.seed(), Purpose::draw, stream)
                       .at_step(static_cast<std::uint64_t>(turn.number))
                       .query(static_cast<std::uint32_t>(turn.retry)));
}

}  // namespace

Generator Turn::random() const { return generator(*this, hash_of("")); }
Generator Turn::random(std::string_view name) const { return generator(*this, hash_of(name)); }

Key shared_key(std::uint64_t seed, std::string_view name, std::uint8_t use) {
  return Key::from(seed, Purpose::draw, hash_of(name)).round(use);
}

Value draw_uniform(const Domain& domain, Generator& random) {
  if (domain.coordinates() == 1) return domain.at(random.uniform());
  std::vector<double> u(domain.coordinates());
  for (double& number : u) number = random.uniform();
  return domain.at(u);
}

Value Sampler::draw(const Turn& turn, const std::string& name, const Domain& domain) {
  Generator random = turn.random(name);
  return draw_uniform(domain, random);
}

}  // namespace nilgrad::study
