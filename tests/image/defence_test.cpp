#include "runtime/image/defence.hpp"

#include <catch2/catch.hpp>

#include "runtime/image/query_detector.hpp"
#include "runtime/tensor/elementwise.hpp"
#include "tests/threads_scope.hpp"

using namespace nilgrad;

namespace {

Tensor batch(const Shape& shape) {
  Tensor images(shape, DType::float32);
  for (std::size_t i = 0; i < images.size(); ++i) images.set(i, static_cast<double>(i * 7919 % 1009) / 1009);
  return images;
}

}  // namespace

TEST_CASE("defences do the same to an image for any number of threads and any batch", "[threads]") {
  const Tensor images = batch({40, 3, 17, 13});
  const DefenceStream stream{5, {}};
  const auto all = [&](const Tensor& some) {
    return std::vector<Tensor>{round_to_levels(some, 7), through_jpeg(some, 60), with_noise(some, 0.1, stream),
                               resized_and_padded(some, 0.6, stream), coarse_features(some, 4)};
  };
  std::vector<Tensor> one;
  {
    const ThreadsScope threads(1);
    one = all(images);
  }
  const ThreadsScope threads(4);
  const auto four = all(images), part = all(images.rows(11, 5));
  for (std::size_t i = 0; i < one.size(); ++i) {
    CHECK(equal(one[i], four[i]));
    CHECK(equal(one[i].rows(11, 5), part[i]));
  }
}

TEST_CASE("the noise of two images differs, and of one image by seed or query") {
  Tensor images = Tensor::full({2, 1, 8, 8}, 0.5, DType::float32);
  CHECK(equal(with_noise(images, 0.1, {0, {}}).row(0), with_noise(images, 0.1, {0, {}}).row(1)));
  images.set(0, 0.5 + 1e-6);
  const Tensor noisy = with_noise(images, 0.1, {0, {}});
  CHECK(!equal(noisy.row(0), noisy.row(1)));
  CHECK(!equal(noisy, with_noise(images, 0.1, {1, {}})));
  const Tensor fresh = with_noise(images, 0.1, {0, 10});
  CHECK(equal(fresh.row(1), with_noise(images.rows(1, 1), 0.1, {0, 11}).row(0)));
  CHECK(equal(with_noise(images, 0, {0, {}}), images));
}

TEST_CASE("a detector forgets all queries after a detection, and the oldest when it is full") {
  Tensor line({6, 1}, DType::float32);
  for (std::size_t i = 0; i < 6; ++i) line.set(i, static_cast<double>(i));
  QueryDetector detector(2, 1.6, 100);
  detector.see(line);  // 0, 1, then 2 is at distances 1 and 2: a mean of 1.5; so is 5 from 3 and 4
  CHECK(detector.detections() == 2);
  CHECK(detector.first_detection() == 3);
  CHECK(detector.queries() == 6);
  QueryDetector small(1, 0.5, 2);
  Tensor far({4, 1}, DType::float32);
  for (std::size_t i = 0; i < 4; ++i) far.set(i, i == 3 ? 0 : 10.0 * static_cast<double>(i));
  small.see(far);  // 0, 10, 20 and 0 again, which is forgotten
  CHECK(small.detections() == 0);
  QueryDetector large(1, 0.5, 3);
  large.see(far);
  CHECK(large.detections() == 1);
  CHECK_THROWS_WITH(large.see(Tensor({1, 2}, DType::float32)), Catch::Contains("2 features after queries of 1"));
  CHECK(mean_neighbour_distances(line, 2) == std::vector<double>{1.5, 1, 1, 1, 1, 1.5});
}
