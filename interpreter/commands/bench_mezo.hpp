#pragma once
#include <string>

namespace nilgrad::interpreter {

struct MezoBenchOptions {
  std::string like = "opt-125m";  ///< the shape, with random weights
  int threads = 2;
  int repeat = 5;
  std::string torch;  ///< a Python that has PyTorch: the peer in the same run; empty: none
};

/// A step of two-point fine-tuning (both branches and the update) next to one plain forward pass of ours and, where
/// asked for, to PyTorch's public MeZO step: 16 texts of 64 tokens and 1 of 400, float32 and bfloat16.
int bench_mezo(const MezoBenchOptions& options);

}  // namespace nilgrad::interpreter
