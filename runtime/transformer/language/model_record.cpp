#include "runtime/transformer/language/model_record.hpp"

#include <nlohmann/json.hpp>

#include "runtime/transformer/stream/streamed_point.hpp"
#include "runtime/transformer/weight_mask.hpp"

namespace nilgrad::transformer {
namespace {

std::string added_to(const Model& model) { return fingerprint(model.tensors().subspan(model.own_tensors())); }

std::string shown(const Model& model) {
  const auto& folder = model.checkpoint().folder;
  return folder.empty() ? fmt::format("'{}'", model.name()) : fmt::format("'{}' ({})", model.name(), folder.string());
}

}  // namespace

ModelRecord ModelRecord::of(const Model& model, const TrainedSet& trained) {
  ModelRecord record;
  record.own_ = model.own_fingerprint();
  record.added_ = added_to(model);
  record.trained_ = trained;
  return record;
}

std::optional<ModelRecord> ModelRecord::from_definition(const std::string& definition) {
  const auto json = nlohmann::json::parse(definition, nullptr, false);
  if (!json.is_object() || !json.contains("model")) return {};
  ModelRecord record;
  const auto& model = json["model"];
  record.own_ = model.at("weights").get<std::string>();
  record.added_ = model.at("adapters").get<std::string>();
  record.trained_ = TrainedSet::from_json(model.at("trained"));
  return record;
}

nlohmann::json ModelRecord::to_json() const {
  return {{"weights", own_}, {"adapters", added_}, {"trained", trained_.to_json()}};
}

Point ModelRecord::point_of(Model& model, const StopToken& stop) const {
  check_own(model);
  Point point;
  const auto indices = trained_.in(model, stop);
  for (const std::size_t i : indices) point.tensors.push_back(model.tensors()[i].tensor);
  point.deferred = StreamedPoint::of(model.stream(), point, indices);
  check(model);
  if (trained_.masked == TrainedSet::Masked::small) point.mask = smallest_weights(point, trained_.share);
  if (trained_.masked == TrainedSet::Masked::sensitive)
    throw_error(ErrorKind::option,
                "the run moves the weights of {} that are sensitive on its training examples: give its objective, "
                "which has them, instead of the model",
                shown(model));
  return point;
}

void ModelRecord::check(const Model& model) const {
  check_own(model);
  if (added_to(model) != added_)
    throw_error(ErrorKind::option, "{} has other adapters than the run began with: load the model anew", shown(model));
}

void ModelRecord::check_own(const Model& model) const {
  const std::string now = model.own_fingerprint();
  if (now == own_) return;
  throw_error(
      ErrorKind::option,
      "the weights of {} are not those that the run began with (fingerprint {}, not {}): give the checkpoint as "
      "it was then, and load it anew if it was trained since",
      shown(model), now, own_);
}

}  // namespace nilgrad::transformer
