#include "runtime/classifier/classifier.hpp"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <limits>

#include "runtime/classifier/margin.hpp"
#include "runtime/tensor/idx.hpp"
#include "runtime/tensor/parallel.hpp"

using namespace nilgrad;

namespace {

const std::string models = "scripts/models/", onnx = "tests/data/onnx/", fashion = "tests/data/fashion_mnist/";

Tensor first64() { return read_idx_pixels(fashion + "first64-images-idx3-ubyte.gz"); }

/// `count` samples of numbers in [0, 1] that differ from each other.
Tensor samples(const Classifier& model, std::size_t count) {
  Tensor batch({static_cast<std::int64_t>(count), static_cast<std::int64_t>(model.input_size())}, DType::float32);
  std::uint32_t state = 1;
  for (float& value : batch.as<float>())
    value = static_cast<float>((state = state * 1664525 + 1013904223) >> 8) * 0x1p-24f;
  return batch;
}

Tensor logits(const Classifier& model, const Tensor& images) {
  Tensor out;
  model.logits(images, out);
  return out;
}

bool same_bits(const Tensor& a, const Tensor& b) {
  return a.bytes() == b.bytes() && std::memcmp(a.data(), b.data(), a.bytes()) == 0;
}

std::string message(const Classifier& model, const Tensor& images) {
  try {
    logits(model, images);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

Tensor zeros(const Shape& shape) { return Tensor(shape, DType::float32); }

}  // namespace

TEST_CASE("the Fashion-MNIST classifiers give the logits of a float64 evaluation", "[threads]") {
  for (const std::string name : {"fashion_cnn", "fashion_cnn_hardened"}) {
    CAPTURE(name);
    const Classifier model = Classifier::load(models + name + ".onnx");
    CHECK(model.name() == name);
    CHECK(to_string(model.input_shape()) == "[1, 28, 28]");
    CHECK(model.classes() == 10);
    const Tensor expected = read_idx(fashion + name + "-logits-idx2-double").to(DType::float32);
    const Tensor actual = logits(model, first64());
    REQUIRE(to_string(actual.shape()) == "[64, 10]");
    for (std::size_t i = 0; i < actual.size(); ++i) CHECK(std::abs(actual.at(i) - expected.at(i)) < 1e-4);
    for (std::size_t i = 0; i < 64; ++i)
      CHECK(predicted_class(actual.row(i).as<float>()) == predicted_class(expected.row(i).as<float>()));
  }
}

TEST_CASE("a sample's logits have the same bits in every batch and for any number of threads", "[threads]") {
  const int before = threads();
  set_threads(8);
  for (const std::string& path :
       {models + "fashion_cnn.onnx", models + "fashion_cnn_hardened.onnx", onnx + "attention.onnx"}) {
    CAPTURE(path);
    const Classifier reference = Classifier::load(path, 1);
    const Tensor batch = samples(reference, 600);
    const Tensor expected = logits(reference, batch);
    for (const std::size_t count : {1, 2, 3, 8}) {
      CAPTURE(count);
      const Classifier model = Classifier::load(path, count);
      CHECK(model.threads() == count);
      for (const std::size_t size : {1, 2, 3, 5, 7, 16, 17, 64, 65, 257, 513, 600}) {
        CAPTURE(size);
        CHECK(same_bits(logits(model, batch.rows(0, size)), expected.rows(0, size)));
        CHECK(same_bits(logits(model, batch.rows(600 - size, size)), expected.rows(600 - size, size)));
      }
    }
  }
  set_threads(before);
}

TEST_CASE("images may be one or many, flat or without their extents of 1, in float32 or float64") {
  const Classifier model = Classifier::load(models + "fashion_cnn.onnx", 1);
  const Tensor images = samples(model, 3);
  const Tensor expected = logits(model, images);
  for (const Shape& shape : {Shape{3, 28, 28}, Shape{3, 1, 28, 28}, Shape{3, 28, 28, 1}})
    CHECK(same_bits(logits(model, images.reshaped(shape)), expected));
  CHECK(same_bits(logits(model, images.to(DType::float64)), expected));
  for (const Shape& shape : {Shape{784}, Shape{28, 28}, Shape{1, 28, 28}, Shape{1, 1, 28, 28}, Shape{1, 784}})
    CHECK(same_bits(logits(model, images.row(1).reshaped(shape)), expected.rows(1, 1)));
}

TEST_CASE("logits are written to the caller's tensor") {
  const Classifier model = Classifier::load(onnx + "linear.onnx");
  Tensor images({2, 2}, DType::float32), out({2, 3}, DType::float32);
  images.copy_from(Tensor::full({4}, 0.25));
  const void* place = out.data();
  model.logits(images, out);
  CHECK(out.data() == place);
  CHECK(out.at(3) == 0.25);
  CHECK(out.at(4) == 0.5);
  Tensor small({2, 2}, DType::float32), wide({2, 3}, DType::float64);
  CHECK_THROWS_WITH(model.logits(images, small), "2 images of 3 classes need 6 logits, not [2, 2]");
  CHECK_THROWS_AS(model.logits(images, wide), Error);
}

TEST_CASE("images of another shape are refused with both shapes") {
  const Classifier model = Classifier::load(models + "fashion_cnn.onnx");
  const std::string expected = "fashion_cnn classifies images of shape [1, 28, 28], one or a batch of them, not ";
  for (const Shape& shape :
       {Shape{}, Shape{0, 784}, Shape{783}, Shape{2, 783}, Shape{14, 56}, Shape{2, 14, 56}, Shape{784, 2}})
    CHECK(message(model, zeros(shape)) == expected + to_string(shape));
}

TEST_CASE("channels last is not taken for channels first") {
  const Classifier model = Classifier::load(onnx + "attention.onnx");
  CHECK(message(model, zeros({2, 16, 16})) == "no error");
  CHECK(message(model, zeros({2, 8, 32})) != "no error");
}

TEST_CASE("a pixel that is not finite is refused with its place") {
  const Classifier model = Classifier::load(onnx + "linear.onnx");
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
                          -std::numeric_limits<float>::infinity()}) {
    Tensor images = zeros({4, 2});
    images.set(5, bad);
    CHECK(message(model, images) ==
          fmt::format("linear classifies finite pixels only: element 2 of image 3 is {}", bad));
  }
  Tensor wide({1, 2});
  wide.set(0, 1e300);
  CHECK(message(model, wide) == "linear classifies finite pixels only: element 1 of image 1 is inf");
  Tensor largest = zeros({1, 2});
  largest.set(0, std::numeric_limits<float>::max());
  CHECK(message(model, largest) == "no error");
}

TEST_CASE("the first image with a pixel that is not finite is named, whichever thread meets one", "[threads]") {
  const int before = threads();
  set_threads(4);
  const Classifier model = Classifier::load(onnx + "linear.onnx");
  Tensor images = zeros({3000, 2});
  for (const std::size_t at : {5999, 4000, 1001}) images.set(at, std::numeric_limits<double>::infinity());
  CHECK(message(model, images) == "linear classifies finite pixels only: element 2 of image 501 is inf");
  set_threads(before);
}

TEST_CASE("a stop asked for ends the work", "[threads]") {
  const Classifier model = Classifier::load(onnx + "linear.onnx");
  const std::atomic<bool> stop = true;
  Tensor out;
  CHECK_THROWS_WITH(model.logits(zeros({1000, 2}), out, StopToken(stop)), "interrupted!");
  CHECK_THROWS_WITH(model.logits(zeros({2}), out = {}, StopToken(stop)), "interrupted!");
}

TEST_CASE("a model with a label beside its logits is a classifier") {
  const Classifier model = Classifier::load(onnx + "label_and_logits.onnx");
  CHECK(logits(model, zeros({1, 2})).at(2) == 0.5);
}

TEST_CASE("a model that fails on some batch says so with its path") {
  const Classifier model = Classifier::load(onnx + "only_two.onnx");
  CHECK(message(model, zeros({2, 2})) == "no error");
  const std::string text = message(model, zeros({3, 2}));
  CHECK(text.starts_with("tests/data/onnx/only_two.onnx: a batch of 3: "));
  CHECK(text.find('\n') == std::string::npos);
}
