#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

#include "runtime/tensor/parallel.hpp"
#include "runtime/transformer/checkpoint/checkpoint.hpp"

namespace nilgrad::transformer {
namespace {

constexpr std::size_t lanes = 8, chunk = std::size_t{1} << 20;
constexpr std::uint64_t factor = 0x9e3779b97f4a7c15;  // odd, of random bits (2^64 over the golden ratio)

/// For a given hash one to one in the word, and for a given word in the hash: a change of one word always shows.
std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * factor;
  return hash ^ hash >> 32;
}

/// Words go to eight lanes in turn, whose products run side by side.
std::uint64_t hash_of(const std::byte* data, std::size_t size) {
  std::array<std::uint64_t, lanes> hash, words;
  for (std::size_t lane = 0; lane < lanes; ++lane) hash[lane] = lane;
  for (std::size_t at = 0; at < size; at += sizeof words) {
    if (size - at < sizeof words) words = {};
    std::memcpy(words.data(), data + at, std::min(sizeof words, size - at));
    for (std::size_t lane = 0; lane < lanes; ++lane) hash[lane] = mixed(hash[lane], words[lane]);
  }
  std::uint64_t all = size;
  for (const std::uint64_t lane : hash) all = mixed(all, lane);
  return all;
}

std::uint64_t hash_of(std::string_view text) {
  return hash_of(reinterpret_cast<const std::byte*>(text.data()), text.size());
}

std::uint64_t hash_of(const Tensor& tensor) {
  const std::size_t bytes = tensor.bytes();
  const auto* const data = static_cast<const std::byte*>(tensor.data());
  std::vector<std::uint64_t> chunks((bytes + chunk - 1) / chunk);
  parallel_for(chunks.size(), 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) chunks[i] = hash_of(data + i * chunk, std::min(chunk, bytes - i * chunk));
  });
  std::uint64_t all = bytes;
  for (const std::uint64_t part : chunks) all = mixed(all, part);
  return all;
}

}  // namespace

std::string fingerprint(std::span<const NamedTensor> tensors, const std::function<void(const NamedTensor&)>& passed) {
  std::uint64_t all = tensors.size();
  for (const NamedTensor& named : tensors) {
    all = mixed(all, hash_of(std::string_view(named.name)));
    all = mixed(all, hash_of(name_of(named.tensor.dtype())));
    all = mixed(all, named.tensor.shape().size());
    for (const std::int64_t extent : named.tensor.shape()) all = mixed(all, static_cast<std::uint64_t>(extent));
    all = mixed(all, hash_of(named.tensor));
    if (passed) passed(named);
  }
  return fmt::format("{:016x}", all);
}

}  // namespace nilgrad::transformer
