#include "runtime/estimator/estimate_options.hpp"

namespace nilgrad {

Estimate estimate_gradient(Estimator& estimator, const Point& x, const EstimateOptions& options, const Bounds& bounds,
                           const std::function<void(std::span<const Probe>, std::span<double>)>& evaluate) {
  const auto key = [&](Purpose purpose) {
    return Key::from(options.seed, purpose, options.stream).at_step(options.step);
  };
  Exchange exchange(&bounds);
  exchange.set_sample(key(Purpose::sample));
  Algorithm<Estimate> estimation = estimator.estimate(exchange, x, key(Purpose::direction));
  std::vector<double> values;
  for (estimation.start(); !estimation.done(); exchange.tell(values)) {
    values.resize(exchange.probes().size());
    evaluate(exchange.probes(), values);
  }
  return estimation.take();
}

}  // namespace nilgrad

NILGRAD_DESCRIBE(function, estimate) {
  using Options = nilgrad::EstimateOptions;
  return Described<Options>("function", "estimate", "estimates an objective's gradient at a point, once")
      .signature("ng.estimate(f, x, options) -> estimate")
      .option("estimator", &Options::estimator, "how")
      .option("seed", &Options::seed, "the directions come from it; any 64-bit integer")
      .option("stream", &Options::stream, "tells estimates of one seed apart", {.low = 0})
      .option("step", &Options::step, "which step's directions to draw", {.low = 0})
      .cost("its estimator's, counted exactly in e.evaluations")
      .member("evaluations", "evaluations made, failed ones included")
      .member("failures", "values among them that were NaN or infinite")
      .member("search_evaluations", "evaluations among them that looked for the smoothing step")
      .member("h", "the smoothing step used; a tensor where each coordinate has its own; 1 for a list along directions")
      .member("scalars", "e:scalars() -> the coefficients, a tensor")
      .member("dense", "e:dense() -> the vector, of x's shape")
      .member("apply", "e:apply(x, s): x ← x + s·ĝ in place, directions regenerated in one pass, nothing stored")
      .example(
          "local f = ng.objective.rosenbrock { dim = 4 }\n"
          "local e = ng.estimate(f, { 0, 0, 0, 0 }, { estimator = ng.estimator.two_point { queries = 8 }, seed = 7 })\n"
          "return e:dense()");
}
