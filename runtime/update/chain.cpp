#include <algorithm>

#include "runtime/catalog/describe.hpp"
#include "runtime/update/update.hpp"

namespace nilgrad {
namespace {

class Chain final : public Update {
 public:
  struct Options {
    catalog::Parts<Update> updates;
  };
  explicit Chain(const Options& options) {
    for (const auto& part : options.updates) updates_.push_back(part.make());
  }

  void transform(Step& u, const Progress& progress) override {
    for (const auto& update : updates_) {
      if (u.empty()) return;  // one of them waits, or has nothing to go by
      update->transform(u, progress);
    }
  }

  std::int64_t evaluations() const override {
    std::int64_t most = 0;
    for (const auto& update : updates_) most = std::max(most, update->evaluations());
    return most;
  }

  std::int64_t memory(const Point& shape) const override {
    std::int64_t bytes = 0;
    for (const auto& update : updates_) bytes += update->memory(shape);
    return bytes;
  }

  bool weighs_coordinates() const override {
    return std::any_of(updates_.begin(), updates_.end(),
                       [](const auto& update) { return update->weighs_coordinates(); });
  }

 private:
  std::vector<std::shared_ptr<Update>> updates_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(update, chain) {
  return describe<Update, Chain>("chain",
                                 "updates one after another: what one makes of the estimate is the next one's estimate")
      .formula("x ← x − T_n(… T_2(T_1(ĝ)));  of no updates x ← x − ĝ. A part that passes nothing on ends the step")
      .cost("its parts'")
      .memory("none besides its parts'")
      .reference("as in optax: Babuschkin et al. 2020, The DeepMind JAX Ecosystem")
      .option("updates", &Chain::Options::updates,
              "in their order; each has its own rate: scale, clip and the like have none")
      .positional({"updates"})
      .example(
          "return ng.optimizer.zeroth_order { update = ng.update.chain {\n"
          "  ng.update.clip_norm(1), ng.update.adam { lr = 0.01 }, ng.update.weight_decay(1e-4) } }");
}
