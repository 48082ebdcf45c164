#include "runtime/algorithm/chunk_sums.hpp"

#include <algorithm>
#include <array>

#include "runtime/tensor/parallel.hpp"

namespace nilgrad {
namespace {

// Chunks are summed in blocks, each by one thread, and blocks in their order. Blocks are begun in waves, so that there
// are few partial sums at a time; the order does not depend on a wave's size.
constexpr std::size_t block_elements = 32 * largest_chunk;
constexpr std::size_t most_partial_sums = 1 << 20;

}  // namespace

void sum_over_chunks(const Point& x, std::span<double> totals,
                     const std::function<void(const Slice&, std::size_t, std::span<double>)>& f) {
  std::fill(totals.begin(), totals.end(), 0.0);
  std::vector<double> partial;
  std::uint64_t offset = 0;
  for (std::uint32_t t = 0; t < x.tensors.size(); ++t) {
    const std::size_t size = x.tensors[t].size(), blocks = (size + block_elements - 1) / block_elements;
    const auto sum_block = [&](std::size_t block, std::span<double> sums) {
      const std::size_t end = std::min(size, (block + 1) * block_elements);
      for (std::size_t first = block * block_elements; first < end; first += largest_chunk)
        f({t, first, offset + first}, std::min(end - first, largest_chunk), sums);
    };
    if (blocks == 1) sum_block(0, totals);
    const std::size_t wave =
        std::clamp<std::size_t>(most_partial_sums / std::max<std::size_t>(1, totals.size()), 1, 64);
    for (std::size_t begin = 0; blocks > 1 && begin < blocks; begin += wave) {
      const std::size_t count = std::min(wave, blocks - begin), width = totals.size();
      partial.assign(count * width, 0.0);
      parallel_for(count, 1, [&](std::size_t first, std::size_t) {
        sum_block(begin + first, std::span(partial).subspan(first * width, width));
      });
      for (std::size_t b = 0; b < count; ++b)
        for (std::size_t k = 0; k < width; ++k) totals[k] += partial[b * width + k];
    }
    offset += size;
  }
}

double dot_of_chunk(std::span<const double> a, std::span<const double> b) {
  constexpr std::size_t lanes = 16;
  std::array<double, lanes> lane{};
  std::size_t i = 0;
  for (; i + lanes <= a.size(); i += lanes)
    for (std::size_t l = 0; l < lanes; ++l) lane[l] += a[i + l] * b[i + l];
  for (std::size_t l = 0; i + l < a.size(); ++l) lane[l] += a[i + l] * b[i + l];
  for (std::size_t half = lanes / 2; half > 0; half /= 2)
    for (std::size_t l = 0; l < half; ++l) lane[l] += lane[l + half];
  return lane[0];
}

void fill_chunk(const Slice& slice, std::span<const Term> terms, std::span<double> x) {
  std::fill(x.begin(), x.end(), 0.0);
  add_terms(slice, x, terms, 1);
}

}  // namespace nilgrad
