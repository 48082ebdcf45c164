#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "runtime/classifier/classifier_options.hpp"
#include "runtime/classifier/onnx_scores.hpp"
#include "runtime/stop_token.hpp"
#include "runtime/tensor/tensor.hpp"

namespace nilgrad {

/// An image classifier from an ONNX file. Images are given with pixels in [0, 1], [channels, height, width]; what the
/// model wants instead (layout, range, mean and std, another type) is the options' or the file's metadata's to say, and
/// made here. Copies share the model; a copy may be used from several threads at once.
///
/// A sample's logits have the same bits whatever else is in the batch, wherever it stands, however the batch is cut and
/// for any number of threads: ONNX Runtime computes every sample on one thread (its own threads change the bits of
/// attention blocks), batches are spread over threads in pieces of two samples or more, and a single sample is run
/// beside a copy of itself, since products with one row are summed in another order. A model of a fixed batch is always
/// run with a full one, filled up with copies of the last sample. They differ between machines.
class Classifier {
 public:
  /// Opens `options.path` and runs the model once on two images, black and grey. `threads` = none, the default, means
  /// all of the program's (parallel.hpp); never more are used. Throws Error(file), beginning with the path, for a file
  /// that is not such a classifier; Error(option), which begins with it too, where an option does not fit it or is
  /// missing; Error(unavailable) without ONNX Runtime.
  static Classifier load(const ClassifierOptions& options);
  static Classifier load(const std::filesystem::path& path, std::size_t threads = 0);

  const std::string& name() const noexcept { return name_; }  ///< the file's name without folder and extension
  const std::string& path() const noexcept { return session_.path(); }
  const Shape& input_shape() const noexcept { return input_.image_shape(); }  ///< of one sample, e.g. [1, 28, 28]
  std::size_t input_size() const noexcept { return input_.image_size(); }     ///< numbers in a sample
  std::size_t classes() const noexcept { return scores_.classes(); }
  /// What logits() gives: "logits" or "probabilities".
  const char* scores() const noexcept { return scores_.probabilities() ? "probabilities" : "logits"; }
  const std::string& output() const noexcept { return scores_.output(); }  ///< the name of the output they come from
  const std::string& layout() const noexcept { return input_.layout(); }   ///< the model's: "nchw", "nhwc" or ""
  std::size_t threads() const noexcept { return threads_; }

  /// How many samples `images` holds: one sample, or samples along the first dimension, each shaped as input_shape()
  /// (extents of 1 may be left out) or flat. Throws Error(shape) for anything else and for no sample at all.
  std::size_t sample_count(const Tensor& images) const;

  /// Writes the logits (or probabilities, as scores() says) of `images` to `out`, a float32 tensor of sample_count ×
  /// classes (an empty one is allocated). Each thread runs at most 128 samples at a time, fewer of large ones (4 MiB of
  /// input, but 4 samples at least). Throws Error(shape) where sizes do not fit or a pixel is not finite, naming the
  /// first such sample; Error(interrupted) between pieces.
  void logits(const Tensor& images, Tensor& out, StopToken stop = {}) const;

 private:
  Classifier() = default;
  /// Names the first of all samples, whichever thread met one.
  [[noreturn]] void refuse_not_finite(const float* samples, std::size_t count) const;
  void run(const float* samples, std::size_t count, float* logits) const;
  void run_fixed(const float* samples, std::size_t count, float* logits) const;
  void run_single(const float* sample, float* logits) const;
  void run_batch(const float* samples, std::size_t count, float* logits, StopToken stop) const;

  OnnxSession session_;
  OnnxInput input_;
  OnnxScores scores_;
  std::string name_;
  std::size_t threads_ = 1;
};

}  // namespace nilgrad
