#pragma once
#include <vector>

#include "runtime/classifier/classifier_options.hpp"
#include "runtime/classifier/pixel_format.hpp"

namespace nilgrad {

/// How images reach a model: its one input, read and checked.
class OnnxInput {
 public:
  OnnxInput() = default;
  /// Throws Error(file) or Error(option), beginning with the path, for a model that takes no images, and where layout
  /// or size are not known: it says which option tells them.
  OnnxInput(const OnnxSession& session, const ClassifierOptions& options);

  const Shape& image_shape() const noexcept { return image_; }  ///< as predict is given one
  std::size_t image_size() const noexcept { return size_; }
  std::size_t batch() const noexcept { return batch_; }           ///< images of a run; 0: as many as there are
  const std::string& layout() const noexcept { return layout_; }  ///< "nchw", "nhwc" or "" for no images of channels

  /// session.run on `count` images in [0, 1]; count is the batch where that is fixed.
  std::vector<std::int64_t> run(const OnnxSession& session, std::size_t output, const float* images, std::size_t count,
                                std::span<float> scores) const;

 private:
  void read_batch(const OnnxSession& session, const ClassifierOptions& options);
  void read_layout(const OnnxSession& session, const ClassifierOptions& options);
  void read_shape(const OnnxSession& session, const ClassifierOptions& options);
  void read_format(const OnnxSession& session, const ClassifierOptions& options);

  std::string name_, layout_;
  int type_ = onnx_float32;
  std::vector<std::int64_t> declared_;  // of a sample, as the model declares it, and then as it is run
  std::size_t batch_ = 0, size_ = 0;
  Shape image_;
  PixelFormat format_;
};

}  // namespace nilgrad
