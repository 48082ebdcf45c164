#pragma once
#include <string_view>

namespace nilgrad {

/// What kernels may use; each one includes those before it. avx2 means AVX2 and FMA; avx512 means AVX-512 F, BW, DQ and
/// VL. Machines that are not x86-64 are portable.
enum class InstructionSet { portable, avx2, avx512 };

std::string_view name_of(InstructionSet set) noexcept;

/// Whether this build has the code and this machine can run it.
bool supported(InstructionSet set) noexcept;

/// The set of that name. Throws Error(option) naming the choices when it is unknown or not supported.
InstructionSet instruction_set_from(std::string_view name);

/// What kernels use now: the best one supported, unless the environment variable NILGRAD_ISA names another (asked once)
/// or set_instruction_set chose one. Throws Error(option) for a value of NILGRAD_ISA that is unknown or unsupported.
InstructionSet instruction_set();

/// For tests and benchmarks; not while kernels run on other threads. Throws Error(unavailable) for one that is not
/// supported.
void set_instruction_set(InstructionSet set);

}  // namespace nilgrad
