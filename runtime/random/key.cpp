#include "runtime/random/key.hpp"

#include "runtime/random/philox.hpp"

namespace nilgrad {
namespace {

// Part of the layout: counter words that set hashes apart from each other and from the numbers of a direction.
constexpr std::uint32_t stream_tag = 0x6E696C67u;   // "nilg"
constexpr std::uint32_t step_tensor = 0x7FFFFFFFu;  // no tensor has this index

std::uint64_t first_64_bits(PhiloxBlock counter, std::uint64_t key) {
  const PhiloxBlock r = philox(counter, key);
  return std::uint64_t{r.word[1]} << 32 | r.word[0];
}

}  // namespace

Key Key::from(std::uint64_t seed, Purpose purpose, std::uint64_t stream) {
  const PhiloxBlock counter{{static_cast<std::uint32_t>(purpose), static_cast<std::uint32_t>(stream),
                             static_cast<std::uint32_t>(stream >> 32), stream_tag}};
  return {first_64_bits(counter, seed), 0, 0};
}

Key Key::at_step(std::uint64_t wanted) const {
  Key key = *this;
  key.step = static_cast<std::uint32_t>(wanted);
  const auto high = static_cast<std::uint32_t>(wanted >> 32);
  if (high != 0) key.stream_key = first_64_bits({{high, 0, step_tensor, 0}}, stream_key);
  return key;
}

}  // namespace nilgrad
