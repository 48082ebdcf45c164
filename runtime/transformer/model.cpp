#include "runtime/transformer/model.hpp"

#include <algorithm>
#include <numeric>

#include "runtime/transformer/adapters_folder.hpp"
#include "runtime/transformer/head.hpp"
#include "runtime/transformer/stream/weight_stream.hpp"

namespace nilgrad::transformer {
namespace {

std::size_t rows_of(const Checkpoint& checkpoint, std::size_t tensor) {
  return tensor == none ? 0 : static_cast<std::size_t>(checkpoint.tensors[tensor].tensor.shape()[0]);
}

std::string name_of(const Checkpoint& checkpoint) {
  if (!checkpoint.folder.empty()) return std::filesystem::weakly_canonical(checkpoint.folder).filename().string();
  const Config& c = checkpoint.config;
  return fmt::format("random {} with {} layers of {}", c.model_type, c.layers, c.hidden);
}

}  // namespace

std::shared_ptr<Model> Model::load(const std::filesystem::path& folder) {
  auto model = std::make_shared<Model>(load_checkpoint(folder));
  load_adapters(*model, folder);
  return model;
}

Model::Model(Checkpoint checkpoint, std::shared_ptr<WeightStream> stream)
    : checkpoint_(std::move(checkpoint)),
      layout_(layout_of(checkpoint_.config, checkpoint_.tensors)),
      own_tensors_(checkpoint_.tensors.size()),
      name_(name_of(checkpoint_)) {
  layout_.stream = std::move(stream);
}

void Model::settle() const {
  if (stream()) stream()->settle();
}

std::size_t Model::resident_bytes() const {
  if (!stream()) return bytes();
  std::size_t sum = stream()->most_resident();
  for (const NamedTensor& added : tensors().subspan(own_tensors_)) sum += added.tensor.bytes();
  return sum;
}

std::string Model::own_fingerprint() const {
  return stream() ? stream()->fingerprint() : fingerprint(tensors().first(own_tensors_));
}

std::size_t Model::add(NamedTensor tensor) {
  checkpoint_.tensors.push_back(std::move(tensor));
  auto stream = layout_.stream;
  layout_ = layout_of(checkpoint_.config, checkpoint_.tensors);
  layout_.stream = std::move(stream);
  set_lora_scale(lora_scale_);
  return checkpoint_.tensors.size() - 1;
}

void Model::set_lora_scale(float scale) {
  lora_scale_ = scale;
  for (LayerTensors& layer : layout_.layers) layer.q.lora_scale = layer.v.lora_scale = scale;
}

std::size_t Model::parameters() const {
  return std::accumulate(tensors().begin(), tensors().end(), std::size_t{0},
                         [](std::size_t sum, const NamedTensor& named) { return sum + named.tensor.size(); });
}

std::size_t Model::bytes() const {
  return std::accumulate(tensors().begin(), tensors().end(), std::size_t{0},
                         [](std::size_t sum, const NamedTensor& named) { return sum + named.tensor.bytes(); });
}

const Tokenizer& Model::tokenizer() const {
  if (!tokenizer_) {
    if (checkpoint_.folder.empty() || !Tokenizer::present(checkpoint_.folder))
      throw_error(ErrorKind::unavailable,
                  "the model '{}' has no tokenizer: texts need tokenizer.json, or vocab.json and merges.txt, in its "
                  "folder; ids can be given instead",
                  name_);
    tokenizer_ = Tokenizer::load(checkpoint_.folder);
  }
  return *tokenizer_;
}

Batch Model::batch() const {
  return Batch(rows_of(checkpoint_, layout_.prompt), rows_of(checkpoint_, layout_.layers[0].prefix_k));
}

std::size_t Model::most_tokens() const {
  const auto taken = rows_of(checkpoint_, layout_.prompt) + rows_of(checkpoint_, layout_.layers[0].prefix_k);
  return static_cast<std::size_t>(config().positions) - taken;
}

void Model::check(std::span<const std::int32_t> ids, const std::string& what) const {
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (ids[i] < 0 || ids[i] >= config().vocab)
      throw_error(ErrorKind::option, "{}: token {} is {}, but ids of '{}' go from 0 to {}", what, i + 1, ids[i], name_,
                  config().vocab - 1);
  if (ids.size() > most_tokens())
    throw_error(ErrorKind::option, "{} has {} tokens, but '{}' takes at most {}", what, ids.size(), name_,
                most_tokens());
}

Tensor Model::logits(std::span<const std::int32_t> ids, const StopToken& stop) const {
  check(ids, "the text");
  if (ids.empty()) return Tensor({0, config().vocab}, DType::float32);
  Batch texts = batch();
  const auto segment = texts.add(ids);
  std::vector<std::uint32_t> rows;
  for (std::size_t i = 0; i < ids.size(); ++i) rows.push_back(texts.row(segment, i));
  const BranchWeights weights = this->weights();
  Forward forward(config(), layout_);
  return transformer::logits(weights, layout_.head, forward.run(weights, texts, rows, stop));
}

std::vector<std::int32_t> Model::generate(std::span<const std::int32_t> ids, std::size_t count, const StopToken& stop,
                                          const std::function<bool(std::span<const std::int32_t>)>& enough) const {
  check(ids, "the prompt");
  if (ids.empty()) throw_error(ErrorKind::option, "the prompt has no tokens to go on from");
  const BranchWeights weights = this->weights();
  Forward forward(config(), layout_);
  const std::size_t before = static_cast<std::size_t>(config().positions) - most_tokens();
  KeyValueCache cache(config(), before + ids.size() + count);
  fill_prefix(weights, layout_, cache);
  std::vector<std::int32_t> made;
  std::vector<std::int32_t> next(ids.begin(), ids.end());
  while (made.size() < count && ids.size() + made.size() < most_tokens()) {
    Batch texts = made.empty() ? batch() : Batch(0, cache.filled);
    const auto segment = texts.add(next);
    const std::vector<std::uint32_t> last = {texts.last_row(segment)};
    const Tensor row = transformer::logits(weights, layout_.head, forward.run(weights, texts, last, stop, &cache));
    const auto scores = row.as<float>();
    const auto best = static_cast<std::int32_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
    if (best == config().eos) break;
    made.push_back(best);
    next.assign(1, best);
    if (enough && enough(made)) break;
  }
  return made;
}

}  // namespace nilgrad::transformer
