#include "runtime/attack/reached.hpp"

#include <algorithm>

namespace nilgrad {

Reached::Reached(Tensor image, Norm norm, std::vector<double> eps, Keep keep)
    : image_(std::move(image)), norm_(norm), keep_(keep) {
  for (const double level : eps) levels_.push_back({level, 0, {}, 0});
}

bool Reached::all() const {
  return std::all_of(levels_.begin(), levels_.end(), [](const Level& level) { return level.queries > 0; });
}

void Reached::add(std::int64_t query, std::span<const float> candidate, const Question::Answer& answer) {
  if (!answer.fooled || !are_pixels(candidate)) return;
  const double away = nilgrad::distance(norm_, image_.as<float>(), candidate);
  Tensor copy;  // shared by all that keep it
  const auto kept = [&] {
    if (copy.empty()) {
      copy = Tensor::uninitialized(image_.shape(), DType::float32);
      std::copy(candidate.begin(), candidate.end(), copy.as<float>().begin());
    }
    return copy;
  };
  if (closest_.empty() || away < distance_) {
    closest_ = kept();
    distance_ = away;
    path_.push_back({query, away});
  }
  const double measure = keep_ == Keep::least_loss ? answer.loss : away;
  for (Level& level : levels_) {
    if (!within(norm_, away, level.eps)) continue;
    const bool first = level.queries == 0;
    if (first) level.queries = query;
    if (!first && (keep_ == Keep::first || measure >= level.least)) continue;
    level.adversarial = kept();
    level.least = measure;
  }
}

}  // namespace nilgrad
