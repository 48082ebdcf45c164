#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runtime/classifier/plugin/onnx_executor.h"

namespace nilgrad {

/// An input or output as an ONNX file declares it.
struct OnnxValue {
  std::string name;
  int type = onnx_no_tensor;
  std::vector<std::int64_t> extents;  ///< −1: dynamic

  bool floating_point() const { return type == onnx_float32 || type == onnx_float64 || type == onnx_float16; }
  /// "[?, 3, 224, 224]"
  std::string shape() const;
  /// "float32", "a sequence or map"
  std::string type_name() const;
};

/// An ONNX file opened by the plug-in. Copies share it; run() may be called from several threads at once.
class OnnxSession {
 public:
  /// Throws Error(file), beginning with the path; Error(unavailable) without ONNX Runtime.
  static OnnxSession load(const std::filesystem::path& path);

  const std::string& path() const { return path_; }
  const std::vector<OnnxValue>& inputs() const { return inputs_; }
  const std::vector<OnnxValue>& outputs() const { return outputs_; }
  /// Of the file's metadata_props, case of the key aside.
  std::optional<std::string> metadata(const std::string& key) const;

  /// The shape of the output for `samples`, elements of the input's type in `extents`. Its elements are written to
  /// `values` if there is room for all. Throws Error(file).
  std::vector<std::int64_t> run(std::size_t output, const void* samples, const std::vector<std::int64_t>& extents,
                                std::span<float> values) const;

 private:
  std::shared_ptr<const onnx_model> model_;
  std::string path_;
  std::vector<OnnxValue> inputs_, outputs_;
};

/// "[1, ?, 3]"
std::string shape_text(std::span<const std::int64_t> extents);

}  // namespace nilgrad
