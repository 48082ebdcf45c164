#include "runtime/transformer/stream/streamed_point.hpp"

namespace nilgrad::transformer {

std::shared_ptr<StreamedPoint> StreamedPoint::of(const std::shared_ptr<WeightStream>& stream, const Point& point,
                                                 std::span<const std::size_t> indices) {
  if (!stream) return nullptr;
  auto tensors = std::make_shared<StreamedTensors>();
  tensors->place.assign(stream->tensor_count(), StreamedTensors::nowhere);
  std::uint64_t flat_first = 0;
  bool any = false;
  for (std::uint32_t t = 0; t < point.tensors.size(); ++t) {
    const bool streamed = indices[t] < tensors->place.size();
    any = any || streamed;
    if (streamed) tensors->place[indices[t]] = t;
    tensors->in_memory.tensors.push_back(streamed ? Tensor() : point.tensors[t]);
    tensors->flat_first.push_back(flat_first);
    flat_first += point.tensors[t].size();
    tensors->hash = (tensors->hash ^ (indices[t] + 1)) * 0x100000001b3u;  // FNV-1a
  }
  if (!any) return nullptr;
  return std::shared_ptr<StreamedPoint>(new StreamedPoint(stream, std::move(tensors)));
}

}  // namespace nilgrad::transformer
