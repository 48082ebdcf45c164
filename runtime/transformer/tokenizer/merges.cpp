#include "runtime/transformer/tokenizer/merges.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <queue>

#include "runtime/error.hpp"

namespace nilgrad::transformer {
namespace {

constexpr std::size_t short_word = 32;

}  // namespace

Merges::Merges(std::span<const Merge> ranked) : slots_(std::bit_ceil(2 * ranked.size() + 2)) {
  for (std::size_t rank = 0; rank < ranked.size(); ++rank) {
    const auto& [left, right, result] = ranked[rank];
    std::size_t at = home(left, right);
    while (slots_[at].merge != none && (slots_[at].left != left || slots_[at].right != right))
      at = (at + 1) & (slots_.size() - 1);
    slots_[at] = {left, right, std::uint64_t{rank} << 32 | static_cast<std::uint32_t>(result)};
  }
}

std::size_t Merges::home(std::int32_t left, std::int32_t right) const {
  const std::uint64_t pair = std::uint64_t{static_cast<std::uint32_t>(left)} << 32 | static_cast<std::uint32_t>(right);
  return (pair * 0x9E3779B97F4A7C15u >> 32) & (slots_.size() - 1);
}

std::uint64_t Merges::find(std::int32_t left, std::int32_t right) const {
  for (std::size_t at = home(left, right);; at = (at + 1) & (slots_.size() - 1)) {
    const Slot& slot = slots_[at];
    if (slot.merge == none || (slot.left == left && slot.right == right)) return slot.merge;
  }
}

void Merges::apply(std::vector<std::int32_t>& tokens) const {
  if (tokens.size() <= short_word)
    apply_short(tokens);
  else
    apply_long(tokens);
}

/// Looks through all neighbours for each merge: for a word of a few letters nothing is faster.
void Merges::apply_short(std::vector<std::int32_t>& tokens) const {
  std::array<std::uint64_t, short_word> merges{};  // of tokens i and i + 1
  std::size_t size = tokens.size();
  if (size < 2) return;
  for (std::size_t i = 0; i + 1 < size; ++i) merges[i] = find(tokens[i], tokens[i + 1]);
  while (size > 1) {
    const auto best = std::min_element(merges.begin(), merges.begin() + static_cast<std::ptrdiff_t>(size) - 1);
    if (*best == none) break;
    const auto i = static_cast<std::size_t>(best - merges.begin());
    tokens[i] = static_cast<std::int32_t>(*best);
    --size;
    for (std::size_t j = i + 1; j < size; ++j) {
      tokens[j] = tokens[j + 1];
      merges[j - 1] = merges[j];
    }
    if (i + 1 < size) merges[i] = find(tokens[i], tokens[i + 1]);
    if (i > 0) merges[i - 1] = find(tokens[i - 1], tokens[i]);
  }
  tokens.resize(size);
}

/// A queue of possible merges over a linked list of tokens; an entry that the list has outrun is dropped when it comes
/// up.
void Merges::apply_long(std::vector<std::int32_t>& tokens) const {
  constexpr std::uint32_t end = UINT32_MAX;
  if (tokens.size() >= end)
    throw_error(ErrorKind::option, "a word of {} bytes is too long to be tokenized", tokens.size());
  const auto size = static_cast<std::uint32_t>(tokens.size());
  std::vector<std::uint32_t> next(size), previous(size);
  std::priority_queue<std::uint64_t, std::vector<std::uint64_t>, std::greater<>> queue;  // rank << 32 | place
  const auto offer = [&](std::uint32_t left, std::uint32_t right) {
    const std::uint64_t merge = find(tokens[left], tokens[right]);
    if (merge != none) queue.push((merge >> 32) << 32 | left);
  };
  for (std::uint32_t i = 0; i < size; ++i) {
    next[i] = i + 1 < size ? i + 1 : end;
    previous[i] = i > 0 ? i - 1 : end;
    if (i + 1 < size) offer(i, i + 1);
  }
  constexpr std::int32_t gone = -1;
  while (!queue.empty()) {
    const std::uint64_t entry = queue.top();
    queue.pop();
    const auto left = static_cast<std::uint32_t>(entry);
    const std::uint32_t right = next[left];
    if (tokens[left] == gone || right == end) continue;
    const std::uint64_t merge = find(tokens[left], tokens[right]);
    if (merge == none || merge >> 32 != entry >> 32) continue;
    tokens[left] = static_cast<std::int32_t>(merge);
    tokens[right] = gone;
    next[left] = next[right];
    if (next[left] != end) {
      previous[next[left]] = left;
      offer(left, next[left]);
    }
    if (previous[left] != end) offer(previous[left], left);
  }
  std::erase(tokens, gone);
}

}  // namespace nilgrad::transformer
