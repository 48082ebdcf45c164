#include <fmt/format.h>
#include <onnxruntime_cxx_api.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/classifier/plugin/onnx_executor.h"

namespace {

struct Declared {
  std::string name;
  int type = onnx_no_tensor;
  std::vector<int64_t> extents;
};

}  // namespace

struct onnx_model {
  explicit onnx_model(Ort::Session opened) : session(std::move(opened)) {}

  mutable Ort::Session session;  // Run is not const, but is safe from several threads
  std::vector<Declared> inputs, outputs;
  std::map<std::string, std::string> metadata;  // keys in lower case
};

namespace {

static_assert(onnx_float32 == static_cast<int>(ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT) &&
              onnx_bool == static_cast<int>(ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL) &&
              onnx_float16 == static_cast<int>(ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16) &&
              onnx_float64 == static_cast<int>(ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE));

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

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

Declared declared(std::string name, const Ort::TypeInfo& type) {
  Declared value{std::move(name), onnx_no_tensor, {}};
  if (type.GetONNXType() != ONNX_TYPE_TENSOR) return value;
  const auto tensor = type.GetTensorTypeAndShapeInfo();
  value.type = tensor.GetElementType();
  value.extents = tensor.GetShape();
  return value;
}

void describe(onnx_model& model) {
  Ort::AllocatorWithDefaultOptions allocator;
  Ort::Session& session = model.session;
  for (size_t i = 0; i < session.GetInputCount(); ++i)
    model.inputs.push_back(declared(session.GetInputNameAllocated(i, allocator).get(), session.GetInputTypeInfo(i)));
  for (size_t i = 0; i < session.GetOutputCount(); ++i)
    model.outputs.push_back(declared(session.GetOutputNameAllocated(i, allocator).get(), session.GetOutputTypeInfo(i)));
  const Ort::ModelMetadata metadata = session.GetModelMetadata();
  for (const auto& key : metadata.GetCustomMetadataMapKeysAllocated(allocator))
    model.metadata[lower(key.get())] = metadata.LookupCustomMetadataMapAllocated(key.get(), allocator).get();
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
    describe(*model);
  });
  return loaded ? model.release() : nullptr;
}

void close(onnx_model* model) { delete model; }

size_t inputs(const onnx_model* model) { return model->inputs.size(); }
size_t outputs(const onnx_model* model) { return model->outputs.size(); }

onnx_value value_of(const Declared& value) {
  return {value.name.c_str(), value.type, value.extents.data(), value.extents.size()};
}
onnx_value input(const onnx_model* model, size_t index) { return value_of(model->inputs[index]); }
onnx_value output(const onnx_model* model, size_t index) { return value_of(model->outputs[index]); }

const char* metadata(const onnx_model* model, const char* key) {
  const auto found = model->metadata.find(lower(key));
  return found == model->metadata.end() ? nullptr : found->second.c_str();
}

template <class T>
void copy_as_floats(const Ort::Value& from, size_t count, float* to) {
  std::transform(from.GetTensorData<T>(), from.GetTensorData<T>() + count, to,
                 [](T value) { return static_cast<float>(value); });
}

void copy_out(const Ort::Value& from, onnx_scores& scores) {
  const auto type = from.GetTensorTypeAndShapeInfo();
  const auto extents = type.GetShape();
  if (extents.size() > onnx_most_extents)
    throw std::runtime_error(fmt::format("an output has {} dimensions", extents.size()));
  std::copy(extents.begin(), extents.end(), scores.extents);
  scores.rank = extents.size();
  const size_t count = type.GetElementCount();
  if (count > scores.capacity) return;
  switch (type.GetElementType()) {
    case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT:
      return copy_as_floats<float>(from, count, scores.values);
    case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE:
      return copy_as_floats<double>(from, count, scores.values);
    case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16:
      return copy_as_floats<Ort::Float16_t>(from, count, scores.values);
    default:
      throw std::runtime_error("an output holds no floating-point numbers");
  }
}

size_t bytes_of(int type) {
  return type == onnx_uint8 ? 1 : type == onnx_float16 ? 2 : type == onnx_float64 ? 8 : sizeof(float);
}

int run(const onnx_model* model, size_t output_index, const void* samples, const int64_t* extents, size_t rank,
        onnx_scores* scores, char* error, size_t error_size) {
  const auto body = [&] {
    static const auto memory = Ort::MemoryInfo::CreateCpu(OrtDeviceAllocator, OrtMemTypeDefault);
    const Declared& taken = model->inputs[0];
    size_t bytes = bytes_of(taken.type);
    for (size_t i = 0; i < rank; ++i) bytes *= static_cast<size_t>(extents[i]);
    const Ort::Value in = Ort::Value::CreateTensor(memory, const_cast<void*>(samples), bytes, extents, rank,
                                                   static_cast<ONNXTensorElementDataType>(taken.type));
    const char* from = taken.name.c_str();
    const char* to = model->outputs[output_index].name.c_str();
    const auto out = model->session.Run(Ort::RunOptions{nullptr}, &from, &in, 1, &to, 1);
    copy_out(out.at(0), *scores);
  };
  return guarded(error, error_size, body) ? 0 : -1;
}

}  // namespace

const onnx_executor* onnx_executor_get() {
  static const onnx_executor executor{onnx_executor_abi, load, close, inputs, outputs, input, output, metadata, run};
  return &executor;
}
