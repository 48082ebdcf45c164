#include "runtime/transformer/weight_mask.hpp"

#include <array>
#include <cmath>

#include "runtime/tensor/half.hpp"

namespace nilgrad::transformer {
namespace {

constexpr std::uint32_t most_key = 0x7fffffffu;

/// The bits of a number from 0 on are in its order; NaN is as 0.
std::uint32_t ordered(float magnitude) { return std::isnan(magnitude) ? 0 : std::bit_cast<std::uint32_t>(magnitude); }

/// f(i, w) for each element of a tensor, in order.
template <class F>
void for_each_weight(const Tensor& tensor, const F& f) {
  std::array<float, 4096> floats;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled as far as used
  for (std::size_t first = 0; first < tensor.size(); first += floats.size()) {
    const auto part = std::span(floats).first(std::min(floats.size(), tensor.size() - first));
    widen(tensor, first, part);
    for (std::size_t i = 0; i < part.size(); ++i) f(first + i, part[i]);
  }
}

/// Sets `count` elements of the tensors, those of the least keys; of equal ones the first. key(tensor, i, w) is below
/// 2³¹. Three passes and half a megabyte, whatever the tensors' size.
template <class KeyOf>
void set_least(Mask& mask, const Point& point, std::span<const std::uint32_t> tensors, std::size_t count,
               const KeyOf& key) {
  constexpr int low_bits = 15;
  const auto for_each_key = [&](const auto& f) {
    for (const std::uint32_t t : tensors)
      for_each_weight(point.tensors[t], [&](std::size_t i, float w) { f(t, i, key(t, i, w)); });
  };
  /// The bin that the count ends in; count becomes what is left for it.
  const auto bin_of = [&](const std::vector<std::size_t>& bins) {
    std::uint32_t bin = 0;
    for (; bin + 1 < bins.size() && count >= bins[bin]; ++bin) count -= bins[bin];
    return bin;
  };
  std::vector<std::size_t> bins(std::size_t{1} << 16);
  for_each_key([&](std::uint32_t, std::size_t, std::uint32_t k) { ++bins[k >> low_bits]; });
  const std::uint32_t high = bin_of(bins);
  bins.assign(std::size_t{1} << low_bits, 0);
  for_each_key([&](std::uint32_t, std::size_t, std::uint32_t k) {
    if (k >> low_bits == high) ++bins[k & ((1u << low_bits) - 1)];
  });
  const std::uint32_t threshold = high << low_bits | bin_of(bins);
  for_each_key([&](std::uint32_t t, std::size_t i, std::uint32_t k) {
    if (k > threshold || (k == threshold && count == 0)) return;
    if (k == threshold) --count;
    mask.set(t, i);
  });
}

std::size_t share_of(std::size_t size, double share) {
  return std::min(size, static_cast<std::size_t>(std::llround(share * static_cast<double>(size))));
}

}  // namespace

std::shared_ptr<const Mask> smallest_weights(const Point& point, double share) {
  auto mask = std::make_shared<Mask>(point);
  for (std::uint32_t t = 0; t < point.tensors.size(); ++t)
    set_least(*mask, point, {&t, 1}, share_of(point.tensors[t].size(), share),
              [](std::uint32_t, std::size_t, float w) { return ordered(std::abs(w)); });
  return mask;
}

std::shared_ptr<const Mask> greatest_weights(const Point& point, const std::vector<std::vector<float>>& scales,
                                             double share) {
  auto mask = std::make_shared<Mask>(point);
  std::vector<std::uint32_t> matrices;
  std::size_t size = 0;
  for (std::uint32_t t = 0; t < point.tensors.size(); ++t) {
    if (scales[t].empty()) continue;
    matrices.push_back(t);
    size += point.tensors[t].size();
  }
  set_least(*mask, point, matrices, share_of(size, share), [&](std::uint32_t t, std::size_t i, float w) {
    return most_key - ordered(std::abs(w) * scales[t][i % scales[t].size()]);
  });
  return mask;
}

}  // namespace nilgrad::transformer
