#include <catch2/catch.hpp>

#include "runtime/attack/square.hpp"

using namespace nilgrad;

namespace {

Tensor some_image(std::int64_t channels, std::int64_t height, std::int64_t width) {
  Tensor image({channels, height, width}, DType::float32);
  Generator pixels(Key::from(1, Purpose::draw));
  for (float& pixel : image.as<float>()) pixel = static_cast<float>(pixels.uniform());
  return image;
}

Generator generator() { return Generator(Key::from(2, Purpose::draw)); }

}  // namespace

TEST_CASE("every candidate of Square keeps to the ball and the box, whatever was accepted before") {
  for (const Threat threat : {Threat{Norm::linf, 0.1}, Threat{Norm::l2, 1.5}})
    for (const Tensor& image :
         {some_image(1, 28, 28), some_image(3, 9, 13), some_image(1, 2, 2), some_image(1, 1, 1)}) {
      const auto squares = make_squares(image, threat, generator());
      squares->start();
      CHECK(threat.allows(image.as<float>(), squares->candidate().as<float>()));
      for (int step = 0; step < 300; ++step) {
        squares->propose(1 + step % 20);
        REQUIRE(threat.allows(image.as<float>(), squares->candidate().as<float>()));
        if (step % 3 == 0) squares->accept();
      }
    }
}

TEST_CASE(
    "an L∞ proposal changes at most a square of the best candidate, and something of it, up to the last row and "
    "column") {
  const Tensor image = some_image(1, 12, 12);
  const auto squares = make_squares(image, {Norm::linf, 0.1}, generator());
  squares->start();
  squares->accept();
  const Tensor best = squares->candidate().clone();
  bool last_row = false, last_column = false;
  for (int step = 0; step < 500; ++step) {
    squares->propose(3);
    std::size_t changed = 0;
    for (std::size_t i = 0; i < best.size(); ++i) {
      if (squares->candidate().at(i) == best.at(i)) continue;
      ++changed;
      last_row = last_row || i / 12 == 11;
      last_column = last_column || i % 12 == 11;
    }
    CHECK((changed > 0 && changed <= 9));
  }
  CHECK(last_row);
  CHECK(last_column);
}

TEST_CASE("an L2 candidate uses the whole ball, as far as the box lets it") {
  Tensor image({1, 28, 28}, DType::float32);
  for (float& pixel : image.as<float>()) pixel = 0.5F;
  const auto squares = make_squares(image, {Norm::l2, 1.5}, generator());
  squares->start();
  for (int step = 0; step < 50; ++step) {
    CHECK(distance(Norm::l2, image.as<float>(), squares->candidate().as<float>()) == Approx(1.5).epsilon(1e-4));
    squares->propose(5);
  }
}
