#include "runtime/transformer/kernels/kernels.hpp"

#include "runtime/random/instruction_set.hpp"

namespace nilgrad::transformer {

const LayerKernels& layer_kernels() {
#ifdef __x86_64__
  switch (instruction_set()) {
    case InstructionSet::avx512:
      return avx512_layer_kernels;
    case InstructionSet::avx2:
      return avx2_layer_kernels;
    case InstructionSet::portable:
      break;
  }
#endif
  return portable_layer_kernels;
}

}  // namespace nilgrad::transformer
