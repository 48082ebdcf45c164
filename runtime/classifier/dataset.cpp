#include "runtime/classifier/dataset.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "runtime/catalog/describe.hpp"
#include "runtime/tensor/idx.hpp"

namespace nilgrad {
namespace {

std::vector<std::int64_t> read_labels(const std::filesystem::path& path) {
  const Tensor numbers = read_idx(path);
  if (numbers.shape().size() != 1)
    throw_error(ErrorKind::file, "{}: labels are one number an image, not {}", path.string(),
                to_string(numbers.shape()));
  std::vector<std::int64_t> labels(numbers.size());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const double label = numbers.at(i);
    if (!(label >= 0 && label < 0x1p31 && std::trunc(label) == label))
      throw_error(ErrorKind::file, "{}: label {} is {}; classes are whole numbers from 0", path.string(), i + 1, label);
    labels[i] = static_cast<std::int64_t>(label);
  }
  return labels;
}

Tensor with_channel(const Tensor& images) {
  if (images.shape().size() != 3) return images;
  Shape shape = images.shape();
  shape.insert(shape.begin() + 1, 1);
  return images.reshaped(shape);
}

/// The gzipped file, or the plain one where only that is there.
std::filesystem::path packed_or_plain(const std::filesystem::path& folder, const std::string& name) {
  std::error_code ignored;
  const auto packed = folder / (name + ".gz");
  const auto plain = folder / name;
  return !std::filesystem::exists(packed, ignored) && std::filesystem::exists(plain, ignored) ? plain : packed;
}

}  // namespace

Dataset Dataset::slice(std::size_t first, std::size_t count) const {
  Dataset part = *this;
  part.images = images.rows(first, count);
  const auto begin = labels.begin() + static_cast<std::ptrdiff_t>(first);
  part.labels.assign(begin, begin + static_cast<std::ptrdiff_t>(count));
  return part;
}

Dataset Dataset::select(std::span<const std::size_t> positions) const {
  Dataset part = *this;
  Shape shape = images.shape();
  shape[0] = static_cast<std::int64_t>(positions.size());
  part.images = Tensor::uninitialized(shape, images.dtype());
  part.labels.clear();
  for (std::size_t i = 0; i < positions.size(); ++i) {
    part.images.row(i).copy_from(images.row(positions[i]));
    part.labels.push_back(labels[positions[i]]);
  }
  return part;
}

Dataset read_dataset(const std::filesystem::path& images, const std::filesystem::path& labels, StopToken stop) {
  Dataset data;
  data.name = images.filename().string();
  data.labels = read_labels(labels);
  data.images = with_channel(read_idx_pixels(images, stop));
  if (data.images.shape().size() < 2 || data.images.empty())
    throw_error(ErrorKind::file, "{}: holds no images, its shape is {}", images.string(),
                to_string(data.images.shape()));
  if (data.images.shape()[0] != static_cast<std::int64_t>(data.labels.size()))
    throw_error(ErrorKind::file, "{}: {} labels for the {} images of {}", labels.string(), data.labels.size(),
                data.images.shape()[0], images.string());
  return data;
}

Dataset read_fashion_mnist(const std::string& split, const std::filesystem::path& folder, StopToken stop) {
  static const auto classes = std::make_shared<const std::vector<std::string>>(std::vector<std::string>{
      "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"});
  const std::filesystem::path place = folder.empty() ? "/usr/share/datasets/fashion-mnist" : folder;
  const std::string start = split == "test" ? "t10k" : "train";
  const auto images = packed_or_plain(place, start + "-images-idx3-ubyte");
  const auto labels = packed_or_plain(place, start + "-labels-idx1-ubyte");
  if (folder.empty() && !(std::filesystem::exists(images) && std::filesystem::exists(labels)))
    throw_error(ErrorKind::file,
                "Fashion-MNIST is not in {}: apt install dataset-fashion-mnist, or give path = its folder",
                place.string());
  Dataset data = read_dataset(images, labels, stop);
  data.name = "fashion_mnist " + split;
  data.classes = classes;
  const auto unknown =
      std::find_if(data.labels.begin(), data.labels.end(), [](std::int64_t label) { return label > 9; });
  if (unknown != data.labels.end())
    throw_error(ErrorKind::file, "{}: label {} is {}; Fashion-MNIST has the classes 0 to 9", labels.string(),
                unknown - data.labels.begin() + 1, *unknown);
  return data;
}

}  // namespace nilgrad

NILGRAD_DESCRIBE(data, idx) {
  using Options = nilgrad::IdxOptions;
  return Described<Options>("data", "idx", "an IDX file (the format of MNIST), or images and labels from two")
      .signature("ng.data.idx(path: string) -> tensor; ng.data.idx { images = path, labels = path } -> dataset")
      .positional({"path"})
      .option("path", &Options::path,
              "of one file of any element type and rank, gzipped or not: its numbers as they are",
              {.default_text = "none"})
      .option("images", &Options::images, "path of the images; bytes become byte/255", {.default_text = "none"})
      .option("labels", &Options::labels, "path of the labels", {.default_text = "none"})
      .memory("4 bytes a pixel")
      .reference("yann.lecun.com/exdb/mnist")
      .example("return ng.data.idx '/usr/share/datasets/fashion-mnist/t10k-labels-idx1-ubyte.gz'");
}

NILGRAD_DESCRIBE(data, fashion_mnist) {
  using Options = nilgrad::FashionMnistOptions;
  return Described<Options>("data", "fashion_mnist", "28×28 grey pictures of clothes in ten classes")
      .signature("ng.data.fashion_mnist { split = \"test\" } -> dataset")
      .option("split", &Options::split, "10,000 or 60,000 images", {.choices = {"test", "train"}})
      .option("path", &Options::path, "folder of the four IDX files, gzipped or not",
              {.default_text = "where Debian's dataset-fashion-mnist puts them"})
      .memory("4 bytes a pixel: 31 MB or 188 MB")
      .reference("Xiao, Rasul & Vollgraf 2017, arXiv:1708.07747")
      .example("local data = ng.data.fashion_mnist { split = \"test\" }\nreturn data[1].label, #data");
}
