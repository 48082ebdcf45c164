#include "runtime/tensor/elementwise.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "runtime/tensor/parallel.hpp"

using namespace nilgrad;

namespace {

Tensor counting(const Shape& shape, DType dtype = DType::float64) {
  Tensor tensor(shape, dtype);
  for (std::size_t i = 0; i < tensor.size(); ++i) tensor.set(i, 0.25 * static_cast<double>(i) - 3);
  return tensor;
}

double plain(Binary op, double a, double b) {
  switch (op) {
    case Binary::add:
      return a + b;
    case Binary::subtract:
      return a - b;
    case Binary::multiply:
      return a * b;
    case Binary::divide:
      return a / b;
    case Binary::power:
      return std::pow(a, b);
    case Binary::minimum:
      return std::isnan(a) || std::isnan(b) ? a + b : std::fmin(a, b);
    case Binary::maximum:
      return std::isnan(a) || std::isnan(b) ? a + b : std::fmax(a, b);
    case Binary::assign:
      return b;
  }
  return 0;
}

/// The flat index into `shape` of element `flat` of `target`, to which it broadcasts.
std::size_t source_of(std::size_t flat, const Shape& shape, const Shape& target) {
  std::size_t index = 0, step = 1;
  for (std::size_t d = target.size(); d-- > 0;) {
    const auto extent = static_cast<std::size_t>(target[d]);
    const std::size_t i = flat % extent;
    flat /= extent;
    if (d + shape.size() < target.size()) continue;
    const auto own = static_cast<std::size_t>(shape[d + shape.size() - target.size()]);
    if (own > 1) index += i * step;
    step *= own;
  }
  return index;
}

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

constexpr Binary all_binary[] = {Binary::add,   Binary::subtract, Binary::multiply, Binary::divide,
                                 Binary::power, Binary::minimum,  Binary::maximum,  Binary::assign};

}  // namespace

TEST_CASE("every binary operation agrees with its plain twin, whatever is broadcast") {
  const Shape shapes[] = {{}, {1}, {3}, {2, 3}, {2, 1}, {4, 1, 3}, {4, 2, 1}, {1, 2, 3}};
  for (const Binary op : all_binary)
    for (const Shape& left : shapes)
      for (const Shape& right : shapes) {
        const Tensor a = counting(left), b = counting(right);
        const Tensor result = apply(op, a, b);
        REQUIRE(result.shape() == broadcast(left, right));
        for (std::size_t i = 0; i < result.size(); ++i)
          REQUIRE(same(result.at(i),
                       plain(op, a.at(source_of(i, left, result.shape())), b.at(source_of(i, right, result.shape())))));
        if (result.shape() != left) continue;
        Tensor target = a.clone();
        apply_in_place(op, target, b);
        for (std::size_t i = 0; i < result.size(); ++i) REQUIRE(same(target.at(i), result.at(i)));
      }
}

TEST_CASE("nothing broadcast is nothing") {
  Tensor none({0, 3});
  CHECK(apply(Binary::add, none, counting({3})).shape() == Shape{0, 3});
  CHECK(apply(Binary::add, none, counting({1, 3})).shape() == Shape{0, 3});
  CHECK(apply(Binary::add, none, 1.0).shape() == Shape{0, 3});
  CHECK_NOTHROW(apply_in_place(Binary::add, none, counting({3})));
  CHECK_THROWS_WITH(apply(Binary::add, none, counting({2, 3})), "shapes [0, 3] and [2, 3] do not fit together");
}

TEST_CASE("a number stands for a tensor of any shape, on either side") {
  const Tensor x = counting({5, 7}, DType::float32);
  for (const Binary op : all_binary) {
    const Tensor right = apply(op, x, 0.3), left = apply(op, 0.3, x);
    CHECK(right.dtype() == DType::float32);
    for (std::size_t i = 0; i < x.size(); ++i) {
      const float value = x.as<float>()[i];
      const Tensor number = Tensor::full({}, 0.3, DType::float32), single = Tensor::full({}, value, DType::float32);
      REQUIRE(same(right.at(i), apply(op, single, number).at(0)));
      REQUIRE(same(left.at(i), apply(op, number, single).at(0)));
    }
  }
}

TEST_CASE("float32 with float64 gives float64, but stays float32 in place") {
  Tensor single = Tensor::full({2}, 0.1, DType::float32);
  const Tensor twice = Tensor::full({2}, 0.1);
  CHECK(apply(Binary::add, single, twice).at(0) == 0.1 + static_cast<double>(0.1f));
  apply_in_place(Binary::add, single, twice);
  CHECK(single.dtype() == DType::float32);
  CHECK(single.as<float>()[0] == 0.2f);
}

TEST_CASE("minimum and maximum are NaN where either side is") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const Binary op : {Binary::minimum, Binary::maximum}) {
    CHECK(std::isnan(apply(op, Tensor::full({1}, nan), 1.0).at(0)));
    CHECK(std::isnan(apply(op, 1.0, Tensor::full({1}, nan)).at(0)));
  }
}

TEST_CASE("unary operations agree with their plain twins") {
  const double inf = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> values = {-2.5, -1.5, -0.5, -0.0, 0.0, 0.5, 1.5, 2.5, 1e30, -1e30, inf, -inf, nan};
  Tensor x({static_cast<std::int64_t>(values.size())});
  for (std::size_t i = 0; i < values.size(); ++i) x.set(i, values[i]);
  const auto check = [&](Unary op, auto twin) {
    const Tensor result = apply(op, x);
    for (std::size_t i = 0; i < values.size(); ++i) {
      INFO(values[i]);
      CHECK(same(result.at(i), twin(values[i])));
      CHECK((std::isnan(result.at(i)) || std::signbit(result.at(i)) == std::signbit(twin(values[i]))));
    }
  };
  check(Unary::negate, [](double v) { return -v; });
  check(Unary::abs, [](double v) { return std::fabs(v); });
  check(Unary::sign, [](double v) { return v == 0 || std::isnan(v) ? v : std::copysign(1.0, v); });
  check(Unary::sqrt, [](double v) { return std::sqrt(v); });
  check(Unary::exp, [](double v) { return std::exp(v); });
  check(Unary::log, [](double v) { return std::log(v); });
  check(Unary::floor, [](double v) { return std::floor(v); });
  check(Unary::round, [](double v) { return std::nearbyint(v); });
}

TEST_CASE("a tensor may be combined with any part of itself in place") {
  Tensor x = counting({4, 3});
  const Tensor before = x.clone();
  Tensor later = x.rows(1, 3);
  apply_in_place(Binary::add, later, x.rows(0, 3));
  for (std::size_t i = 3; i < 12; ++i) CHECK(x.at(i) == before.at(i) + before.at(i - 3));

  Tensor y = before.clone();
  apply_in_place(Binary::assign, y, y.row(1));
  for (std::size_t i = 0; i < 12; ++i) CHECK(y.at(i) == before.at(3 + i % 3));

  Tensor z = before.clone();
  apply_in_place(Binary::multiply, z, z);
  for (std::size_t i = 0; i < 12; ++i) CHECK(z.at(i) == before.at(i) * before.at(i));
}

TEST_CASE("add_scaled rounds the product and the sum") {
  Tensor x = Tensor::full({3}, 1 + 0x1p-23, DType::float32);
  const Tensor y = Tensor::full({3}, 1 + 0x1p-23, DType::float32);
  add_scaled_in_place(x, y, -(1 + 0x1p-23));
  const float one = 1 + 0x1p-23f;
  const float product = -one * one;
  CHECK(x.as<float>()[0] == one + product);
}

TEST_CASE("clamp keeps what is within, NaN too, and refuses bounds in the wrong order") {
  Tensor x = counting({40}, DType::float32);
  x.set(5, std::numeric_limits<double>::quiet_NaN());
  const Tensor before = x.clone();
  clamp_in_place(x, -1, 2.5);
  for (std::size_t i = 0; i < 40; ++i)
    CHECK(same(x.at(i), i == 5 ? before.at(i) : std::clamp(before.at(i), -1.0, 2.5)));
  CHECK_THROWS_WITH(clamp_in_place(x, 2, 1), "clamp: low 2 is above high 1");
}

TEST_CASE("long passes give the same bits on one thread as on many", "[threads]") {
  const Tensor x = counting({3, 200000}, DType::float32), y = counting({3, 200000}, DType::float32);
  const int before = threads();
  set_threads(1);
  const Tensor sum = apply(Binary::add, x, y), scaled = apply(Binary::multiply, 0.3, x), root = apply(Unary::exp, x);
  set_threads(4);
  CHECK(equal(sum, apply(Binary::add, x, y)));
  CHECK(equal(scaled, apply(Binary::multiply, 0.3, x)));
  CHECK(equal(root, apply(Unary::exp, x)));
  set_threads(before);
}
