#include "runtime/transformer/batch.hpp"

namespace nilgrad::transformer {

std::int32_t Batch::append(std::span<const std::int32_t> tokens, std::int32_t parent) {
  auto position = static_cast<std::int32_t>(first_position_);
  if (parent >= 0) position = positions_[last_row(parent)] + 1;
  const auto first = static_cast<std::uint32_t>(tokens_.size());
  if (parent < 0)
    for (std::size_t i = 0; i < prompt_tokens_; ++i) tokens_.push_back(-1 - static_cast<std::int32_t>(i));
  tokens_.insert(tokens_.end(), tokens.begin(), tokens.end());
  while (positions_.size() < tokens_.size()) positions_.push_back(position++);
  segments_.push_back({first, static_cast<std::uint32_t>(tokens_.size()) - first, parent});
  return static_cast<std::int32_t>(segments_.size()) - 1;
}

std::uint32_t Batch::row(std::int32_t segment, std::size_t i) const {
  const Segment& s = segments_[static_cast<std::size_t>(segment)];
  return s.first + static_cast<std::uint32_t>(i + (s.parent < 0 ? prompt_tokens_ : 0));
}

std::uint32_t Batch::last_row(std::int32_t segment) const {
  const Segment& s = segments_[static_cast<std::size_t>(segment)];
  return s.first + s.count - 1;
}

}  // namespace nilgrad::transformer
