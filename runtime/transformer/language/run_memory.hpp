#pragma once
#include <string>

#include "runtime/transformer/language/examples.hpp"

namespace nilgrad::transformer {

/// What goes through the layers at a time.
struct PassShape {
  std::size_t examples = 16;
  std::size_t tokens = 64;   ///< of each, its options included
  std::size_t scored = 1;    ///< of them, those after which a token's probability is asked for
  std::size_t branches = 2;  ///< probes of one estimate, each with a direction of its own
};

/// Bytes that a run on a language model takes beside the program itself, by the formulas that its parts allocate by.
struct RunMemory {
  std::size_t weights = 0;      ///< of the checkpoint and of adapters: those in memory at a time
  std::size_t activations = 0;  ///< of one pass, Forward::memory
  std::size_t scratch = 0;  ///< of all threads: blocks of weights and directions, attention scores, logits of a tile
  std::size_t state = 0;    ///< what the optimizer remembers
  std::size_t peak() const { return weights + activations + scratch + state; }
};

/// Of a model of this shape and so many bytes. A pass has as many examples as go through the layers at a time, which is
/// fewer than asked for where they have many tokens (Scorer).
RunMemory memory_of(const Config& config, Compute compute, PassShape pass, std::size_t weights, std::size_t state);

/// "3.2 GB"
std::string bytes_text(std::size_t bytes);

}  // namespace nilgrad::transformer
