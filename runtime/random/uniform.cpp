#include "runtime/random/uniform.hpp"

#include <cstddef>
#include <numeric>
#include <utility>

#include "runtime/random/directions.hpp"
#include "runtime/random/philox.hpp"

namespace nilgrad {

std::uint64_t bits_at(const Key& key, std::uint64_t index) {
  const std::uint64_t block = index / 2;
  const std::uint32_t word2 = 0x80000000u | static_cast<std::uint32_t>(block >> 32);
  const PhiloxBlock r = philox({{key.step, key.round_query, word2, static_cast<std::uint32_t>(block)}}, key.stream_key);
  const std::size_t output = 2 * (index % 2);
  return std::uint64_t{r.word[output]} << 32 | r.word[output + 1];
}

double uniform_at(const Key& key, std::uint64_t index) {
  return static_cast<double>((bits_at(key, index) >> 11) | 1) * 0x1p-53;
}

std::int64_t integer_at(const Key& key, std::uint64_t index, std::int64_t low, std::int64_t high) {
  if (low > high)
    throw_error(ErrorKind::option, "no integer lies between {} and {}; give the smaller one first", low, high);
  __extension__ using Product = unsigned __int128;
  const std::uint64_t bits = bits_at(key, index);
  const std::uint64_t base = static_cast<std::uint64_t>(low);
  const std::uint64_t count = static_cast<std::uint64_t>(high) - base + 1;  // 0 stands for 2^64
  const std::uint64_t offset = count == 0 ? bits : static_cast<std::uint64_t>(Product{bits} * count >> 64);
  return static_cast<std::int64_t>(base + offset);
}

double Generator::normal() {
  const std::uint64_t position = position_++;
  return double{gaussian_at(key_, static_cast<std::uint32_t>(position / max_gaussian_elements),
                            position % max_gaussian_elements)};
}

std::vector<std::size_t> Generator::permutation(std::size_t n) {
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = n; i > 1; --i)
    std::swap(order[i - 1], order[static_cast<std::size_t>(integer(0, static_cast<std::int64_t>(i - 1)))]);
  return order;
}

}  // namespace nilgrad
