#include "runtime/transformer/stream/streamed_model.hpp"

#include <sys/mman.h>

#include <cstring>

#include "runtime/tensor/parallel.hpp"
#include "runtime/transformer/adapters_folder.hpp"
#include "runtime/transformer/checkpoint/config_json.hpp"
#include "runtime/transformer/stream/weight_stream.hpp"

namespace nilgrad::transformer {
namespace {

constexpr std::size_t copied_at_once = std::size_t{1} << 20;

/// The whole pages of a mapped checkpoint need not stay in memory; they can be read again.
void let_go(const Tensor& tensor) {
#ifdef MADV_PAGEOUT
  const auto begin = whole_pages(reinterpret_cast<std::uintptr_t>(tensor.data()));
  const auto end = (reinterpret_cast<std::uintptr_t>(tensor.data()) + tensor.bytes()) / working_page * working_page;
  if (end > begin) madvise(reinterpret_cast<void*>(begin), end - begin, MADV_PAGEOUT);
#endif
}

void copy(const Tensor& from, Tensor& to) {
  const auto* const source = static_cast<const std::byte*>(from.data());
  auto* const target = static_cast<std::byte*>(to.data());
  parallel_for(from.bytes(), copied_at_once,
               [&](std::size_t begin, std::size_t end) { std::memcpy(target + begin, source + begin, end - begin); });
  let_go(from);
}

std::shared_ptr<Model> model_of(Checkpoint checkpoint, const WeightSource& source, const Streaming& streaming) {
  const auto stream = std::make_shared<WeightStream>(streaming.path, source, streaming.sync);
  checkpoint.tensors = stream->tensors();
  return std::make_shared<Model>(std::move(checkpoint), stream);
}

}  // namespace

std::shared_ptr<Model> load_streamed(const std::filesystem::path& folder, const Streaming& streaming) {
  const Checkpoint checkpoint = load_checkpoint(folder);
  WeightSource source;
  source.layers = static_cast<std::size_t>(checkpoint.config.layers);
  for (const NamedTensor& named : checkpoint.tensors)
    source.tensors.push_back({named.name, named.tensor.shape(), named.tensor.dtype()});
  source.fill = [&](std::size_t i, Tensor& to) { copy(checkpoint.tensors[i].tensor, to); };
  source.fingerprint = [&] {
    return fingerprint(checkpoint.tensors, [](const NamedTensor& named) { let_go(named.tensor); });
  };
  auto model = model_of({checkpoint.config, {}, checkpoint.folder}, source, streaming);
  load_adapters(*model, folder);
  return model;
}

std::shared_ptr<Model> random_streamed(const Config& config, DType dtype, std::uint64_t seed,
                                       const Streaming& streaming) {
  WeightSource source;
  source.layers = static_cast<std::size_t>(config.layers);
  source.made_from = fmt::format("random weights of seed {} for {}", seed, config_json(config, dtype));
  for (TensorSpec& spec : tensor_specs(config)) source.tensors.push_back({std::move(spec.name), spec.shape, dtype});
  source.fill = [&](std::size_t i, Tensor& to) { fill_at_random(source.tensors[i].name, i, seed, to); };
  return model_of({config, {}, {}}, source, streaming);
}

}  // namespace nilgrad::transformer
