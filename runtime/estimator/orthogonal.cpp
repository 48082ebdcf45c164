#include "runtime/catalog/describe.hpp"
#include "runtime/estimator/smoothing/smoothing.hpp"

namespace nilgrad {
namespace {

class OrthogonalDirections final : public Estimator {
 public:
  struct Options {
    std::uint32_t queries = 1;
    StepOption h;
    std::string side = "central";
  };
  explicit OrthogonalDirections(const Options& options) : queries_(options.queries) {
    catalog::Values values{{"perturbation", catalog::Recipes{catalog::recipe("perturbation", "orthogonal")}},
                           {"queries", std::int64_t{queries_}},
                           {"side", options.side}};
    if (options.h.automatic) values["h"] = std::string("auto");
    if (!options.h.given.empty()) values["h"] = options.h.given;
    two_point_ = catalog::make<Estimator>("two_point", values);
  }

  std::int64_t evaluations(std::size_t d, std::int64_t estimate) const override {
    return two_point_->evaluations(d, estimate);
  }
  std::int64_t memory(const Point& shape) const override { return two_point_->memory(shape); }
  std::string remembers() const override { return two_point_->remembers(); }

  Algorithm<Estimate> estimate(Exchange& exchange, const Point& base, Key key) override {
    if (queries_ > std::max<std::size_t>(1, base.dim()))
      throw_error(
          ErrorKind::option,
          "ng.estimator.orthogonal wants {} directions orthogonal to each other in dimension {}; give queries = {} "
          "or fewer, or ng.estimator.two_point with ng.perturbation.orthogonal(), which makes independent blocks",
          queries_, base.dim(), base.dim());
    return two_point_->estimate(exchange, base, key);
  }

 private:
  std::uint32_t queries_;
  std::shared_ptr<Estimator> two_point_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(estimator, orthogonal) {
  using Options = OrthogonalDirections::Options;
  return describe<Estimator, OrthogonalDirections>(
             "orthogonal", "differences along orthogonal directions: less variance than along independent ones")
      .formula(
          "d/q Σ D_j f · q_j, the q_j a Haar block (QR of a d×q Gaussian with a positive diagonal), D_j f the central "
          "or "
          "forward difference along √d·q_j over √d;  E|ĝ − a|² = (d/q − 1)|a|², 0 at q = d")
      .cost("central 2q, forward q+1")
      .memory("q scalars, keys and q² coefficients while it is made; nothing between estimates")
      .reference("Choromanski et al., ICML 2018; Kozak et al., Comput. Optim. Appl. 79 (2021)")
      .option("queries", &Options::queries, "q, directions an estimate; at most the dimension",
              {.low = 1, .high = Key::max_query, .unit = "directions"})
      .option("h", &Options::h, step_help, step_limits())
      .option("side", &Options::side, "which difference", {.choices = {"central", "forward"}})
      .example(
          "local e = ng.estimate(ng.objective.sphere { dim = 4 }, { 1, 2, 3, 4 },\n"
          "  { estimator = ng.estimator.orthogonal { queries = 4 }, seed = 7 })\n"
          "return e:dense()");
}
