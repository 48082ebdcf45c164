#pragma once
#include <span>
#include <string>

#include "runtime/classifier/onnx_input.hpp"

namespace nilgrad {

/// What of a model's outputs is its scores, and how they become [images, classes].
class OnnxScores {
 public:
  OnnxScores() = default;
  /// Chooses the output and runs the model on two images (or its batch of them), black and grey: declared shapes lie (a
  /// Reshape to [1, -1], a batch fixed inside). Throws Error(file) or Error(option), beginning with the path.
  OnnxScores(const OnnxSession& session, const OnnxInput& input, const ClassifierOptions& options);

  const std::string& output() const noexcept { return name_; }
  std::size_t classes() const noexcept { return classes_; }
  bool probabilities() const noexcept { return probabilities_; }

  /// Scores of `count` images (the batch where that is fixed) to `scores`, count × classes.
  void run(const OnnxSession& session, const OnnxInput& input, const float* images, std::size_t count,
           float* scores) const;

 private:
  void choose(const OnnxSession& session, const std::string& wanted);
  void read_shape(const OnnxSession& session, std::span<const std::int64_t> extents, std::size_t count,
                  const ClassifierOptions& options);
  void read_meaning(const OnnxSession& session, std::span<const float> rows, const ClassifierOptions& options);

  std::size_t index_ = 0, width_ = 0, classes_ = 0;  // width: numbers an image
  bool sigmoid_ = false, probabilities_ = false;
  std::string name_;
};

}  // namespace nilgrad
