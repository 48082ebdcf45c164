#include "runtime/tensor/tensor.hpp"

#include <catch2/catch.hpp>
#include <cstdint>
#include <thread>
#include <vector>

#include "runtime/tensor/buffer.hpp"

using namespace nilgrad;

TEST_CASE("rows and other shapes of a tensor share its elements, a clone does not") {
  Tensor tensor({3, 2});
  Tensor row = tensor.row(1), middle = tensor.rows(1, 2), flat = tensor.reshaped({6});
  const Tensor copy = tensor.clone();
  flat.set(3, 7);
  CHECK(row.at(1) == 7);
  CHECK(middle.at(1) == 7);
  CHECK(copy.at(3) == 0);
  CHECK(row.shape() == Shape{2});
  CHECK(middle.shape() == Shape{2, 2});
  CHECK_THROWS_WITH(tensor.rows(2, 2), "rows 3..4 of a tensor with 3 rows");
  CHECK_THROWS_WITH(tensor.reshaped({4}), "cannot reshape [3, 2] to [4]");
}

TEST_CASE("elements are converted between dtypes by rounding to nearest") {
  const Tensor doubles = Tensor::full({4}, 0.1);
  const Tensor floats = doubles.to(DType::float32);
  CHECK(floats.at(2) == static_cast<double>(0.1f));
  CHECK(doubles.to(DType::float64).data() == doubles.data());
  CHECK_THROWS_WITH(floats.as<double>(), "expected a float64 tensor, got float32");
  CHECK_THROWS_WITH(dtype_from("int8"),
                    "unknown dtype 'int8'; use 'float32' or 'float64' (to store: 'bfloat16', 'float16')");
}

TEST_CASE("a tensor without elements, or of one, is a tensor like any other") {
  Tensor none({0, 3});
  CHECK(none.clone().shape() == Shape{0, 3});
  none.copy_from(Tensor({0}));
  CHECK(none.rows(0, 0).empty());
  CHECK(Tensor(Shape{}).size() == 1);
}

TEST_CASE("memory beyond the machine's is refused, not promised") {
  CHECK_THROWS_WITH(Tensor({std::int64_t{1} << 44}), Catch::Contains("cannot allocate"));
}

TEST_CASE("live bytes count a buffer once, however many views it has, until the last one goes") {
  const std::size_t before = live_buffer_bytes();
  {
    const Tensor tensor({1000, 100});
    const std::size_t held = live_buffer_bytes() - before;
    CHECK(held >= tensor.bytes());
    CHECK(held < tensor.bytes() + 1024);
    const Tensor row = tensor.row(3), flat = tensor.reshaped({-1 + 100001});
    CHECK(live_buffer_bytes() - before == held);
  }
  CHECK(live_buffer_bytes() == before);
}

TEST_CASE("buffers of every size are aligned to a cache line and keep their elements") {
  std::vector<Tensor> tensors;
  for (std::int64_t n = 1; n < 100000; n = n * 5 / 4 + 1)
    for (int twice = 0; twice < 2; ++twice) {
      tensors.push_back(Tensor::full({n}, static_cast<double>(n), DType::float32));
      CHECK(reinterpret_cast<std::uintptr_t>(tensors.back().data()) % 64 == 0);
      if (twice == 0) tensors.pop_back();  // its buffer is the next one's
    }
  for (const Tensor& tensor : tensors) {
    CHECK(tensor.at(0) == static_cast<double>(tensor.size()));
    CHECK(tensor.at(tensor.size() - 1) == static_cast<double>(tensor.size()));
  }
}

TEST_CASE("a tensor may be released by another thread than its maker", "[threads]") {
  const std::size_t before = live_buffer_bytes();
  for (int round = 0; round < 20; ++round) {
    std::vector<Tensor> tensors;
    for (int i = 0; i < 50; ++i) tensors.emplace_back(Shape{784}, DType::float32);
    std::thread([moved = std::move(tensors)]() mutable {
      moved.clear();
      for (int i = 0; i < 50; ++i) moved.emplace_back(Shape{784}, DType::float32);
    }).join();
  }
  CHECK(live_buffer_bytes() == before);
}
