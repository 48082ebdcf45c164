#pragma once
#include <functional>
#include <memory>
#include <optional>

#include "runtime/study/trial.hpp"

namespace nilgrad::study {

/// A parameter is asked for only where another has one of these values.
struct Condition {
  std::string parent;
  std::vector<Value> values;
};

/// A parameter declared ahead.
struct Declared {
  std::string name;
  std::shared_ptr<const Domain> domain;
  std::optional<Value> otherwise;  ///< its value in the default configuration
  std::vector<Condition> when;     ///< all must hold; none: always
};

/// A space that is known before the first trial: parameters, where each applies, and which configurations are allowed.
class Space {
 public:
  using Constraint = std::function<bool(const Given&)>;

  /// In order of name, parents before what depends on them. Throws Error(option) for a name twice, an unknown parent, a
  /// parent's value that its domain lacks, and conditions that go in circles.
  Space(std::vector<Declared> parameters, std::vector<Constraint> constraints);

  const std::vector<Declared>& parameters() const { return parameters_; }
  /// Whether a parameter applies, given the values of those before it.
  static bool applies(const Declared& declared, const Given& values);
  bool allowed(const Given& values) const;

 private:
  std::vector<Declared> parameters_;
  std::vector<Constraint> constraints_;
};

}  // namespace nilgrad::study
