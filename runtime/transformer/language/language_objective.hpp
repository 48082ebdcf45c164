#pragma once
#include "runtime/algorithm/objective.hpp"
#include "runtime/transformer/language/loss.hpp"
#include "runtime/transformer/language/model_record.hpp"
#include "runtime/transformer/language/run_memory.hpp"

namespace nilgrad::transformer {

/// A language model's loss on minibatches of a task, over those of its tensors that are trained. Its point is the
/// model's own tensors: a run moves them, evaluations read them and never write.
///
/// The minibatch of a step depends on (seed, step) alone, so every probe of an estimate sees the same examples; steps
/// go through the examples in a random order, all of them before any again. Probes that share a base go through the
/// layers together, as branches of one pass.
class LanguageObjective final : public Objective {
 public:
  struct Settings {
    std::string task;
    std::size_t batch = 16;
    Loss loss = Loss::cross_entropy;
    TrainedSet trained;
  };
  /// Gives the model its adapters. Throws Error(option) for examples that the model cannot take (check), and where
  /// nothing is trained. `held_out` is what assess() goes by; without any it takes the training examples.
  LanguageObjective(std::shared_ptr<Model> model, Settings settings, std::vector<Example> examples,
                    std::vector<Example> held_out, const StopToken& stop = {});

  std::string name() const override;
  std::size_t dim() const override { return dim_; }
  Point start() const override;
  /// JSON: what the loss is made of, and the model as it is now (ModelRecord).
  std::string definition() const override;
  bool moves_own_point() const override { return true; }
  void begins() override;
  void evaluate(std::span<const Probe> probes, std::span<double> values, const StopToken& stop) override;
  void evaluate_each(std::span<const Probe> probes, std::span<double> values, const StopToken& stop,
                     const Finished& finished) override;
  /// "loss" and "accuracy" on the examples held out.
  std::vector<Figure> assess(const Point& x, const StopToken& stop) override;

  const Model& model() const { return *model_; }
  const Settings& settings() const { return settings_; }
  /// Indices of the model's tensors that the point holds, in its order.
  std::span<const std::size_t> trained() const { return indices_; }
  /// What a run takes at most whose requests have so many probes and whose optimizer remembers `state` bytes, and which
  /// assesses points or not.
  RunMemory memory(std::size_t probes, std::size_t state, bool assesses) const;
  /// Indices of the examples that a step's probes see.
  std::vector<std::size_t> minibatch(const Key& sample);

 private:
  /// ‖x_j‖ of what each matrix of the point is multiplied by, over training examples (Wanda: Sun et al., ICLR 2024);
  /// empty for other tensors.
  std::vector<std::vector<float>> sizes_of_inputs(const StopToken& stop);
  std::vector<double> losses(std::span<const Probe> probes, std::span<const Example> examples, const StopToken& stop);

  std::shared_ptr<Model> model_;
  Settings settings_;
  std::vector<Example> examples_, held_out_;
  std::vector<std::size_t> indices_;
  Trained trained_;
  Point point_;
  std::size_t dim_ = 0;
  Scorer scorer_;
  std::vector<std::size_t> order_;  // of the examples, in the epoch of order_key_
  std::optional<Key> order_key_;
};

}  // namespace nilgrad::transformer
