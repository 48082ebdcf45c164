#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "runtime/transformer/adapters.hpp"

namespace nilgrad::transformer {

/// Which of a model's tensors a run trains, said so that a freshly loaded one can be given the same: what a journal
/// keeps of it.
struct TrainedSet {
  enum class What { all, named, lora, prefix, prompt };
  What what = What::all;
  std::vector<std::string> names;  ///< of `named`
  Lora lora;
  std::int64_t tokens = 0;  ///< of `prefix` and `prompt`
  std::uint64_t seed = 0;   ///< what adapters begin with
  /// Which of its weights move: all, or this share of them (weight_mask.hpp).
  enum class Masked { no, small, sensitive };
  Masked masked = Masked::no;
  double share = 1;

  /// The tensors' indices in the model, which is given the adapters unless it has them. Throws Error(option) for names
  /// that it has not.
  std::vector<std::size_t> in(Model& model, const StopToken& stop) const;

  /// Tensors of the sizes of those that it trains: the model's own, or new ones that nobody has touched.
  Point like(const Model& model) const;
  /// Bytes of the adapters that the model has yet to be given.
  std::size_t added_bytes(const Model& model) const;

  nlohmann::json to_json() const;
  /// Throws Error(option) or std::exception for what to_json() does not give.
  static TrainedSet from_json(const nlohmann::json& json);
};

}  // namespace nilgrad::transformer
