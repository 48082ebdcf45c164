#pragma once
#include <optional>
#include <string>

#include "runtime/algorithm/objective.hpp"
#include "runtime/classifier/classifier.hpp"

namespace nilgrad {

/// What an attack on one image minimises, over its pixels: the probes of a request are classified as one batch. Within
/// [0, 1] unless told otherwise; a run begins at the image, in float32. The value is negative exactly when a margin's
/// attack has succeeded.
class MarginObjective final : public Objective {
 public:
  struct Options {
    std::optional<std::int64_t> label;   ///< true class: the attack is untargeted
    std::optional<std::int64_t> target;  ///< class to reach instead
    std::string loss = "margin";
  };

  /// Throws Error(option) unless exactly one of label and target is given and is a class; Error(shape) for an image
  /// that is not one sample of the model.
  MarginObjective(Classifier model, const Tensor& image, const Options& options);

  std::string name() const override;
  std::size_t dim() const override { return model_.input_size(); }
  Point start() const override { return Point(image_.clone()); }
  void evaluate(std::span<const Probe> probes, std::span<double> values, const StopToken& stop) override;
  void evaluate_each(std::span<const Probe> probes, std::span<double> values, const StopToken& stop,
                     const Finished& finished) override;

 private:
  double loss(std::span<const float> logits) const;

  Classifier model_;
  Tensor image_;
  bool targeted_, cross_entropy_;
  std::size_t class_;
  Tensor batch_, logits_;  // of the last request
  Point wide_;             // where the base is float64
};

}  // namespace nilgrad
