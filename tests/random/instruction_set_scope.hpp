#pragma once
#include <vector>

#include "runtime/random/instruction_set.hpp"

namespace nilgrad {

/// Kernels use `set` while this lives.
class InstructionSetScope {
 public:
  explicit InstructionSetScope(InstructionSet set) : before_(instruction_set()) { set_instruction_set(set); }
  ~InstructionSetScope() { set_instruction_set(before_); }
  InstructionSetScope(const InstructionSetScope&) = delete;
  InstructionSetScope& operator=(const InstructionSetScope&) = delete;

 private:
  InstructionSet before_;
};

inline std::vector<InstructionSet> supported_sets() {
  std::vector<InstructionSet> sets;
  for (const auto set : {InstructionSet::portable, InstructionSet::avx2, InstructionSet::avx512})
    if (supported(set)) sets.push_back(set);
  return sets;
}

}  // namespace nilgrad
