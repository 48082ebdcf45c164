#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "runtime/classifier/executor.hpp"
#include "runtime/stop_token.hpp"
#include "runtime/tensor/tensor.hpp"

namespace nilgrad {

/// An image classifier from an ONNX file: one float32 input [batch, …], one float32 output [batch, classes]. Copies
/// share the model; a copy may be used from several threads at once.
///
/// A sample's logits have the same bits whatever else is in the batch, wherever it stands, however the batch is cut and
/// for any number of threads: ONNX Runtime computes every sample on one thread (its own threads change the bits of
/// attention blocks), batches are spread over threads in pieces of two samples or more, and a single sample is run
/// beside a copy of itself, since products with one row are summed in another order. They differ between machines.
class Classifier {
 public:
  /// Opens `path` and runs the model once on two black samples. `threads` = 0, the default, means all of the
  /// program's (parallel.hpp); never more are used. Throws Error(file), beginning with the path, for a file that is not
  /// such a classifier; Error(unavailable) without ONNX Runtime.
  static Classifier load(const std::filesystem::path& path, std::size_t threads = 0);

  const std::string& name() const noexcept { return name_; }  ///< the file's name without folder and extension
  const std::string& path() const noexcept { return path_; }
  const Shape& input_shape() const noexcept { return input_shape_; }  ///< of one sample, e.g. [1, 28, 28]
  std::size_t input_size() const noexcept { return input_size_; }     ///< numbers in a sample
  std::size_t classes() const noexcept { return classes_; }
  std::size_t threads() const noexcept { return threads_; }

  /// How many samples `images` holds: one sample, or samples along the first dimension, each shaped as input_shape()
  /// (extents of 1 may be left out) or flat. Throws Error(shape) for anything else and for no sample at all.
  std::size_t sample_count(const Tensor& images) const;

  /// Writes the logits of `images` to `out`, a float32 tensor of sample_count × classes (an empty one is allocated).
  /// Each thread runs at most 128 samples at a time, fewer of large ones (4 MiB of input, but 4 samples at least).
  /// Throws Error(shape) where sizes do not fit or a pixel is not finite, naming the first such sample;
  /// Error(interrupted) between pieces.
  void logits(const Tensor& images, Tensor& out, StopToken stop = {}) const;

 private:
  Classifier() = default;
  /// Names the first of all samples, whichever thread met one.
  [[noreturn]] void refuse_not_finite(const float* samples, std::size_t count) const;
  void run(const float* samples, std::size_t count, float* logits) const;
  void run_single(const float* sample, float* logits) const;
  void run_batch(const float* samples, std::size_t count, float* logits, StopToken stop) const;

  std::shared_ptr<const onnx_model> model_;
  std::string path_, name_;
  Shape input_shape_;
  std::size_t input_size_ = 0, classes_ = 0, threads_ = 1;
};

/// Of ng.model.load.
struct ClassifierOptions {
  std::string path;
  std::optional<std::int64_t> threads;
  std::string compute = "float32";  ///< of a language model
  std::string stream;
  bool stream_sync = true;
};

}  // namespace nilgrad
