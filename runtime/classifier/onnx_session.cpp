#include "runtime/classifier/onnx_session.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>

#include "runtime/classifier/executor.hpp"
#include "runtime/error.hpp"
#include "runtime/input_file.hpp"

namespace nilgrad {
namespace {

using ErrorText = std::array<char, 2048>;

OnnxValue value_of(const onnx_value& value) {
  return {value.name, value.type, {value.extents, value.extents + value.rank}};
}

}  // namespace

std::string shape_text(std::span<const std::int64_t> extents) {
  std::vector<std::string> texts;
  for (const std::int64_t extent : extents) texts.push_back(extent < 0 ? "?" : std::to_string(extent));
  return fmt::format("[{}]", fmt::join(texts, ", "));
}

std::string OnnxValue::shape() const { return shape_text(extents); }

std::string OnnxValue::type_name() const {
  static const std::map<int, std::string> names{{onnx_no_tensor, "a sequence or map"},
                                                {onnx_float32, "float32"},
                                                {onnx_uint8, "uint8"},
                                                {onnx_int8, "int8"},
                                                {onnx_uint16, "uint16"},
                                                {onnx_int16, "int16"},
                                                {onnx_int32, "int32"},
                                                {onnx_int64, "int64"},
                                                {onnx_string, "string"},
                                                {onnx_bool, "bool"},
                                                {onnx_float16, "float16"},
                                                {onnx_float64, "float64"}};
  const auto found = names.find(type);
  return found == names.end() ? fmt::format("type {}", type) : found->second;
}

OnnxSession OnnxSession::load(const std::filesystem::path& path) {
  require_readable_file(path);
  const onnx_executor& executor = onnx_executor_instance();
  ErrorText error{};
  onnx_model* model = executor.load(path.c_str(), error.data(), error.size());
  if (!model) throw_error(ErrorKind::file, "{}: {}", path.string(), error.data());
  OnnxSession session;
  session.model_ = {model, executor.close};
  session.path_ = path.string();
  for (std::size_t i = 0; i < executor.inputs(model); ++i)
    session.inputs_.push_back(value_of(executor.input(model, i)));
  for (std::size_t i = 0; i < executor.outputs(model); ++i)
    session.outputs_.push_back(value_of(executor.output(model, i)));
  return session;
}

std::optional<std::string> OnnxSession::metadata(const std::string& key) const {
  const char* value = onnx_executor_instance().metadata(model_.get(), key.c_str());
  return value ? std::optional<std::string>(value) : std::nullopt;
}

std::vector<std::int64_t> OnnxSession::run(std::size_t output, const void* samples,
                                           const std::vector<std::int64_t>& extents, std::span<float> values) const {
  ErrorText error{};
  onnx_scores scores{values.data(), values.size(), {}, 0};
  if (onnx_executor_instance().run(model_.get(), output, samples, extents.data(), extents.size(), &scores, error.data(),
                                   error.size()) != 0)
    throw_error(ErrorKind::file, "{}: a batch of {}: {}", path_, extents.empty() ? 0 : extents[0], error.data());
  return {scores.extents, scores.extents + scores.rank};
}

}  // namespace nilgrad
