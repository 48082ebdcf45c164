#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <vector>

#include "runtime/transformer/checkpoint/checkpoint.hpp"
#include "tests/threads_scope.hpp"

using namespace nilgrad;
using namespace nilgrad::transformer;

namespace {

std::string of(const std::string& name, const Tensor& tensor) {
  const std::vector<NamedTensor> tensors = {{name, tensor}};
  return fingerprint(tensors);
}

}  // namespace

TEST_CASE("a fingerprint tells every change of one number, of a name, a shape and a dtype") {
  Tensor tensor({600, 700}, DType::float32);  // more than one chunk
  std::set<std::string> seen = {of("a", tensor), of("b", tensor), of("a", tensor.reshaped({700, 600})),
                                of("a", Tensor({300, 700}, DType::float64))};
  CHECK(seen.size() == 4);
  for (const std::size_t index : {0, 1, 15, 16, 262143, 262144, 419998, 419999}) {
    tensor.set(index, 1);
    CHECK(seen.insert(of("a", tensor)).second);
    tensor.set(index, 0);
  }
  CHECK_FALSE(seen.insert(of("a", tensor)).second);
}

TEST_CASE("a fingerprint tells the order and the number of tensors") {
  const NamedTensor a{"a", Tensor::full({3}, 1, DType::float32)}, b{"a", Tensor::full({3}, 2, DType::float32)};
  const std::vector<NamedTensor> ab = {a, b}, ba = {b, a}, one = {a}, none;
  CHECK(std::set{fingerprint(ab), fingerprint(ba), fingerprint(one), fingerprint(none)}.size() == 4);
  CHECK(fingerprint(ab).size() == 16);
}

TEST_CASE("a fingerprint is the same for any number of threads, and stays what it was", "[threads]") {
  const Checkpoint checkpoint = random_checkpoint(config_of("opt-125m"), DType::float32, 1);
  const std::span<const NamedTensor> first(checkpoint.tensors.data(), 4);
  std::set<std::string> seen;
  for (const int count : {1, 2, 5}) {
    const ThreadsScope scope(count);
    seen.insert(fingerprint(first));
  }
  CHECK(seen.size() == 1);
  CHECK(of("a", Tensor::full({5}, 0.5, DType::float32)) == "4caa5b8046d49a9d");
}
