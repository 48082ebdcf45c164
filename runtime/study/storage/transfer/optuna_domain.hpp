#pragma once
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "runtime/study/space/domain.hpp"

namespace nilgrad::study {

/// A distribution of Optuna's, of versions 2 (UniformDistribution, …) and 3 to 5 (FloatDistribution, …): the domain
/// that it is here, and its values, which Optuna keeps as doubles.
class OptunaDomain {
 public:
  explicit OptunaDomain(const std::string& distribution);
  const std::shared_ptr<const Domain>& domain() const { return domain_; }
  Value value(double kept) const;

  /// A value of a choice; None is the text "None", and lists are their JSON.
  static Value choice(const nlohmann::json& value);

 private:
  std::shared_ptr<const Domain> domain_;
};

}  // namespace nilgrad::study
