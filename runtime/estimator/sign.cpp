#include "runtime/catalog/describe.hpp"
#include "runtime/estimator/estimator.hpp"
#include "runtime/estimator/stored_vector.hpp"

namespace nilgrad {
namespace {

/// x ← sign(x), elementwise; 0 stays 0.
void take_signs(Point& x) {
  for_each_chunk(x, [&](const Slice& slice, std::size_t count) {
    x.tensors[slice.tensor].visit([&](auto all) {
      using T = typename decltype(all)::value_type;
      for (T& element : all.subspan(slice.first, count)) element = element > 0 ? T{1} : element < 0 ? T{-1} : T{0};
    });
  });
}

class Sign final : public Estimator {
 public:
  struct Options {
    catalog::Part<Estimator> estimator = "two_point";
  };
  explicit Sign(const Options& options) : estimator_(options.estimator.make()) {}

  std::int64_t evaluations(std::size_t d, std::int64_t estimate) const override {
    return estimator_->evaluations(d, estimate);
  }
  std::int64_t memory(const Point& shape) const override { return estimator_->memory(shape); }
  std::string remembers() const override { return estimator_->remembers(); }
  bool unbiased() const override { return false; }

  Algorithm<Estimate> estimate(Exchange& exchange, const Point& base, Key key) override {
    const Estimate gradient = co_await estimator_->estimate(exchange, base, key);
    Estimate estimate;
    estimate.count(gradient);
    if (!gradient.usable()) co_return estimate;
    Point signs = gradient.dense(base);
    take_signs(signs);
    const auto stored = std::make_shared<StoredVector>(std::move(signs));
    estimate.terms.push_back({1, stored->direction()});
    estimate.stored.push_back(stored);
    co_return estimate;
  }

 private:
  std::shared_ptr<Estimator> estimator_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(estimator, sign) {
  using Options = Sign::Options;
  return describe<Estimator, Sign>("sign", "the signs of another estimate's elements: one length of step for all")
      .formula("sign(ĝ_i) in every coordinate i, sign(0) = 0;  for 1 bit a direction see ng.estimator.comparison")
      .cost("its estimator's")
      .memory(
          "its estimator's; an estimate holds one vector of the point's dtype (float32 for 16-bit weights), since "
          "signs of a sum are no short sum "
          "of "
          "directions (with ng.update.sgd, ng.update.sign is the same without that vector)")
      .reference("Liu et al., ICLR 2019: ZO-signSGD")
      .option("estimator", &Options::estimator, "whose signs are taken, any")
      .example(
          "local e = ng.estimate(ng.objective.sphere { dim = 4 }, { 1, 2, 3, 4 },\n"
          "  { estimator = ng.estimator.sign { estimator = ng.estimator.two_point { queries = 8 } }, seed = 7 })\n"
          "return e:dense()");
}
