#include "runtime/estimator/estimator.hpp"

#include <algorithm>
#include <unordered_map>

namespace nilgrad {
namespace {

struct DirectionHash {
  std::size_t operator()(const Direction& direction) const {
    std::size_t hash = std::hash<const void*>()(direction.distribution);
    for (const std::uint64_t part : {direction.key.stream_key, std::uint64_t{direction.key.step},
                                     std::uint64_t{direction.key.round_query}, direction.axis})
      hash = hash * 0x9E3779B97F4A7C15u + part;
    return hash ^ hash >> 32;
  }
};

}  // namespace

void Estimate::count(std::span<const double> values) {
  evaluations += static_cast<std::int64_t>(values.size());
  failures += std::count_if(values.begin(), values.end(), [](double value) { return failed(value); });
}

void Estimate::count(const Estimate& part) {
  evaluations += part.evaluations;
  failures += part.failures;
  search_evaluations += part.search_evaluations;
  h = part.h;
  coordinate_h = part.coordinate_h;
}

void Estimate::add(double factor, std::span<const Term> combination) {
  for (const Term& term : combination) terms.push_back({factor * term.scale, term.direction});
}

void Estimate::add(double factor, const Estimate& other) {
  add(factor, other.terms);
  stored.insert(stored.end(), other.stored.begin(), other.stored.end());
}

void Estimate::add_average(const Directions& directions, std::span<const double> slopes, double delta) {
  const auto usable_count = std::count_if(slopes.begin(), slopes.end(), [](double slope) { return !failed(slope); });
  bool combined = false;
  for (std::size_t j = 0; j < directions.size(); ++j) {
    if (failed(slopes[j])) continue;
    add(slopes[j] / (static_cast<double>(usable_count) * delta), directions[j]);
    combined = combined || directions[j].size() > 1;
  }
  if (combined) merge();
}

void Estimate::merge() {
  std::unordered_map<Direction, std::size_t, DirectionHash> places;
  std::size_t end = 0;
  for (const Term& term : terms) {
    const auto [place, is_new] = places.try_emplace(term.direction, end);
    if (is_new)
      terms[end++] = term;
    else
      terms[place->second].scale += term.scale;
  }
  terms.resize(end);
}

Point Estimate::dense(const Point& shape) const {
  Point vector;
  vector.mask = shape.mask;
  for (const Tensor& tensor : shape.tensors) vector.tensors.emplace_back(tensor.shape(), computed_as(tensor.dtype()));
  add_terms(vector, terms, 1);
  return vector;
}

}  // namespace nilgrad
