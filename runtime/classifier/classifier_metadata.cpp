#include "runtime/classifier/classifier_options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>

#include "runtime/error.hpp"

namespace nilgrad {
namespace {

using Choices = std::vector<std::string>;

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

void read_choice(std::string& option, const OnnxSession& session, const std::string& key, const Choices& choices) {
  const auto found = session.metadata(key);
  if (!option.empty() || !found) return;
  option = lower(*found);
  if (std::find(choices.begin(), choices.end(), option) == choices.end())
    throw_error(ErrorKind::file, "{}: its metadata say {} = '{}', which is none of {}; give the option yourself",
                session.path(), key, *found, fmt::join(choices, ", "));
}

/// "0.485, 0.456, 0.406", with or without brackets.
std::optional<std::vector<double>> numbers_in(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return std::string_view("[]{}(),;\t").find(c) != std::string_view::npos; },
      ' ');
  std::vector<double> numbers;
  const char* at = text.data();
  const char* end = at + text.size();
  for (; at < end; ++at) {
    if (*at == ' ') continue;
    double number = 0;
    const auto [next, error] = std::from_chars(at, end, number);
    if (error != std::errc{} || (next < end && *next != ' ')) return {};
    numbers.push_back(number);
    at = next;
    if (at == end) break;
  }
  return numbers.empty() ? std::nullopt : std::optional(numbers);
}

void read_numbers(std::vector<double>& option, const OnnxSession& session, const std::string& key) {
  const auto found = session.metadata(key);
  if (!option.empty() || !found) return;
  const auto numbers = numbers_in(*found);
  if (!numbers)
    throw_error(ErrorKind::file, "{}: its metadata say {} = '{}', which are no numbers; give the option yourself",
                session.path(), key, *found);
  option = *numbers;
}

/// ONNX's repo-docs/MetadataProps.md: written by Windows ML's tools, for images as inputs.
void read_image_metadata(ClassifierOptions& options, const OnnxSession& session) {
  static const std::map<std::string, std::vector<double>> ranges{{"nominalrange_0_255", {0, 255}},
                                                                 {"normalized_0_1", {0, 1}},
                                                                 {"normalized_1_1", {-1, 1}},
                                                                 {"nominalrange_16_235", {16, 235}}};
  static const std::map<std::string, std::string> orders{{"gray8", ""}, {"rgb8", "rgb"}, {"bgr8", "bgr"}};
  const auto range = session.metadata("Image.NominalPixelRange");
  if (options.range.empty() && range) {
    const auto found = ranges.find(lower(*range));
    if (found == ranges.end())
      throw_error(ErrorKind::file,
                  "{}: its metadata say Image.NominalPixelRange = '{}', which is not known; give range", session.path(),
                  *range);
    options.range = found->second;
  }
  const auto format = session.metadata("Image.BitmapPixelFormat");
  if (options.channel_order.empty() && format) {
    const auto found = orders.find(lower(*format));
    if (found == orders.end())
      throw_error(ErrorKind::file,
                  "{}: its metadata say Image.BitmapPixelFormat = '{}'; only Gray8, Rgb8 and Bgr8 can be "
                  "served: give channel_order",
                  session.path(), *format);
    options.channel_order = found->second;
  }
}

}  // namespace

ClassifierOptions with_metadata(ClassifierOptions options, const OnnxSession& session) {
  read_choice(options.layout, session, "nilgrad.layout", {"nchw", "nhwc"});
  read_choice(options.channel_order, session, "nilgrad.channel_order", {"rgb", "bgr"});
  read_choice(options.head, session, "nilgrad.head", {"classes", "sigmoid"});
  read_choice(options.scores, session, "nilgrad.scores", {"logits", "probabilities"});
  read_numbers(options.range, session, "nilgrad.range");
  read_numbers(options.mean, session, "nilgrad.mean");
  read_numbers(options.std, session, "nilgrad.std");
  read_numbers(options.input_shape, session, "nilgrad.input_shape");
  if (options.output.empty()) options.output = session.metadata("nilgrad.output").value_or("");
  read_image_metadata(options, session);
  return options;
}

}  // namespace nilgrad
