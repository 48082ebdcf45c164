#pragma once
#include <functional>
#include <span>
#include <vector>

#include "runtime/algorithm/objective.hpp"

namespace nilgrad {

inline Point point_of(const std::vector<double>& numbers, DType dtype = DType::float64) {
  Tensor tensor({static_cast<std::int64_t>(numbers.size())}, dtype);
  for (std::size_t i = 0; i < numbers.size(); ++i) tensor.set(i, numbers[i]);
  return Point(tensor);
}

/// A point of several tensors of these sizes, whose elements are small and all different.
inline Point point_of_sizes(const std::vector<std::int64_t>& sizes, DType dtype = DType::float64) {
  Point point;
  double next = 0;
  for (const std::int64_t size : sizes) {
    Tensor tensor({size}, dtype);
    for (std::size_t i = 0; i < tensor.size(); ++i) tensor.set(i, next += 0x1p-10);
    point.tensors.push_back(tensor);
  }
  return point;
}

/// All elements, tensors laid end to end.
inline std::vector<double> numbers_of(const Point& point) {
  std::vector<double> numbers;
  for (const Tensor& tensor : point.tensors)
    for (std::size_t i = 0; i < tensor.size(); ++i) numbers.push_back(tensor.at(i));
  return numbers;
}

inline std::vector<double> point_of_probe(const Probe& probe) {
  Point point = probe.base->clone();
  materialise(probe, point);
  return numbers_of(point);
}

using Function = std::function<double(std::span<const double>)>;

/// An objective from a lambda.
class FunctionObjective final : public VectorObjective {
 public:
  FunctionObjective(std::size_t dim, Function function) : dim_(dim), function_(std::move(function)) {}
  std::string name() const override { return "function"; }
  std::size_t dim() const override { return dim_; }
  double value(std::span<const double> x) override { return function_(x); }

 private:
  std::size_t dim_;
  Function function_;
};

inline double sum_of_squares(std::span<const double> x) {
  double sum = 0;
  for (const double xi : x) sum += xi * xi;
  return sum;
}

}  // namespace nilgrad
