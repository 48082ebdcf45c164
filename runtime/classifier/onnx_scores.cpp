#include "runtime/classifier/onnx_scores.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>

namespace nilgrad {
namespace {

constexpr std::size_t most_scores = std::size_t{1} << 20;  // of an image

std::string list_of(const std::vector<OnnxValue>& outputs) {
  std::vector<std::string> texts;
  std::transform(outputs.begin(), outputs.end(), std::back_inserter(texts), [](const OnnxValue& output) {
    const std::string shape = output.type == onnx_no_tensor ? "" : " " + output.shape();
    return fmt::format("{} ({}{})", output.name, output.type_name(), shape);
  });
  return fmt::format("{}", fmt::join(texts, ", "));
}

bool within_unit(float value) { return value >= -1e-3f && value <= 1 + 1e-3f; }

/// Black images, and every second one grey.
std::vector<float> trial_images(std::size_t count, std::size_t size) {
  std::vector<float> images(count * size);
  for (std::size_t i = 1; i < count; i += 2)
    std::fill_n(images.begin() + static_cast<std::ptrdiff_t>(i * size), size, 0.5f);
  return images;
}

}  // namespace

OnnxScores::OnnxScores(const OnnxSession& session, const OnnxInput& input, const ClassifierOptions& options) {
  choose(session, options.output);
  const std::size_t count = input.batch() > 0 ? input.batch() : 2;
  const auto images = trial_images(count, input.image_size());
  std::vector<float> rows(count * 4096);
  const auto extents = input.run(session, index_, images.data(), count, rows);
  read_shape(session, extents, count, options);
  const bool all = count * width_ <= rows.size();
  rows.resize(count * width_);
  if (!all) input.run(session, index_, images.data(), count, rows);
  read_meaning(session, rows, options);
}

/// The one that is named; else the only one of floating-point numbers, whatever whole-numbered labels stand beside it.
void OnnxScores::choose(const OnnxSession& session, const std::string& wanted) {
  const auto& outputs = session.outputs();
  const auto floating = [](const OnnxValue& output) { return output.floating_point(); };
  const auto named = [&](const OnnxValue& output) { return output.name == wanted; };
  const auto found = wanted.empty() ? std::find_if(outputs.begin(), outputs.end(), floating)
                                    : std::find_if(outputs.begin(), outputs.end(), named);
  if (found == outputs.end() && !wanted.empty())
    throw_error(ErrorKind::option, "{}: it has no output '{}'; its outputs are {}", session.path(), wanted,
                list_of(outputs));
  if (found == outputs.end())
    throw_error(ErrorKind::file, "{}: a classifier has an output of floating-point scores; this model has {}{}",
                session.path(), list_of(outputs),
                std::any_of(outputs.begin(), outputs.end(), [](const auto& o) { return o.type == onnx_no_tensor; })
                    ? " (export scikit-learn's with zipmap = False)"
                    : "");
  if (!found->floating_point())
    throw_error(ErrorKind::option, "{}: output '{}' is {}, not floating-point scores; its outputs are {}",
                session.path(), wanted, found->type_name(), list_of(outputs));
  if (wanted.empty() && std::count_if(outputs.begin(), outputs.end(), floating) > 1)
    throw_error(ErrorKind::option,
                "{}: it has several outputs that may be the scores: {}; say output = '{}' or another", session.path(),
                list_of(outputs), found->name);
  index_ = static_cast<std::size_t>(found - outputs.begin());
  name_ = found->name;
}

void OnnxScores::read_shape(const OnnxSession& session, std::span<const std::int64_t> extents, std::size_t count,
                            const ClassifierOptions& options) {
  const std::string shape = shape_text(extents);
  while (extents.size() > 1 && extents.back() == 1) extents = extents.first(extents.size() - 1);  // [n, classes, 1, 1]
  // A vector is one number an image, or, of a model that takes one image at a time, that image's scores.
  const bool vector = extents.size() == 1;
  const auto images = static_cast<std::int64_t>(count);
  if (vector && extents[0] != images && count > 1)
    throw_error(ErrorKind::file, "{}: output '{}' has shape {} for a batch of {}; a classifier gives [batch, classes]",
                session.path(), name_, shape, count);
  if (extents.empty() || extents.size() > 2 || (!vector && extents[0] != images))
    throw_error(ErrorKind::file,
                "{}: output '{}' has shape {} for a batch of {}; a classifier gives [batch, classes]{}", session.path(),
                name_, shape, count,
                extents.size() == 2 && extents[0] == 1 ? " (batch = 1 if it takes one image at a time)" : "");
  width_ = vector ? static_cast<std::size_t>(count > 1 ? 1 : extents[0]) : static_cast<std::size_t>(extents[1]);
  sigmoid_ = options.head == "sigmoid";
  if (width_ == 0 || width_ > most_scores)
    throw_error(ErrorKind::file, "{}: output '{}' has shape {}: no classifier's scores", session.path(), name_, shape);
  if (width_ == 1 && !sigmoid_)
    throw_error(ErrorKind::option,
                "{}: output '{}' has shape {}; a classifier has two classes at least: say "
                "head = 'sigmoid' where one number decides between two classes",
                session.path(), name_, shape);
  if (width_ > 1 && sigmoid_)
    throw_error(ErrorKind::option, "{}: head = 'sigmoid' is of one number an image; output '{}' has shape {}",
                session.path(), name_, shape);
  classes_ = sigmoid_ ? 2 : width_;
}

/// Logits that happen to lie in [0, 1] and sum to 1, for a black and a grey image alike, are not to be expected.
void OnnxScores::read_meaning(const OnnxSession& session, std::span<const float> rows,
                              const ClassifierOptions& options) {
  const bool unit = std::all_of(rows.begin(), rows.end(), within_unit);
  if (options.scores == "probabilities" && !unit)
    throw_error(ErrorKind::option, "{}: scores = 'probabilities', but output '{}' gives {} for an image; say 'logits'",
                session.path(), name_, *std::find_if_not(rows.begin(), rows.end(), within_unit));
  probabilities_ = options.scores == "probabilities";
  if (!options.scores.empty() || !unit) return;
  if (sigmoid_)
    throw_error(ErrorKind::option,
                "{}: output '{}' gives {} for an image; say scores = 'probabilities' if it ends in a "
                "sigmoid, or 'logits'",
                session.path(), name_, rows[0]);
  probabilities_ = true;
  for (std::size_t first = 0; first < rows.size(); first += width_) {
    const auto row = rows.subspan(first, width_);
    if (std::abs(std::accumulate(row.begin(), row.end(), 0.0) - 1) > 1e-3) probabilities_ = false;
  }
}

void OnnxScores::run(const OnnxSession& session, const OnnxInput& input, const float* images, std::size_t count,
                     float* scores) const {
  std::vector<float> ones(sigmoid_ ? count : 0);
  const std::span<float> rows = sigmoid_ ? std::span(ones) : std::span(scores, count * width_);
  const auto extents = input.run(session, index_, images, count, rows);
  std::size_t numbers = 1;
  for (const std::int64_t extent : extents) numbers *= static_cast<std::size_t>(extent);
  if (numbers != rows.size())
    throw_error(ErrorKind::file, "{}: output '{}' has shape {} for a batch of {}; {} scores an image were expected",
                session.path(), name_, shape_text(extents), count, width_);
  for (std::size_t i = 0; i < ones.size(); ++i) {
    scores[2 * i] = probabilities_ ? 1 - ones[i] : 0;
    scores[2 * i + 1] = ones[i];
  }
}

}  // namespace nilgrad
