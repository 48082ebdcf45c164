#pragma once
#include "runtime/transformer/model.hpp"

namespace nilgrad::transformer {

/// Where a model's weights are to be worked on instead of in memory.
struct Streaming {
  std::filesystem::path path;  ///< of the working file, which is made where there is none
  bool sync = true;            ///< see WeightStream
};

/// A folder's model whose weights are those of a working file, copied from it if there was none; the folder is read
/// only. Throws as load_checkpoint and WorkingFile do.
std::shared_ptr<Model> load_streamed(const std::filesystem::path& folder, const Streaming& streaming);

/// A model as random_checkpoint makes it, written into the working file tensor by tensor.
std::shared_ptr<Model> random_streamed(const Config& config, DType dtype, std::uint64_t seed,
                                       const Streaming& streaming);

}  // namespace nilgrad::transformer
