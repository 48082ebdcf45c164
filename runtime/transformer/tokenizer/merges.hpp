#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace nilgrad::transformer {

/// The pairs of tokens that become one, best rank first.
class Merges {
 public:
  struct Merge {
    std::int32_t left, right, result;
  };

  /// The rank of a merge is its place; of two merges of one pair the later counts.
  explicit Merges(std::span<const Merge> ranked);

  /// Merges the pair of the best rank, the leftmost of them, until no two neighbours have one: in place, in
  /// O(n log n).
  void apply(std::vector<std::int32_t>& tokens) const;

 private:
  struct Slot {
    std::int32_t left = -1, right = -1;
    std::uint64_t merge = none;
  };
  /// What is looked up: rank << 32 | the token that the pair becomes. No pair has `none`, which is greater than all.
  static constexpr std::uint64_t none = UINT64_MAX;

  std::size_t home(std::int32_t left, std::int32_t right) const;
  std::uint64_t find(std::int32_t left, std::int32_t right) const;
  void apply_short(std::vector<std::int32_t>& tokens) const;
  void apply_long(std::vector<std::int32_t>& tokens) const;

  std::vector<Slot> slots_;  // open addressing, at most half full
};

}  // namespace nilgrad::transformer
