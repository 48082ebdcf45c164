#pragma once
#include <optional>

#include "runtime/algorithm/point.hpp"
#include "runtime/transformer/trained_set.hpp"

namespace nilgrad::transformer {

/// What a journal keeps of the model that a run moves: by it the model is known again when it is loaded anew, and made
/// what it was when the run began.
class ModelRecord {
 public:
  /// Of the model as it is now: all its bytes are gone through.
  static ModelRecord of(const Model& model, const TrainedSet& trained);
  /// That of an objective's definition; none where it is another objective's.
  static std::optional<ModelRecord> from_definition(const std::string& definition);
  nlohmann::json to_json() const;

  /// The tensors that the run moves, of a model that was loaded anew: adapters are made. Throws Error(option) unless
  /// they are the ones that the run began with, before the model is changed where its own weights are others.
  Point point_of(Model& model, const StopToken& stop) const;
  /// Throws Error(option) naming the model when its weights are not those that the run began with.
  void check(const Model& model) const;

 private:
  void check_own(const Model& model) const;

  std::string own_, added_;  // fingerprints of the checkpoint's tensors, and of adapters
  TrainedSet trained_;
};

}  // namespace nilgrad::transformer
