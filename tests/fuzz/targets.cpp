#include "tests/fuzz/targets.hpp"

#include <array>

namespace nilgrad::fuzz {

std::span<const Target> targets() {
  static constexpr std::array<Target, 6> all{{{"chunk", chunk},
                                              {"completion", completion},
                                              {"options", options},
                                              {"json", json},
                                              {"file", file},
                                              {"history", history}}};
  return all;
}

}  // namespace nilgrad::fuzz
