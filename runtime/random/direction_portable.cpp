#include "runtime/random/direction_loops.hpp"
#include "runtime/random/normal.hpp"
#include "runtime/random/philox.hpp"

namespace nilgrad {
namespace {

struct PortableSource {
  static void outputs(const DirectionAddress& address, std::uint64_t group, std::uint32_t (&words)[4][row_size]) {
    for (std::uint32_t j = 0; j < row_size; ++j) {
      const std::uint32_t block = static_cast<std::uint32_t>(row_size * group) + j;
      const PhiloxBlock out = philox({{address.step, address.round_query, address.tensor, block}}, address.stream_key);
      for (std::size_t r = 0; r < 4; ++r) words[r][j] = out.word[r];
    }
  }

  static void normals(const DirectionAddress& address, std::uint64_t group, std::size_t count, float* z) {
    std::uint32_t words[4][row_size];
    for (std::size_t g = 0; g < count; ++g) {
      outputs(address, group + g, words);
      for (std::size_t i = 0; i < gaussian_group; ++i)
        z[gaussian_group * g + i] = normal_from_bits(words[i / row_size][i % row_size]);
    }
  }
};

}  // namespace

const DirectionKernels portable_direction_kernels = kernels_of<PortableSource>;

}  // namespace nilgrad
