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
      .signature("ng.estimate(f: objective | function, x: tensor | number[], options: table?) -> estimate")
      .option("estimator", &Options::estimator, "how")
      .option("seed", &Options::seed, "the directions come from it; any 64-bit integer")
      .option("stream", &Options::stream, "tells estimates of one seed apart", {.low = 0})
      .option("step", &Options::step, "which step's directions to draw", {.low = 0})
      .cost("its estimator's, counted exactly in e.evaluations")
      .example(
          "local f = ng.objective.rosenbrock { dim = 4 }\n"
          "local e = ng.estimate(f, { 0, 0, 0, 0 }, { estimator = ng.estimator.two_point { queries = 8 }, seed = 7 })\n"
          "return e:dense()");
}
