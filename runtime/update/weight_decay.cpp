#include "runtime/catalog/describe.hpp"
#include "runtime/update/update.hpp"

namespace nilgrad {
namespace {

class WeightDecay final : public Update {
 public:
  struct Options {
    catalog::Part<Schedule> decay = "constant";
    bool matrices_only = false;
  };
  explicit WeightDecay(const Options& options) : decay_(options.decay.make()), matrices_only_(options.matrices_only) {}

  void transform(Step& u, const Progress& progress) override {
    u.map([this, &x = u.x(), decay = decay_->at(progress)](const Slice& slice, auto elements) {
      if (matrices_only_ && x.tensors[slice.tensor].shape().size() < 2) return;
      using T = typename decltype(elements)::value_type;
      with_chunk_of(x, slice, elements, [&](std::span<const T> here) {
        for (std::size_t i = 0; i < elements.size(); ++i) elements[i] += static_cast<T>(decay) * here[i];
      });
    });
  }

 private:
  std::shared_ptr<Schedule> decay_;
  bool matrices_only_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(update, weight_decay) {
  return describe<Update, WeightDecay>(
             "weight_decay", "draws x towards 0: decoupled behind the update that scales, as a penalty before it")
      .formula("u ← u + λ x")
      .memory("none")
      .reference("Loshchilov & Hutter, ICLR 2019")
      .option("decay", &WeightDecay::Options::decay, "λ; a schedule where it is to fall with the rate",
              {.low = 0, .default_text = "0.01"})
      .option("matrices_only", &WeightDecay::Options::matrices_only,
              "only tensors of two dimensions and more decay: of a language model not biases and norms, as usual")
      .positional({"decay"})
      .example("return ng.update.chain { ng.update.adam { lr = 0.01 }, ng.update.weight_decay(1e-4) }");
}
