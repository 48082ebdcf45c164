#include "runtime/tensor/rows.hpp"

#include <array>
#include <catch2/catch.hpp>

#include "runtime/tensor/elementwise.hpp"
#include "runtime/tensor/summary.hpp"

using namespace nilgrad;

namespace {

Tensor counting(const Shape& shape, DType dtype = DType::float64) {
  Tensor tensor(shape, dtype);
  for (std::size_t i = 0; i < tensor.size(); ++i) tensor.set(i, static_cast<double>(i));
  return tensor;
}

}  // namespace

TEST_CASE("rows are gathered in any order, repeats allowed") {
  const Tensor x = counting({4, 3}, DType::float32);
  const Tensor rows = gather(x, std::array<std::int64_t, 3>{3, 0, 3});
  CHECK(rows.shape() == Shape{3, 3});
  CHECK(equal(rows.row(0), x.row(3)));
  CHECK(equal(rows.row(1), x.row(0)));
  CHECK(equal(rows.row(2), x.row(3)));
  CHECK(gather(x, {}).shape() == Shape{0, 3});
  CHECK_THROWS_WITH(gather(x, std::array<std::int64_t, 1>{4}), "row 5 of a tensor with 4 rows");
  CHECK_THROWS_WITH(gather(Tensor({0, 3}), std::array<std::int64_t, 1>{0}), "row 1 of a tensor with 0 rows");
}

TEST_CASE("tensors are joined along any dimension") {
  const std::array<Tensor, 2> parts = {counting({2, 1, 2}), counting({2, 3, 2}, DType::float32)};
  const Tensor joined = concat(parts, 1);
  CHECK(joined.shape() == Shape{2, 4, 2});
  CHECK(joined.dtype() == DType::float64);
  CHECK(equal(joined.row(0).rows(0, 1), parts[0].row(0)));
  CHECK(equal(joined.row(1).rows(0, 1), parts[0].row(1)));
  CHECK(equal(joined.row(1).rows(1, 3), parts[1].row(1)));
  CHECK_THROWS_WITH(concat(parts, 0),
                    "concat along dimension 1: tensor 2 has shape [2, 3, 2], the first has [2, 1, 2]");
  CHECK_THROWS_WITH(concat(parts, 3), "concat along dimension 4 of tensors with 3 dimensions");
  CHECK_THROWS_WITH(concat({}, 0), "concat of no tensors");
}

TEST_CASE("a small tensor is shown whole, a large one by its range and edges") {
  CHECK(summary(counting({3})) == "tensor [3] float64 { 0, 1, 2 }");
  CHECK(summary(counting({2, 2})) == "tensor [2, 2] float64\n{ { 0, 1 },\n  { 2, 3 } }");
  CHECK(summary(Tensor(Shape{})) == "tensor [] float64 0");
  CHECK(summary(counting({5, 20}, DType::float32)) ==
        "tensor [5, 20] float32: min 0, mean 49.5, max 99\n{ 0, 1, 2, …, 97, 98, 99 }");
}
