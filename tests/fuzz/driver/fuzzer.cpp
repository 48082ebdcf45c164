// One of the targets as libFuzzer wants it: FUZZ_TARGET is its name. A broken promise is an exception nobody catches.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  nilgrad::fuzz::FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
  return 0;
}
