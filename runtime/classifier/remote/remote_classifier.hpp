#pragma once
#include <string>
#include <vector>

#include "runtime/classifier/remote/score_rows.hpp"
#include "runtime/stop_token.hpp"
#include "runtime/tensor/tensor.hpp"

namespace nilgrad {

/// A classifier that is asked elsewhere, a program or a web service. Images have pixels in [0, 1]. One thread at a
/// time.
class RemoteClassifier {
 public:
  struct Incidents {
    std::int64_t queries = 0;   ///< images whose scores came back
    std::int64_t retries = 0;   ///< requests sent again
    std::int64_t restarts = 0;  ///< workers started in the place of one that failed or ended
    std::string last_error;     ///< what went wrong last
  };

  virtual ~RemoteClassifier() = default;
  RemoteClassifier(const RemoteClassifier&) = delete;
  RemoteClassifier& operator=(const RemoteClassifier&) = delete;

  const std::string& name() const noexcept { return name_; }
  const Shape& input_shape() const noexcept { return input_shape_; }
  std::size_t input_size() const noexcept { return element_count(input_shape_); }
  const ScoreRows& rows() const noexcept { return rows_; }
  const Incidents& incidents() const noexcept { return incidents_; }
  /// "process classifier NAME: [1, 28, 28] to 10 classes"
  virtual std::string to_string() const = 0;

  /// The scores of images (as nilgrad::sample_count takes them), float32 [n, classes]: all of them, or an exception.
  /// Throws Error(shape) for what are no such images; Error(unavailable) where one got no usable answer, naming who was
  /// asked, what came back and how often it was tried; Error(interrupted) within 50 ms.
  Tensor predict(const Tensor& images, const StopToken& stop);

 protected:
  RemoteClassifier(std::string name, const std::vector<double>& input_shape, ScoreRows rows, const std::string& maker);
  virtual void answer(const float* images, std::size_t count, float* scores, const StopToken& stop) = 0;
  Incidents incidents_;

 private:
  std::string name_;
  Shape input_shape_;
  ScoreRows rows_;
};

}  // namespace nilgrad
