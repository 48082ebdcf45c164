#include "runtime/classifier/dataset.hpp"

#include <catch2/catch.hpp>

#include "tests/temporary_folder.hpp"

using namespace nilgrad;
using namespace std::string_literals;

namespace {

const std::string fashion = "tests/data/fashion_mnist/";
const std::filesystem::path images = fashion + "first64-images-idx3-ubyte.gz",
                            labels = fashion + "first64-labels-idx1-ubyte";

template <class F>
std::string message(F&& f) {
  try {
    f();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("a dataset is images with one channel in [0, 1] and their labels") {
  const Dataset data = read_dataset(images, labels);
  CHECK(data.size() == 64);
  CHECK(data.labels[0] == 9);
  CHECK(data.labels[1] == 2);
  CHECK(to_string(data.images.shape()) == "[64, 1, 28, 28]");
  CHECK(data.images.dtype() == DType::float32);
  float largest = 0;
  for (const float pixel : data.images.as<float>()) largest = std::max(largest, pixel);
  CHECK(largest == 1.0f);
  CHECK(!data.classes);
}

TEST_CASE("a slice shares the images, a selection copies them") {
  const Dataset data = read_dataset(images, labels);
  const Dataset slice = data.slice(10, 5);
  CHECK(slice.size() == 5);
  CHECK(slice.images.data() == data.images.row(10).data());
  CHECK(slice.labels == std::vector<std::int64_t>(data.labels.begin() + 10, data.labels.begin() + 15));
  const std::vector<std::size_t> positions{63, 0, 63};
  const Dataset chosen = data.select(positions);
  CHECK(to_string(chosen.images.shape()) == "[3, 1, 28, 28]");
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(chosen.labels[i] == data.labels[positions[i]]);
    CHECK(chosen.images.row(i).at(300) == data.images.row(positions[i]).at(300));
  }
  CHECK(data.slice(64, 0).size() == 0);
  CHECK_THROWS_AS(data.slice(60, 5), Error);
  CHECK_THROWS_AS(data.select(std::vector<std::size_t>{64}), Error);
}

TEST_CASE("labels that do not belong to the images are refused") {
  const TemporaryFolder folder;
  const auto with_labels = [&](const std::string& content) {
    const auto path = folder.file("labels", content);
    const std::string text = message([&] { read_dataset(images, path); });
    REQUIRE(text.starts_with(path.string() + ": "));
    return text.substr(path.string().size() + 2);
  };
  CHECK(with_labels("\0\0\x08\1\0\0\0\2\1\2"s) == "2 labels for the 64 images of " + images.string());
  CHECK(with_labels("\0\0\x08\2\0\0\0\1\0\0\0\2\1\2"s) == "labels are one number an image, not [1, 2]");
  CHECK(with_labels("\0\0\x09\1\0\0\0\2\1\xff"s) == "label 2 is -1; classes are whole numbers from 0");
  CHECK(with_labels("\0\0\x0d\1\0\0\0\1\x3f\0\0\0"s) == "label 1 is 0.5; classes are whole numbers from 0");
  CHECK(with_labels("\0\0\x0d\1\0\0\0\1\x7f\xc0\0\0"s) == "label 1 is nan; classes are whole numbers from 0");
  const auto none = folder.file("none", "\0\0\x08\3\0\0\0\0\0\0\0\1\0\0\0\1"s),
             flat = folder.file("flat", "\0\0\x08\1\0\0\0\0"s);
  CHECK(message([&] { read_dataset(none, flat); }) == none.string() + ": holds no images, its shape is [0, 1, 1, 1]");
}

TEST_CASE("Fashion-MNIST is found gzipped or plain and knows its classes") {
  const TemporaryFolder folder;
  const auto path = folder.path();
  std::filesystem::copy(images, path / "t10k-images-idx3-ubyte.gz");
  CHECK(message([&] { read_fashion_mnist("test", path); }) ==
        (path / "t10k-labels-idx1-ubyte.gz: no such file").string());
  std::filesystem::copy(labels, path / "t10k-labels-idx1-ubyte");
  const Dataset data = read_fashion_mnist("test", path);
  CHECK(data.size() == 64);
  CHECK(data.name == "fashion_mnist test");
  REQUIRE(data.classes);
  CHECK(data.classes->at(static_cast<std::size_t>(data.labels[0])) == "Ankle boot");
  CHECK(message([&] { read_fashion_mnist("train", path); }) ==
        (path / "train-labels-idx1-ubyte.gz: no such file").string());
  std::filesystem::remove(path / "t10k-labels-idx1-ubyte");
  folder.file("t10k-labels-idx1-ubyte", "\0\0\x08\1\0\0\0\x40"s + std::string(63, '\1') + "\x0a");
  CHECK(message([&] { read_fashion_mnist("test", path); }) ==
        (path / "t10k-labels-idx1-ubyte: label 64 is 10; Fashion-MNIST has the classes 0 to 9").string());
}
