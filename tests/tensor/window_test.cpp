#include "runtime/tensor/window.hpp"

#include <catch2/catch.hpp>

using namespace nilgrad;

namespace {

Tensor counting(const Shape& shape) {
  Tensor tensor(shape, DType::float32);
  for (std::size_t i = 0; i < tensor.size(); ++i) tensor.set(i, static_cast<double>(i));
  return tensor;
}

/// f(channel, row, column, flat index) for the elements of a [2, 5, 6] image.
template <class F>
void each(F f) {
  for (std::int64_t c = 0; c < 2; ++c)
    for (std::int64_t i = 0; i < 5; ++i)
      for (std::int64_t j = 0; j < 6; ++j) f(c, i, j, static_cast<std::size_t>(30 * c + 6 * i + j));
}

bool within(const Window& w, std::int64_t i, std::int64_t j) {
  return w.first[0] <= i && i <= w.last[0] && w.first[1] <= j && j <= w.last[1];
}

}  // namespace

TEST_CASE("a window is copied out row by row, for any corner and size") {
  const Tensor image = counting({2, 5, 6});
  for (std::int64_t top = 0; top < 5; ++top)
    for (std::int64_t left = 0; left < 6; ++left)
      for (std::int64_t bottom = top; bottom < 5; ++bottom)
        for (std::int64_t right = left; right < 6; ++right) {
          const Window window{{top, left}, {bottom, right}};
          const Tensor copy = copy_window(image, window);
          REQUIRE(copy.shape() == Shape{2, bottom - top + 1, right - left + 1});
          std::size_t next = 0;
          each([&](auto, std::int64_t i, std::int64_t j, std::size_t flat) {
            if (within(window, i, j)) REQUIRE(copy.at(next++) == image.at(flat));
          });

          Tensor changed = image.clone();
          apply_in_window(Binary::add, changed, window, Tensor::full({2}, 100));
          each([&](auto, std::int64_t i, std::int64_t j, std::size_t flat) {
            REQUIRE(changed.at(flat) == image.at(flat) + (within(window, i, j) ? 100 : 0));
          });
        }
}

TEST_CASE("a list gives each channel its number, a tensor broadcasts to the window") {
  const Window window{{1, 2}, {3, 3}};
  Tensor image = counting({2, 5, 6});
  Tensor values({2});
  values.set(1, 9);
  apply_in_window(Binary::assign, image, window, values);
  each([&](std::int64_t c, std::int64_t i, std::int64_t j, std::size_t flat) {
    if (within(window, i, j)) CHECK(image.at(flat) == (c == 0 ? 0 : 9));
  });
  apply_in_window(Binary::assign, image, window, counting({3, 2}));
  each([&](auto, std::int64_t i, std::int64_t j, std::size_t flat) {
    if (within(window, i, j)) CHECK(image.at(flat) == static_cast<double>(2 * (i - 1) + j - 2));
  });
  apply_in_window(Binary::multiply, image, {{0}, {5}}, 0.0);
  CHECK(equal(image, Tensor({2, 5, 6})));
}

TEST_CASE("a window may be written with what it is read from") {
  Tensor image = counting({2, 5, 6});
  const Tensor before = image.clone();
  apply_in_window(Binary::assign, image, {{0, 0}, {4, 5}}, image.rows(1, 1));
  each([&](auto, auto, auto, std::size_t flat) { CHECK(image.at(flat) == before.at(30 + flat % 30)); });
}

TEST_CASE("a window that reaches outside or does not fit its value is refused") {
  Tensor image = counting({2, 5, 6});
  CHECK_THROWS_WITH(copy_window(image, {{0, 0}, {5, 5}}), "window 1..6 in a dimension of 1..5");
  CHECK_THROWS_WITH(copy_window(image, {{-1, 0}, {4, 5}}), "window 0..5 in a dimension of 1..5");
  CHECK_THROWS_WITH(copy_window(image, {{0}, {0, 0}}), "window [0] … [0, 0] in a tensor of shape [2, 5, 6]");
  CHECK_THROWS_WITH(copy_window(image, {{0, 0, 0, 0}, {0, 0, 0, 0}}), Catch::Contains("in a tensor of shape"));
  CHECK_THROWS_WITH(apply_in_window(Binary::assign, image, {{0, 0}, {1, 1}}, Tensor({3})),
                    "3 values for 2 leading indices of a window of shape [2, 2, 2]");
  CHECK_THROWS_WITH(apply_in_window(Binary::assign, image, {{0, 0}, {1, 1}}, Tensor({3, 3})),
                    "shape [3, 3] does not broadcast to [2, 2, 2]");
}
