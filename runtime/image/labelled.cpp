#include "runtime/image/labelled.hpp"

#include <algorithm>
#include <charconv>

#include "runtime/image/raster.hpp"
#include "runtime/transformer/checkpoint/shown_name.hpp"

namespace nilgrad {
namespace {

Tensor channels_first(const Tensor& images) {
  const Shape& shape = images.shape();
  const auto count = static_cast<std::size_t>(shape[0]), channels = static_cast<std::size_t>(shape[3]);
  const auto pixels = static_cast<std::size_t>(shape[1] * shape[2]);
  Tensor out = Tensor::uninitialized({shape[0], shape[3], shape[1], shape[2]}, DType::float32);
  for (std::size_t i = 0; i < count; ++i) {
    const float* from = images.row(i).as<float>().data();
    float* to = out.row(i).as<float>().data();
    for (std::size_t c = 0; c < channels; ++c)
      for (std::size_t p = 0; p < pixels; ++p) to[c * pixels + p] = from[p * channels + c];
  }
  return out;
}

bool like_channels(std::int64_t extent) { return extent == 1 || extent == 3 || extent == 4; }

Tensor arranged(const Samples& samples, std::string_view layout) {
  const Shape& shape = samples.images.shape();
  const auto refuse = [&](std::string_view why) {
    throw_error(ErrorKind::file, "{}: images {}: {}", samples.images_name, to_string(shape), why);
  };
  if (shape.size() < 2) refuse("the first dimension counts images, so there must be two at least");
  if (samples.images.empty()) refuse("holds no images");
  if (shape.size() == 3) return samples.images.reshaped({shape[0], 1, shape[1], shape[2]});
  if (shape.size() != 4) return samples.images;
  if (layout == "hwc") return channels_first(samples.images);
  if (!like_channels(shape[1]) && like_channels(shape[3]))
    refuse("the channels seem to come last; give layout = 'hwc'");
  return samples.images;
}

}  // namespace

ClassNames read_class_names(const std::filesystem::path& path) {
  const std::string text = read_bytes(path);
  std::vector<std::string> names;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string name = text.substr(begin, end - begin);
    if (name.ends_with('\r')) name.pop_back();
    if (name.find_first_not_of(" \t") == std::string::npos)
      throw_error(ErrorKind::file, "{}:{}: no name; each line names a class", path.string(), names.size() + 1);
    names.push_back(std::move(name));
    begin = end + 1;
  }
  return std::make_shared<const std::vector<std::string>>(std::move(names));
}

std::int64_t class_number(std::string_view text) {
  std::int64_t number = -1;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failure == std::errc() && end == text.data() + text.size() && number >= 0 && number < std::int64_t{1} << 31
             ? number
             : -1;
}

ClassFinder::ClassFinder(ClassNames names) : names_(std::move(names)) {
  if (!names_) return;
  for (std::size_t i = 0; i < names_->size(); ++i)
    if (!numbers_.emplace((*names_)[i], i).second) ambiguous_.push_back((*names_)[i]);
}

std::int64_t ClassFinder::find(std::string_view text, const std::string& place) const {
  const std::string shown = transformer::shown_name(text);
  if (text.empty()) throw_error(ErrorKind::file, "{}: the label is missing", place);
  if (const std::int64_t number = class_number(text); number >= 0) {
    if (names_ && number >= static_cast<std::int64_t>(names_->size()))
      throw_error(ErrorKind::file, "{}: label {} is out of range; the classes are 0 to {}", place, number,
                  names_->size() - 1);
    return number;
  }
  const auto found = numbers_.find(text);
  if (found == numbers_.end())
    throw_error(ErrorKind::file, "{}: label {} is {}", place, shown,
                names_ ? "no class's name and no number" : "no whole number from 0");
  if (std::find(ambiguous_.begin(), ambiguous_.end(), text) != ambiguous_.end())
    throw_error(ErrorKind::file, "{}: label {} names two classes; give its number", place, shown);
  return static_cast<std::int64_t>(found->second);
}

void require_unit_pixels(const Tensor& images, const std::string& name) {
  const auto numbers = images.as<float>();
  const auto wrong = std::find_if(numbers.begin(), numbers.end(), [](float x) { return !(x >= 0 && x <= 1); });
  if (wrong == numbers.end()) return;
  const std::size_t each = images.size() / static_cast<std::size_t>(images.shape()[0]);
  throw_error(ErrorKind::file,
              "{}: image {} has a pixel {}; pixels must be in [0, 1]. Give scale = the value of white (255 for bytes)",
              name, static_cast<std::size_t>(wrong - numbers.begin()) / each + 1, *wrong);
}

Dataset dataset_of(Samples samples, std::string_view layout) {
  Dataset data;
  data.name = std::move(samples.name);
  data.images = arranged(samples, layout);
  require_unit_pixels(data.images, samples.images_name);
  if (data.images.shape()[0] != static_cast<std::int64_t>(samples.labels.size()))
    throw_error(ErrorKind::file, "{}: {} labels for the {} images of {}", samples.labels_name, samples.labels.size(),
                data.images.shape()[0], samples.images_name);
  if (samples.classes)
    for (std::size_t i = 0; i < samples.labels.size(); ++i)
      if (samples.labels[i] >= static_cast<std::int64_t>(samples.classes->size()))
        throw_error(ErrorKind::file, "{}: label {} is {}, out of range; the classes are 0 to {}", samples.labels_name,
                    i + 1, samples.labels[i], samples.classes->size() - 1);
  data.labels = std::move(samples.labels);
  data.classes = std::move(samples.classes);
  return data;
}

}  // namespace nilgrad
