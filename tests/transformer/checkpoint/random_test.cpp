#include <catch2/catch.hpp>
#include <cmath>
#include <set>
#include <string>

#include "runtime/random/directions.hpp"
#include "runtime/tensor/elementwise.hpp"
#include "runtime/tensor/reduce.hpp"
#include "runtime/transformer/checkpoint/checkpoint.hpp"
#include "tests/threads_scope.hpp"

using namespace nilgrad;
using namespace nilgrad::transformer;

namespace {

Config small(bool tied) {
  Config config = config_of("smollm2-135m");
  config.layers = 1;
  config.vocab = 1000;
  config.tied = tied;
  config.attention_bias = config.qkv_bias = true;
  return config;
}

}  // namespace

TEST_CASE("a random model has weights of deviation 0.02, biases 0 and norms 1") {
  for (const Config& config : {small(false), config_of("opt-125m")}) {
    const Checkpoint checkpoint = random_checkpoint(config, DType::float32, 3);
    const auto specs = tensor_specs(config);
    REQUIRE(checkpoint.tensors.size() == specs.size());
    for (std::size_t i = 0; i < specs.size(); ++i) {
      const auto& [name, tensor] = checkpoint.tensors[i];
      CAPTURE(name);
      REQUIRE(name == specs[i].name);
      REQUIRE(tensor.shape() == specs[i].shape);
      const double n = static_cast<double>(tensor.size());
      if (name.ends_with("bias")) {
        CHECK((reduce(Reduction::min, tensor) == 0 && reduce(Reduction::max, tensor) == 0));
      } else if (tensor.shape().size() == 1) {
        CHECK((reduce(Reduction::min, tensor) == 1 && reduce(Reduction::max, tensor) == 1));
      } else {  // five standard deviations of the mean and of the deviation
        CHECK(std::abs(reduce(Reduction::mean, tensor)) < 5 * 0.02 / std::sqrt(n));
        const double deviation = reduce(Reduction::norm2, tensor) / std::sqrt(n);
        CHECK(std::abs(deviation / 0.02 - 1) < 5 / std::sqrt(2 * n));
      }
    }
  }
}

TEST_CASE("a random model depends on its seed, not on the number of threads", "[threads]") {
  std::set<std::string> seen;
  for (const int count : {1, 2, 5}) {
    const ThreadsScope scope(count);
    seen.insert(fingerprint(random_checkpoint(small(true), DType::bfloat16, 7).tensors));
  }
  CHECK(seen.size() == 1);
  CHECK(seen.insert(fingerprint(random_checkpoint(small(true), DType::bfloat16, 8).tensors)).second);
}

TEST_CASE("a random model in 16 bits is the float32 one rounded, and float64 is refused") {
  const Checkpoint wide = random_checkpoint(small(false), DType::float32, 5);
  for (const DType dtype : {DType::bfloat16, DType::float16}) {
    const Checkpoint narrow = random_checkpoint(small(false), dtype, 5);
    for (std::size_t i = 0; i < wide.tensors.size(); ++i) {
      REQUIRE(narrow.tensors[i].tensor.dtype() == dtype);
      CHECK(equal(narrow.tensors[i].tensor.to(DType::float32), wide.tensors[i].tensor.to(dtype).to(DType::float32)));
    }
  }
  CHECK_THROWS_WITH(random_checkpoint(small(false), DType::float64, 5), Catch::Contains("not float64"));
}
