#include "runtime/catalog/describe.hpp"
#include "runtime/update/update.hpp"

namespace nilgrad {
namespace {

class WeightDecay final : public Update {
 public:
  struct Options {
    catalog::Part<Schedule> decay = "constant";
  };
  explicit WeightDecay(const Options& options) : decay_(options.decay.make()) {}

  void transform(Step& u, const Progress& progress) override {
    u.map([&x = u.x(), decay = decay_->at(progress)](const Slice& slice, auto elements) {
      using T = typename decltype(elements)::value_type;
      with_chunk_of(x, slice, elements, [&](std::span<const T> here) {
        for (std::size_t i = 0; i < elements.size(); ++i) elements[i] += static_cast<T>(decay) * here[i];
      });
    });
  }

 private:
  std::shared_ptr<Schedule> decay_;
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
      .positional({"decay"})
      .example("return ng.update.chain { ng.update.adam { lr = 0.01 }, ng.update.weight_decay(1e-4) }");
}
