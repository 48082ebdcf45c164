#include "runtime/random/instruction_set.hpp"

#include <atomic>
#include <cstdlib>

#include "runtime/error.hpp"

namespace nilgrad {
namespace {

constexpr InstructionSet every_set[] = {InstructionSet::portable, InstructionSet::avx2, InstructionSet::avx512};
constexpr int unknown = -1;
std::atomic<int> current{unknown};

InstructionSet best() {
  InstructionSet set = InstructionSet::portable;
  for (const InstructionSet candidate : every_set)
    if (supported(candidate)) set = candidate;
  return set;
}

InstructionSet chosen() {
  const char* wanted = std::getenv("NILGRAD_ISA");
  if (!wanted) return best();
  try {
    return instruction_set_from(wanted);
  } catch (const Error& error) {
    throw_error(ErrorKind::option, "environment variable NILGRAD_ISA: {}", error.what());
  }
}

}  // namespace

std::string_view name_of(InstructionSet set) noexcept {
  constexpr std::string_view names[] = {"portable", "avx2", "avx512"};
  return names[static_cast<int>(set)];
}

bool supported(InstructionSet set) noexcept {
#ifdef __x86_64__
  __builtin_cpu_init();
  if (set == InstructionSet::avx2) return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (set == InstructionSet::avx512)
    return supported(InstructionSet::avx2) && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#endif
  return set == InstructionSet::portable;
}

InstructionSet instruction_set_from(std::string_view name) {
  for (const InstructionSet set : every_set) {
    if (name != name_of(set)) continue;
    if (supported(set)) return set;
    throw_error(ErrorKind::option, "this machine lacks {}; the best it has is {}", name, name_of(best()));
  }
  throw_error(ErrorKind::option, "'{}' is no instruction set; use portable, avx2 or avx512", name);
}

InstructionSet instruction_set() {
  int set = current.load(std::memory_order_relaxed);
  if (set == unknown) {  // racing threads come to the same answer
    set = static_cast<int>(chosen());
    current.store(set, std::memory_order_relaxed);
  }
  return static_cast<InstructionSet>(set);
}

void set_instruction_set(InstructionSet set) {
  if (!supported(set))
    throw_error(ErrorKind::unavailable, "this machine lacks {}; the best it has is {}", name_of(set), name_of(best()));
  current.store(static_cast<int>(set), std::memory_order_relaxed);
}

}  // namespace nilgrad
