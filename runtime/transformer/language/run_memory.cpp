#include "runtime/transformer/language/run_memory.hpp"

#include <algorithm>
#include <array>

#include "runtime/tensor/parallel.hpp"
#include "runtime/transformer/linear.hpp"

namespace nilgrad::transformer {
namespace {

std::size_t extent(std::int64_t n) { return static_cast<std::size_t>(n); }
std::size_t panels_of(std::size_t tokens) { return (tokens + lanes - 1) / lanes; }

/// Of one thread: a block's weights and what they become in the branches that are formed at once; the scores of a panel
/// of tokens against all that they see; the logits of a tile of the vocabulary.
std::size_t scratch_of_thread(const PassShape& pass, std::size_t tokens) {
  const std::size_t block = BranchWeights::formed_memory(tile_rows * tile_depth);
  const std::size_t scores = panels_of(tokens) * lanes * lanes;
  const std::size_t logits = pass.branches * panels_of(pass.examples * pass.scored) * tile_rows * lanes;
  return (block + scores + logits) * sizeof(float);
}

/// Of the sums over the vocabulary's tiles, and of x's numbers in 16 bits.
std::size_t scratch_of_all(const Config& config, Compute compute, const PassShape& pass, std::size_t tokens) {
  const std::size_t tiles = (extent(config.vocab) + tile_rows - 1) / tile_rows;
  std::size_t bytes = 2 * pass.branches * pass.examples * pass.scored * tiles * sizeof(float);
  if (compute == Compute::bfloat16)
    bytes +=
        pass.branches * panels_of(tokens) * lanes * extent(std::max(config.hidden, config.ffn)) * sizeof(std::uint16_t);
  return bytes;
}

}  // namespace

RunMemory memory_of(const Config& config, Compute compute, PassShape pass, std::size_t weights, std::size_t state) {
  pass.examples = std::min(pass.examples, std::max<std::size_t>(1, Scorer::most_tokens / pass.tokens));
  const std::size_t tokens = pass.examples * pass.tokens;
  RunMemory memory;
  memory.weights = weights;
  memory.activations = Forward::memory(config, pass.branches, tokens, pass.examples * pass.scored);
  memory.scratch = static_cast<std::size_t>(threads()) * scratch_of_thread(pass, tokens) +
                   scratch_of_all(config, compute, pass, tokens);
  memory.state = state;
  return memory;
}

std::string bytes_text(std::size_t bytes) {
  constexpr std::array<const char*, 4> units = {"B", "kB", "MB", "GB"};
  auto number = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; number >= 999.5 && unit + 1 < units.size(); ++unit) number /= 1000;
  return fmt::format("{:.3g} {}", number, units[unit]);
}

}  // namespace nilgrad::transformer
