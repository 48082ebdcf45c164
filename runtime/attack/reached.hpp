#pragma once
#include <cstdint>
#include <utility>
#include <vector>

#include "runtime/attack/question.hpp"
#include "runtime/attack/threat.hpp"
#include "runtime/tensor/tensor.hpp"

namespace nilgrad {

/// How far an attack on one image has come: for each ε the first query that is a success there, and the nearest image
/// that fools the model at any distance. A success is a candidate that fools it, within ε of the image and with pixels
/// in [0, 1].
class Reached {
 public:
  struct Level {
    double eps;
    std::int64_t queries = 0;  ///< of the first success; 0: none yet
    Tensor adversarial;
    double least = 0;  ///< what is least of the adversarial image among successes: its distance, or its loss
  };
  struct Improvement {
    std::int64_t queries;
    double distance;
  };
  /// Which success is kept: the first, or (going on for all of the budget) the nearest or that of the least loss.
  enum class Keep { first, nearest, least_loss };

  Reached() = default;
  Reached(Tensor image, Norm norm, std::vector<double> eps, Keep keep);

  /// The model's answer to the query of this number.
  void add(std::int64_t query, std::span<const float> candidate, const Question::Answer& answer);

  /// Is there a success for every ε?
  bool all() const;

  const std::vector<Level>& levels() const { return levels_; }
  const Tensor& closest() const { return closest_; }  ///< empty: nothing fooled the model yet
  double distance() const { return distance_; }       ///< of the closest
  const std::vector<Improvement>& path() const { return path_; }

 private:
  Tensor image_, closest_;
  Norm norm_ = Norm::linf;
  Keep keep_ = Keep::first;
  std::vector<Level> levels_;
  double distance_ = 0;
  std::vector<Improvement> path_;
};

}  // namespace nilgrad
