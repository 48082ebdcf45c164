#include <fmt/format.h>
#include <fmt/ranges.h>
#include <onnxruntime_cxx_api.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/classifier/plugin/onnx_executor.h"

struct onnx_model {
  explicit onnx_model(Ort::Session opened) : session(std::move(opened)) {}

  mutable Ort::Session session;  // Run is not const, but is safe from several threads
  std::string input;
  std::string output;
  std::vector<int64_t> sample;
  size_t sample_size = 1;
  size_t classes = 0;
};

namespace {

using Extents = std::vector<int64_t>;

template <class... Args>
[[noreturn]] void refuse(fmt::format_string<Args...> format, Args&&... args) {
  throw std::runtime_error(fmt::format(format, std::forward<Args>(args)...));
}

/// ONNX Runtime puts source lines and the file's name before what went wrong; its last line says it.
std::string_view last_line(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  if (const size_t line = text.rfind('\n'); line != std::string_view::npos) text.remove_prefix(line + 1);
  constexpr std::string_view loading = "Load model from ";
  constexpr std::string_view failed = " failed:";
  if (const size_t end = text.find(failed); text.starts_with(loading) && end != std::string_view::npos)
    text.remove_prefix(end + failed.size());
  return text;
}

template <class F>
bool guarded(char* error, size_t error_size, F&& body) noexcept {
  try {
    body();
    return true;
  } catch (const std::exception& e) {
    const std::string_view line = last_line(e.what());
    std::snprintf(error, error_size, "%.*s", static_cast<int>(line.size()), line.data());
  } catch (...) {
    std::snprintf(error, error_size, "unknown failure");
  }
  return false;
}

std::string describe(const Extents& shape) {
  std::vector<std::string> extents;
  for (const int64_t extent : shape) extents.push_back(extent < 0 ? "?" : std::to_string(extent));
  return fmt::format("[{}]", fmt::join(extents, ", "));
}

std::vector<std::string> names(const Ort::Session& session, bool inputs) {
  Ort::AllocatorWithDefaultOptions allocator;
  std::vector<std::string> all;
  const size_t count = inputs ? session.GetInputCount() : session.GetOutputCount();
  for (size_t i = 0; i < count; ++i)
    all.emplace_back(
        (inputs ? session.GetInputNameAllocated(i, allocator) : session.GetOutputNameAllocated(i, allocator)).get());
  return all;
}

bool is_float32(const Ort::TypeInfo& type) {
  return type.GetONNXType() == ONNX_TYPE_TENSOR &&
         type.GetTensorTypeAndShapeInfo().GetElementType() == ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT;
}

void read_input(onnx_model& model) {
  constexpr size_t most_floats = size_t{1} << 28;
  const auto inputs = names(model.session, true);
  if (inputs.size() != 1)
    refuse("a classifier has one input; this model has {}: {}", inputs.size(), fmt::join(inputs, ", "));
  model.input = inputs[0];
  const Ort::TypeInfo type = model.session.GetInputTypeInfo(0);
  if (!is_float32(type)) refuse("input '{}' does not take float32 images", model.input);
  const Extents shape = type.GetTensorTypeAndShapeInfo().GetShape();
  if (shape.size() < 2) refuse("input '{}' has shape {}; a classifier takes [batch, …]", model.input, describe(shape));
  if (shape[0] >= 0)
    refuse("input '{}' has shape {}, which holds the batch size fixed; export the model with a dynamic first dimension",
           model.input, describe(shape));
  model.sample.assign(shape.begin() + 1, shape.end());
  for (const int64_t extent : model.sample) {
    if (extent < 1)
      refuse("input '{}' has shape {}; only the batch dimension may be dynamic", model.input, describe(shape));
    if (static_cast<size_t>(extent) > most_floats / model.sample_size)
      refuse("input '{}' has shape {}: a sample of more than {} numbers", model.input, describe(shape), most_floats);
    model.sample_size *= static_cast<size_t>(extent);
  }
}

void read_output(onnx_model& model) {
  const auto outputs = names(model.session, false);
  for (size_t i = 0; i < outputs.size(); ++i)
    if (is_float32(model.session.GetOutputTypeInfo(i))) {
      model.output = outputs[i];
      return;
    }
  refuse("a classifier has a float32 output; this model has {}", fmt::join(outputs, ", "));
}

Ort::Value over(float* data, size_t batch, Extents sample) {
  static const auto memory = Ort::MemoryInfo::CreateCpu(OrtDeviceAllocator, OrtMemTypeDefault);
  size_t count = batch;
  for (const int64_t extent : sample) count *= static_cast<size_t>(extent);
  sample.insert(sample.begin(), static_cast<int64_t>(batch));
  return Ort::Value::CreateTensor<float>(memory, data, count, sample.data(), sample.size());
}

/// Declared shapes lie (a Reshape to [1, -1], a batch fixed inside): one run tells whether rows are classified apart.
void try_on_two_samples(onnx_model& model) {
  std::vector<float> zeros(2 * model.sample_size);
  const Ort::Value in = over(zeros.data(), 2, model.sample);
  const char* input = model.input.c_str();
  const char* output = model.output.c_str();
  const auto out = model.session.Run(Ort::RunOptions{nullptr}, &input, &in, 1, &output, 1);
  const Extents shape = out.at(0).GetTensorTypeAndShapeInfo().GetShape();
  if (shape.size() != 2 || shape[0] != 2)
    refuse("output '{}' has shape {} for a batch of 2; a classifier gives [batch, classes]", model.output,
           describe(shape));
  if (shape[1] < 2)
    refuse("output '{}' has shape {}; a classifier has two classes at least", model.output, describe(shape));
  model.classes = static_cast<size_t>(shape[1]);
}

Ort::Env& environment() {
  // ONNX Runtime 1.31 reports to its makers and keeps a device id in ~/.cache unless this is set before its Env is
  // made.
  static Ort::Env env = [] {
    setenv("ORT_DISABLE_TELEMETRY", "1", 1);  // NOLINT(concurrency-mt-unsafe): once, with the first model
    return Ort::Env(ORT_LOGGING_LEVEL_FATAL);
  }();
  return env;
}

onnx_model* load(const char* path, char* error, size_t error_size) {
  std::unique_ptr<onnx_model> model;
  const bool loaded = guarded(error, error_size, [&] {
    Ort::Env& env = environment();
    Ort::SessionOptions options;
    // With threads inside an operator, an attention block's logits depend on their number (batches below it). The
    // classifier spreads a batch over threads instead.
    options.SetIntraOpNumThreads(1);
    model = std::make_unique<onnx_model>(Ort::Session(env, path, options));
    read_input(*model);
    read_output(*model);
    try_on_two_samples(*model);
  });
  return loaded ? model.release() : nullptr;
}

void close(onnx_model* model) { delete model; }

size_t sample_shape(const onnx_model* model, int64_t* extents, size_t capacity) {
  std::copy_n(model->sample.begin(), std::min(capacity, model->sample.size()), extents);
  return model->sample.size();
}

size_t classes(const onnx_model* model) { return model->classes; }

int run(const onnx_model* model, const float* samples, size_t batch, float* logits, char* error, size_t error_size) {
  return guarded(error, error_size,
                 [&] {
                   const Ort::Value in = over(const_cast<float*>(samples), batch, model->sample);
                   Ort::Value out = over(logits, batch, {static_cast<int64_t>(model->classes)});
                   const char* input = model->input.c_str();
                   const char* output = model->output.c_str();
                   model->session.Run(Ort::RunOptions{nullptr}, &input, &in, 1, &output, &out, 1);
                 })
             ? 0
             : -1;
}

}  // namespace

const onnx_executor* onnx_executor_get() {
  static const onnx_executor executor{onnx_executor_abi, load, close, sample_shape, classes, run};
  return &executor;
}
