#include "runtime/classifier/onnx_input.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>

namespace nilgrad {
namespace {

constexpr std::size_t most_numbers = std::size_t{1} << 28;  // of a sample

const OnnxValue& only_input(const OnnxSession& session) {
  const auto& inputs = session.inputs();
  std::vector<std::string> names;
  std::transform(inputs.begin(), inputs.end(), std::back_inserter(names), [](const auto& input) { return input.name; });
  if (inputs.size() != 1)
    throw_error(ErrorKind::file, "{}: a classifier has one input; this model has {}: {}", session.path(), inputs.size(),
                fmt::join(names, ", "));
  const OnnxValue& input = inputs[0];
  if (!input.floating_point() && input.type != onnx_uint8)
    throw_error(ErrorKind::file, "{}: input '{}' takes {}; images are float32, float64, float16 or uint8",
                session.path(), input.name, input.type_name());
  if (input.extents.size() < 2)
    throw_error(ErrorKind::file, "{}: input '{}' has shape {}; a classifier takes [batch, …]", session.path(),
                input.name, input.shape());
  return input;
}

bool may_be_channels(std::int64_t extent) { return extent == 1 || extent == 3; }

template <class T>
std::vector<std::byte> converted(const PixelFormat& format, const float* images, std::size_t count) {
  std::vector<std::byte> bytes(count * format.size() * sizeof(T));
  format.convert(images, count, reinterpret_cast<T*>(bytes.data()));
  return bytes;
}

}  // namespace

OnnxInput::OnnxInput(const OnnxSession& session, const ClassifierOptions& options) {
  const OnnxValue& input = only_input(session);
  name_ = input.name;
  type_ = input.type;
  declared_.assign(input.extents.begin() + 1, input.extents.end());
  read_batch(session, options);
  read_layout(session, options);
  read_shape(session, options);
  read_format(session, options);
}

void OnnxInput::read_batch(const OnnxSession& session, const ClassifierOptions& options) {
  const OnnxValue& input = session.inputs()[0];
  const std::int64_t fixed = input.extents[0];
  if (fixed == 0)
    throw_error(ErrorKind::file, "{}: input '{}' has shape {}: no image at all", session.path(), name_, input.shape());
  if (fixed > 0 && options.batch && *options.batch != fixed)
    throw_error(ErrorKind::option, "{}: batch = {}, but input '{}' has shape {}: leave it out", session.path(),
                *options.batch, name_, input.shape());
  batch_ = static_cast<std::size_t>(fixed > 0 ? fixed : options.batch.value_or(0));
}

/// Said by the user or the metadata; else the dimension that can hold channels, 1 or 3 of them, shows it.
void OnnxInput::read_layout(const OnnxSession& session, const ClassifierOptions& options) {
  const std::string shape = session.inputs()[0].shape();
  layout_ = options.layout;
  if (declared_.size() != 3) {
    if (!layout_.empty())
      throw_error(ErrorKind::option, "{}: layout = '{}' is of an input of four dimensions; '{}' has shape {}",
                  session.path(), layout_, name_, shape);
    return;
  }
  if (!layout_.empty()) return;
  const bool first = may_be_channels(declared_[0]), last = may_be_channels(declared_[2]);
  if (first && last && (declared_[0] != 1 || declared_[2] != 1))
    throw_error(ErrorKind::option,
                "{}: input '{}' has shape {}, whose first or last dimension may be the channels; say "
                "layout = 'nchw' or 'nhwc'",
                session.path(), name_, shape);
  const bool known = std::all_of(declared_.begin(), declared_.end(), [](std::int64_t extent) { return extent > 0; });
  if (!first && !last && !known)
    throw_error(ErrorKind::option,
                "{}: input '{}' has shape {}, which does not show the channels; say layout = 'nchw' or "
                "'nhwc'",
                session.path(), name_, shape);
  if (first || last) layout_ = first ? "nchw" : "nhwc";
}

/// Images are given as [channels, height, width], whatever the model's layout.
void OnnxInput::read_shape(const OnnxSession& session, const ClassifierOptions& options) {
  const std::string shape = session.inputs()[0].shape();
  if (layout_ == "nhwc") std::rotate(declared_.begin(), declared_.begin() + 2, declared_.end());
  if (!options.input_shape.empty()) {
    const auto fits = [](double given, std::int64_t declared) {
      return given >= 1 && given == std::trunc(given) && (declared < 0 || given == static_cast<double>(declared));
    };
    if (!std::equal(options.input_shape.begin(), options.input_shape.end(), declared_.begin(), declared_.end(), fits))
      throw_error(ErrorKind::option,
                  "{}: input_shape = {{ {} }} does not fit input '{}' of shape {}; images have shape {}, "
                  "channels first",
                  session.path(), fmt::join(options.input_shape, ", "), name_, shape, shape_text(declared_));
    std::transform(options.input_shape.begin(), options.input_shape.end(), declared_.begin(),
                   [](double extent) { return static_cast<std::int64_t>(extent); });
  }
  size_ = 1;
  for (const std::int64_t extent : declared_) {
    if (extent < 1)
      throw_error(ErrorKind::option, "{}: input '{}' has shape {}; say input_shape = {{ … }}, that of your images: {}",
                  session.path(), name_, shape, shape_text(declared_));
    if (static_cast<std::size_t>(extent) > most_numbers / size_)
      throw_error(ErrorKind::file, "{}: input '{}' has shape {}: a sample of more than {} numbers", session.path(),
                  name_, shape, most_numbers);
    size_ *= static_cast<std::size_t>(extent);
  }
  image_ = Shape(declared_.begin(), declared_.end());
  if (layout_ == "nhwc") std::rotate(declared_.begin(), declared_.begin() + 1, declared_.end());
}

void OnnxInput::read_format(const OnnxSession& session, const ClassifierOptions& options) {
  PixelOptions pixels{layout_, options.channel_order, options.range, options.mean, options.std};
  if (type_ == onnx_uint8) {
    if (!options.mean.empty() || !options.std.empty())
      throw_error(ErrorKind::option, "{}: input '{}' takes bytes, which no mean and std are taken from; leave them out",
                  session.path(), name_);
    if (pixels.range.empty()) pixels.range = {0, 255};
  }
  format_ = PixelFormat(image_, pixels, session.path());
}

std::vector<std::int64_t> OnnxInput::run(const OnnxSession& session, std::size_t output, const float* images,
                                         std::size_t count, std::span<float> scores) const {
  std::vector<std::int64_t> extents(declared_);
  extents.insert(extents.begin(), static_cast<std::int64_t>(count));
  if (type_ == onnx_float32 && format_.identity()) return session.run(output, images, extents, scores);
  const auto bytes = type_ == onnx_uint8     ? converted<std::uint8_t>(format_, images, count)
                     : type_ == onnx_float16 ? converted<PixelFormat::Half>(format_, images, count)
                     : type_ == onnx_float64 ? converted<double>(format_, images, count)
                                             : converted<float>(format_, images, count);
  return session.run(output, bytes.data(), extents, scores);
}

}  // namespace nilgrad
