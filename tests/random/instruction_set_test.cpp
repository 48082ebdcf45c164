#include "runtime/random/instruction_set.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>

#include "runtime/error.hpp"
#include "tests/random/instruction_set_scope.hpp"

using namespace nilgrad;
using Catch::Matchers::Contains;

TEST_CASE("an instruction set can be chosen, and portable code is always there") {
  for (const InstructionSet set : supported_sets()) {
    const InstructionSetScope scope(set);
    CHECK(instruction_set() == set);
  }
  CHECK(supported(InstructionSet::portable));
}

TEST_CASE("the names of instruction sets are those that NILGRAD_ISA takes") {
  CHECK(instruction_set_from("portable") == InstructionSet::portable);
  if (supported(InstructionSet::avx512)) CHECK(instruction_set_from("avx512") == InstructionSet::avx512);
  CHECK_THROWS_WITH(instruction_set_from("avx"), Contains("'avx'") && Contains("portable, avx2 or avx512"));
  CHECK_THROWS_WITH(instruction_set_from(""), Contains("portable, avx2 or avx512"));
}

TEST_CASE("an instruction set that the machine lacks is refused by name") {
  for (const auto set : {InstructionSet::avx2, InstructionSet::avx512}) {
    if (supported(set)) continue;
    CHECK_THROWS_WITH(instruction_set_from(name_of(set)), Contains(std::string(name_of(set))));
    CHECK_THROWS_AS(set_instruction_set(set), Error);
  }
}
