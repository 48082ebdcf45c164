#include "runtime/catalog/describe.hpp"
#include "runtime/estimator/estimator.hpp"
#include "runtime/perturbation/perturbation.hpp"

namespace nilgrad {
namespace {

class OnePoint final : public Estimator {
 public:
  struct Options {
    catalog::Part<Perturbation> perturbation = "gaussian";
    std::uint32_t queries = 1;
    double h = 0.1;
  };
  explicit OnePoint(const Options& options)
      : perturbation_(options.perturbation.make()), queries_(options.queries), h_(options.h) {
    if (!perturbation_->centred())
      throw_error(
          ErrorKind::option,
          "ng.estimator.one_point needs directions whose mean is 0, as {}'s is not; take another perturbation, or "
          "ng.estimator.coordinate_block",
          options.perturbation.to_string());
  }

  std::int64_t evaluations(std::size_t, std::int64_t) const override { return queries_; }

  std::int64_t memory(const Point& shape) const override { return perturbation_->memory(shape); }
  std::string remembers() const override { return perturbation_->remembers(); }

  Algorithm<Estimate> estimate(Exchange& exchange, const Point& base, Key key) override {
    Directions directions;
    perturbation_->draw(key, queries_, base, directions);
    for (std::uint32_t j = 0; j < queries_; ++j) exchange.ask(base, h_, directions[j]);
    const auto f = co_await exchange.values();
    std::vector<double> slopes;
    for (const double value : f) slopes.push_back(value / h_);
    Estimate estimate;
    estimate.count(f);
    estimate.add_average(directions, slopes, perturbation_->delta(base.dim()));
    perturbation_->observe(estimate.terms, base);
    co_return estimate;
  }

 private:
  std::shared_ptr<Perturbation> perturbation_;
  std::uint32_t queries_;
  double h_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(estimator, one_point) {
  using Options = OnePoint::Options;
  return describe<Estimator, OnePoint>(
             "one_point",
             "one value a direction. Its variance grows as f(x)²/h², without limit as h → 0: prefer two_point")
      .formula("1/q Σ f(x+h v_j)/h · v_j/δ")
      .cost("q")
      .memory("q scalars and keys")
      .reference("Flaxman, Kalai & McMahan, SODA 2005")
      .option("perturbation", &Options::perturbation, "distribution of the directions")
      .option("queries", &Options::queries, "q, directions an estimate",
              {.low = 1, .high = Key::max_query, .unit = "directions"})
      .option("h", &Options::h, "smoothing step: small h means little bias and huge variance",
              {.low = 0, .above_low = true})
      .example(
          "local e = ng.estimate(ng.objective.sphere { dim = 4 }, { 1, 2, 3, 4 },\n"
          "  { estimator = ng.estimator.one_point { queries = 100, h = 0.5 }, seed = 7 })\n"
          "return e:dense()");
}
