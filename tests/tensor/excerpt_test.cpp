#include "runtime/tensor/excerpt.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "runtime/tensor/element_statistics.hpp"
#include "tests/threads_scope.hpp"

using namespace nilgrad;

namespace {

Tensor counting(const Shape& shape, DType dtype = DType::float64) {
  Tensor x(shape, dtype);
  for (std::size_t i = 0; i < x.size(); ++i) x.set(i, static_cast<double>(i));
  return x;
}

std::size_t widest_line(const std::string& text) {
  std::size_t widest = 0, column = 0;
  for (const char c : text) {
    column = c == '\n' ? 0 : column + ((static_cast<unsigned char>(c) & 0xC0) != 0x80);
    widest = std::max(widest, column);
  }
  return widest;
}

}  // namespace

TEST_CASE("few elements are shown whole, in columns") {
  CHECK(excerpt(counting({3}), 80) == "tensor [3] float64 { 0, 1, 2 }");
  CHECK(excerpt(counting({2, 6}, DType::float32), 80) ==
        "tensor [2, 6] float32\n{ {  0,  1,  2,  3,  4,  5 },\n  {  6,  7,  8,  9, 10, 11 } }");
  CHECK(excerpt(Tensor(Shape{}), 80) == "tensor [] float64 0");
  CHECK(excerpt(Tensor({0, 3}), 80) == "tensor [0, 3] float64 {}");
}

TEST_CASE("of many elements the edges and what they range over are shown") {
  Tensor x = counting({1000});
  x.set(4, std::nan(""));
  x.set(5, std::numeric_limits<double>::infinity());
  CHECK(excerpt(x, 44) ==
        "tensor [1000] float64: min 0, mean 500.492, max 999; 1 NaN; 1 infinite\n{ 0, 1, 2, …, 997, 998, 999 }");
  CHECK(excerpt(counting({100, 2}), 80) ==
        "tensor [100, 2] float64: min 0, mean 99.5, max 199\n"
        "{ {   0,   1 },\n  {   2,   3 },\n  {   4,   5 },\n  …,\n  { 194, 195 },\n  { 196, 197 },\n  { 198, 199 } }");
}

TEST_CASE("elements fit into the columns that there are") {
  for (const std::size_t columns : {30, 50, 80, 200}) {
    for (const Shape& shape : {Shape{500}, Shape{40, 70}, Shape{4, 50, 60}, Shape{3, 3, 9, 30}}) {
      const std::string text = excerpt(counting(shape), columns);
      const std::string elements = text.substr(text.find('\n') + 1);
      INFO(text);
      CHECK(widest_line(elements) <= columns);
      CHECK(std::count(text.begin(), text.end(), '\n') < 24);
    }
  }
}

TEST_CASE("what elements range over does not depend on threads, and half precision is read as numbers") {
  Tensor x = counting({300000});
  for (std::size_t i = 0; i < x.size(); ++i) x.set(i, std::sin(static_cast<double>(i)));
  std::string one;
  for (const int count : {1, 3}) {
    const ThreadsScope scope(count);
    const ElementStatistics found = element_statistics(x);
    if (one.empty()) one = fmt::format("{:a}", found.sum);
    CHECK(fmt::format("{:a}", found.sum) == one);
    CHECK(found.finite == x.size());
  }
  CHECK(element_statistics(counting({100}).to(DType::bfloat16)).max == 99);
}
