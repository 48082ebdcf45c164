#include "runtime/classifier/http/http_classifier.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "runtime/classifier/http/http_settings.hpp"
#include "runtime/classifier/remote/pixel_text.hpp"
#include "runtime/error.hpp"
#include "runtime/image/png.hpp"
#include "runtime/objective/process/protocol.hpp"

namespace nilgrad {
namespace {

using nlohmann::json;

constexpr const char* maker = "ng.model.http";

std::vector<std::string> names_of(const HttpClassifier::Options& options) {
  const auto* list = std::get_if<std::vector<std::string>>(&options.labels);
  return list ? *list : std::vector<std::string>{std::get<std::string>(options.labels)};
}

void check_format(const HttpClassifier::Options& options, const Shape& shape) {
  const bool png = options.format == "png";
  if (png && options.batch)
    throw_error(ErrorKind::option, "{}: batch is of JSON; format = 'png' sends one image a request", maker);
  if (png && (!options.range.empty() || !options.mean.empty() || !options.std.empty() || options.layout != "nchw"))
    throw_error(ErrorKind::option, "{}: layout, range, mean and std are of JSON; a PNG holds pixels as bytes", maker);
  const bool picture = shape.size() == 2 || (shape.size() == 3 && (shape[0] == 1 || shape[0] == 3));
  if (png && !picture)
    throw_error(ErrorKind::option,
                "{}: a PNG has 1 or 3 channels: input_shape must be {{ 1 or 3, height, width }}, not {}", maker,
                to_string(shape));
  if (options.field && options.field->empty() && (png || !options.fields.empty()))
    throw_error(ErrorKind::option, "{}: field = '' sends the images alone as JSON, without other fields", maker);
}

PixelFormat format_of(const HttpClassifier::Options& options, const Shape& shape) {
  PixelOptions pixels{shape.size() == 3 && options.layout != "flat" ? options.layout : "", "", options.range,
                      options.mean, options.std};
  if (shape.size() != 3 && options.layout == "nhwc")
    throw_error(ErrorKind::option, "{}: layout = 'nhwc' is of images {{ channels, height, width }}, not {}", maker,
                to_string(shape));
  return {shape, pixels, maker};
}

ScoreRows rows_of(const HttpClassifier::Options& options) {
  ScoreRows rows(options.scores, static_cast<std::size_t>(options.classes), names_of(options), options.label_field,
                 options.score_field, maker);
  if (options.missing && names_of(options).empty())
    throw_error(ErrorKind::option, "{}: missing is of answers by name, which need labels = the names", maker);
  rows.set_missing(options.missing);
  return rows;
}

}  // namespace

HttpClassifier::HttpClassifier(const Options& options, Warn warn, std::function<double()> jitter,
                               const Environment& environment)
    : RemoteClassifier(options.name.value_or(shown_url(options.url)), options.input_shape, rows_of(options), maker),
      options_(options),
      field_(options.field.value_or(options.format == "png" ? "image" : "instances")),
      format_(format_of(options, input_shape())),
      response_(options.response),
      posts_(posts_settings(options, std::move(warn), std::move(jitter), environment)) {
  check_format(options_, input_shape());
  for (const std::int64_t extent : input_shape()) extents_.push_back(static_cast<std::size_t>(extent));
  if (options_.layout == "nhwc") std::rotate(extents_.begin(), extents_.begin() + 1, extents_.end());
  if (options_.layout == "flat") extents_ = {input_size()};
}

std::string HttpClassifier::to_string() const {
  return fmt::format("http classifier {}: {} to {} classes", name(), nilgrad::to_string(input_shape()),
                     rows().classes());
}

void HttpClassifier::answer(const float* images, std::size_t count, float* scores, const StopToken& stop) {
  const auto most = static_cast<std::size_t>(options_.batch.value_or(1));
  const auto size_of = [&](std::size_t i) { return std::min(most, count - i * most); };
  const auto answered = [&](std::size_t i, const std::string& body) {
    read_answer(body, size_of(i), scores + i * most * rows().classes());
    incidents_.queries += static_cast<std::int64_t>(size_of(i));
  };
  const auto tell = [this] {
    incidents_.retries = posts_.retries();
    incidents_.last_error = posts_.last_error();
  };
  try {
    posts_.send({(count + most - 1) / most,
                 [&](std::size_t i) { return content(images + i * most * input_size(), size_of(i)); },
                 [&](std::size_t i) { return static_cast<double>(size_of(i)); }, answered},
                stop);
  } catch (...) {
    tell();
    throw;
  }
  tell();
}

PostContent HttpClassifier::content(const float* images, std::size_t count) const {
  if (options_.format == "json") return {json_for(images, count), "", ""};
  Tensor picture = Tensor::uninitialized(input_shape(), DType::float32);
  std::transform(images, images + input_size(), picture.as<float>().begin(),
                 [](float pixel) { return std::clamp(pixel, 0.f, 1.f); });
  PostContent form{"", encode_png(picture), field_};
  for (const auto& [name, value] : options_.fields) {
    const json parsed = json::parse(value);
    form.texts.emplace_back(name, parsed.is_string() ? parsed.get<std::string>() : value);
  }
  return form;
}

std::string HttpClassifier::json_for(const float* images, std::size_t count) const {
  std::vector<float> numbers(count * input_size());
  format_.convert(images, count, numbers.data());
  std::string text = field_.empty() ? "" : "{" + json(field_).dump() + ":";
  if (options_.batch) text += '[';
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) text += ',';
    append_image(text, numbers.data() + i * input_size());
  }
  if (options_.batch) text += ']';
  for (const auto& [name, value] : options_.fields) text += "," + json(name).dump() + ":" + value;
  return field_.empty() ? text : text + "}";
}

/// Nested lists: a bracket opens and closes where an extent begins and ends.
void HttpClassifier::append_image(std::string& text, const float* image) const {
  const std::size_t innermost = extents_.back(), lists = input_size() / innermost;
  for (std::size_t list = 0; list < lists; ++list) {
    if (list > 0) text += ',';
    std::size_t opening = 0, block = 1;
    for (std::size_t d = extents_.size() - 1; d-- > 0;) {
      block *= extents_[d];
      if (list % block == 0) ++opening;
    }
    text.append(opening, '[');
    append_numbers(text, image + list * innermost, innermost);
    std::size_t closing = 0;
    block = 1;
    for (std::size_t d = extents_.size() - 1; d-- > 0;) {
      block *= extents_[d];
      if ((list + 1) % block == 0) ++closing;
    }
    text.append(closing, ']');
  }
}

void HttpClassifier::read_answer(const std::string& body, std::size_t count, float* scores) {
  const json found = response_.find(ScoreRows::parse(body));
  if (!options_.batch) return rows().read(found, scores);
  if (!found.is_array() || found.size() != count)
    throw AnswerFault(fmt::format("answered {} images with {}", count,
                                  found.is_array()
                                      ? fmt::format("{} rows of scores", found.size())
                                      : "what is no list of their scores: " +
                                            excerpt(found.dump(-1, ' ', false, json::error_handler_t::replace))));
  for (std::size_t i = 0; i < count; ++i) rows().read(found[i], scores + i * rows().classes());
}

}  // namespace nilgrad
