#pragma once
#include "runtime/algorithm/objective.hpp"
#include "runtime/catalog/describe.hpp"

namespace nilgrad {

struct DimensionOptions {
  std::int64_t dim = 2;
  std::optional<std::uint64_t> rotation;
};

/// A synthetic function of any dimension, given by its formula and its customary start point and bounds. Its value()
/// changes nothing.
class TestFunction : public VectorObjective {
 public:
  TestFunction(std::string name, std::int64_t dim, double start)
      : name_(std::move(name)), dim_(static_cast<std::size_t>(dim)), start_(start) {}

  std::string name() const override { return name_; }
  std::size_t dim() const override { return dim_; }
  bool thread_safe() const override { return true; }
  Point start() const override {
    Tensor x({static_cast<std::int64_t>(dim_)});
    for (double& element : x.as<double>()) element = start_;
    return Point(x);
  }

 private:
  std::string name_;
  std::size_t dim_;
  double start_;
};

template <class Function>
catalog::Described<typename Function::Options> describe_function(const std::string& name, std::string summary,
                                                                 std::int64_t least_dim = 1) {
  return catalog::describe<Objective, Function>(name, std::move(summary))
      .cost("1 a value")
      .option("dim", &Function::Options::dim, "d, number of variables",
              {.low = static_cast<double>(least_dim), .high = 1e9, .unit = "variables"})
      .option("rotation", &Function::Options::rotation, "seed of a random rotation of the variables about 0",
              {.default_text = "not rotated"})
      .example("local f = ng.objective." + name + " { dim = 4 }\nreturn f { 1, 2, 3, 4 }");
}

}  // namespace nilgrad
