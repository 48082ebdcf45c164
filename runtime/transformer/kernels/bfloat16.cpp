#include "runtime/transformer/kernels/bfloat16.hpp"

#include <cmath>
#include <vector>

#include "runtime/random/instruction_set.hpp"
#include "runtime/tensor/half.hpp"
#include "runtime/transformer/kernels/kernels.hpp"

#ifdef __x86_64__
#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace nilgrad::transformer {

void multiply_bfloat16_plainly(const std::uint16_t* w, std::size_t row_stride, const std::uint16_t* x, float* c,
                               std::size_t rows, std::size_t k, bool accumulate) {
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t j = 0; j < lanes; ++j) {
      float sum = accumulate ? c[r * lanes + j] : 0.0f;
      for (std::size_t i = 0; i < k; ++i)
        sum += widen_bfloat16(w[r * row_stride + i]) * widen_bfloat16(x[i / 2 * 2 * lanes + 2 * j + i % 2]);
      c[r * lanes + j] = sum;
    }
}

#ifdef __x86_64__
namespace {

bool machine_has_avx512_bfloat16() {
  unsigned a = 0, b = 0, c = 0, d = 0;
  return __get_cpuid_count(7, 1, &a, &b, &c, &d) != 0 && (a & (1u << 5)) != 0;
}

/// The tiles' 8 KiB of state must be asked for before a thread's first use; the grant holds for the whole process.
bool machine_has_amx() {
  unsigned a = 0, b = 0, c = 0, d = 0;
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d) == 0) return false;
  const bool instructions = (d & (1u << 22)) != 0 && (d & (1u << 24)) != 0;
  constexpr long request_permission = 0x1023, tile_data = 18;  // ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA
  return instructions && syscall(SYS_arch_prctl, request_permission, tile_data) == 0;
}

/// Whether it multiplies as its plain twin does.
bool right(const Bfloat16Kernels& kernels) {
  constexpr std::size_t rows = 49, k = 96;
  std::vector<std::uint16_t> w(rows * k), x(k * lanes);
  std::vector<float> expected(rows * lanes, 0.5f), found = expected;
  const auto fill = [](std::vector<std::uint16_t>& numbers, std::uint32_t state) {
    for (auto& number : numbers) {
      state = state * 1664525u + 1013904223u;
      number = narrow_bfloat16(static_cast<float>(state >> 8) * 0x1p-23f - 1.0f);
    }
  };
  fill(w, 1);
  fill(x, 2);
  for (const bool accumulate : {false, true}) {
    multiply_bfloat16_plainly(w.data(), k, x.data(), expected.data(), rows, k, accumulate);
    kernels.multiply(w.data(), k, x.data(), found.data(), rows, k, accumulate);
    for (std::size_t i = 0; i < found.size(); ++i)
      if (!(std::fabs(found[i] - expected[i]) < 1e-4f)) return false;
  }
  return true;
}

const Bfloat16Kernels* best_kernels() {
  if (!supported(InstructionSet::avx512) || !machine_has_avx512_bfloat16()) return nullptr;
  if (machine_has_amx() && right(amx_bfloat16_kernels)) return &amx_bfloat16_kernels;
  return right(avx512_bfloat16_kernels) ? &avx512_bfloat16_kernels : nullptr;
}

}  // namespace
#endif

const Bfloat16Kernels* bfloat16_kernels() {
#ifdef __x86_64__
  static const Bfloat16Kernels* const best = best_kernels();
  return instruction_set() == InstructionSet::avx512 ? best : nullptr;
#else
  return nullptr;
#endif
}

}  // namespace nilgrad::transformer
