#include "runtime/transformer/attention.hpp"

#include <algorithm>
#include <map>

#include "runtime/tensor/parallel.hpp"

namespace nilgrad::transformer {
namespace {

using Masks = std::map<std::uint32_t, std::vector<std::uint32_t>>;  // by key panel

void see(Masks& masks, std::size_t first, std::size_t count, std::uint32_t query_bit) {
  for (std::size_t key = first; key < first + count; ++key) {
    auto& mask = masks[static_cast<std::uint32_t>(key / lanes)];
    if (mask.empty()) mask.resize(lanes);
    mask[key % lanes] |= query_bit;
  }
}

/// The segment of each row.
std::vector<std::int32_t> segments_of(const Batch& batch) {
  std::vector<std::int32_t> segments(batch.size());
  for (std::size_t s = 0; s < batch.segments().size(); ++s)
    for (std::uint32_t i = 0; i < batch.segments()[s].count; ++i)
      segments[batch.segments()[s].first + i] = static_cast<std::int32_t>(s);
  return segments;
}

}  // namespace

AttentionPlan::AttentionPlan(const Batch& batch, const KeyPlaces& places) {
  const auto segments = segments_of(batch);
  for (std::size_t begin = 0; begin < batch.size(); begin += lanes) {
    Masks masks;
    for (std::size_t row = begin; row < std::min(begin + lanes, batch.size()); ++row) {
      const std::uint32_t bit = 1u << (row - begin);
      see(masks, 0, places.before, bit);
      const auto* segment = &batch.segments()[static_cast<std::size_t>(segments[row])];
      see(masks, places.first + segment->first, row + 1 - segment->first, bit);
      while (segment->parent >= 0) {
        segment = &batch.segments()[static_cast<std::size_t>(segment->parent)];
        see(masks, places.first + segment->first, segment->count, bit);
      }
    }
    Queries& queries = panels_.emplace_back();
    for (const auto& [panel, mask] : masks) {
      queries.key_panels.push_back(panel);
      queries.seen.insert(queries.seen.end(), mask.begin(), mask.end());
    }
  }
}

std::size_t AttentionPlan::most_key_panels() const {
  std::size_t most = 0;
  for (const Queries& queries : panels_) most = std::max(most, queries.key_panels.size());
  return most;
}

void attention(const Heads& heads, const AttentionPlan& plan, const Panels& q, const Panels& k, const Panels& v,
               Panels& out) {
  out.reshape(q.branches(), q.tokens(), heads.heads * heads.size);
  const LayerKernels& kernels = layer_kernels();
  const std::size_t most = plan.most_key_panels() * lanes * lanes;
  const auto one = [&](std::size_t b, std::size_t p, std::size_t head, float* scores) {
    const auto& [key_panels, seen] = plan[p];
    const std::size_t feature = head * heads.size * lanes;
    const std::size_t kv_feature = head / (heads.heads / heads.kv_heads) * heads.size * lanes;
    for (std::size_t i = 0; i < key_panels.size(); ++i)
      kernels.multiply({k.panel(b, key_panels[i]) + kv_feature, 1, lanes}, q.panel(b, p) + feature,
                       scores + i * lanes * lanes, lanes, heads.size, lanes, false);
    kernels.softmax(scores, seen.data(), seen.size());
    for (std::size_t i = 0; i < key_panels.size(); ++i)
      kernels.multiply({v.panel(b, key_panels[i]) + kv_feature, lanes, 1}, scores + i * lanes * lanes,
                       out.panel(b, p) + feature, heads.size, lanes, lanes, i > 0);
  };
  const std::size_t panels = q.panels();
  parallel_for(q.branches() * panels * heads.heads, 4, [&](std::size_t begin, std::size_t end) {
    const auto scores = allocate_buffer(most * sizeof(float));
    for (std::size_t task = begin; task < end; ++task)
      one(task / heads.heads / panels, task / heads.heads % panels, task % heads.heads,
          static_cast<float*>(scores.get()));
  });
}

void copy_tokens(const Panels& from, const Panels& to, std::size_t first) {
  for (std::size_t b = 0; b < from.branches(); ++b)
    for (std::size_t t = 0; t < from.tokens(); ++t) {
      const float* const source = from.panel(b, t / lanes) + t % lanes;
      float* const target = to.panel(b, (first + t) / lanes) + (first + t) % lanes;
      for (std::size_t f = 0; f < from.features(); ++f) target[f * lanes] = source[f * lanes];
    }
}

}  // namespace nilgrad::transformer
