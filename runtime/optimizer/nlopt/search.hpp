#pragma once
#include <nlopt.h>

#include "runtime/algorithm/optimizer.hpp"
#include "runtime/catalog/describe.hpp"

namespace nilgrad {

/// What tells NLopt's methods apart, as far as we have to know.
struct NloptMethod {
  nlopt_algorithm algorithm;
  const char* name;
  std::size_t least_dim = 1;
  enum class Inside { bounds, finite_bounds, folded } inside = Inside::bounds;  ///< folded: SearchSpace
  bool random = false;
};

struct NloptOptions {
  std::vector<double> step;
  double xtol = 1e-10, ftol = 0;
  std::int64_t population = 0;
};

/// A method of NLopt as an optimizer. The start point is evaluated first, whatever the method does with it, and not
/// twice. Each point is one request. Values of failed evaluations are told to NLopt as the largest finite one so far
/// (1e30 before there is one); it never sees NaN or an infinity. An interval that is too narrow to move in, relative to
/// the start point's size, is left where it is. Where the optimizer stands is its best point.
class NloptSearch : public Optimizer {
 public:
  NloptSearch(const NloptMethod& method, NloptOptions options) : method_(method), options_(std::move(options)) {}
  /// Throws Error(option) for too few or too many variables and for bounds that the method cannot do without.
  Algorithm<std::string> run(Exchange& exchange, Problem problem) final;

 private:
  void check(const Problem& problem) const;

  NloptMethod method_;
  NloptOptions options_;
};

template <class Method>
catalog::Described<NloptOptions> describe_nlopt(const std::string& name, std::string summary) {
  return catalog::describe<Optimizer, Method>(name, std::move(summary)).cost("1 for the start point, then 1 a step");
}

/// The options of methods that start from a point with steps of a given length.
template <class Method>
catalog::Described<NloptOptions> describe_local(const std::string& name, std::string summary) {
  return describe_nlopt<Method>(name, std::move(summary))
      .option("step", &NloptOptions::step, "first steps, one or one a coordinate",
              {.default_text = "0.1 of each coordinate's interval; 0.3 where it is not bounded on both sides"})
      .option("xtol", &NloptOptions::xtol, "ends a search whose steps are below this share of the first ones; 0: never",
              {.low = 0, .high = 1})
      .option("ftol", &NloptOptions::ftol, "ends a search whose values change by less; 0: never", {.low = 0});
}

}  // namespace nilgrad
