#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace nilgrad::transformer {

/// Texts that go through a model together, laid end to end without padding. A segment continues another one or begins a
/// text of its own: a prompt's tokens are computed once for all that continue it. A token sees itself, those before it
/// in its segment, and the segments that this one continues.
class Batch {
 public:
  struct Segment {
    std::uint32_t first, count;  ///< rows of tokens()
    std::int32_t parent;         ///< the segment continued; −1: none
  };

  /// Every text begins with `prompt_tokens` trained ones (ids −1, −2, …), at position `first_position`.
  explicit Batch(std::size_t prompt_tokens = 0, std::size_t first_position = 0)
      : prompt_tokens_(prompt_tokens), first_position_(first_position) {}

  /// Adds a text; returns its segment.
  std::int32_t add(std::span<const std::int32_t> tokens) { return append(tokens, -1); }
  /// Adds what continues a segment.
  std::int32_t add(std::span<const std::int32_t> tokens, std::int32_t parent) { return append(tokens, parent); }

  std::size_t size() const { return tokens_.size(); }
  std::span<const std::int32_t> tokens() const { return tokens_; }
  std::span<const std::int32_t> positions() const { return positions_; }
  std::span<const Segment> segments() const { return segments_; }

  /// The row of a segment's token `i`, which for a text of its own does not count the trained ones.
  std::uint32_t row(std::int32_t segment, std::size_t i) const;
  /// The row before the first token of what continues `segment`: its last one.
  std::uint32_t last_row(std::int32_t segment) const;

 private:
  std::int32_t append(std::span<const std::int32_t> tokens, std::int32_t parent);

  std::size_t prompt_tokens_, first_position_;
  std::vector<std::int32_t> tokens_, positions_;
  std::vector<Segment> segments_;
};

}  // namespace nilgrad::transformer
