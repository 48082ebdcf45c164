#pragma once
#include <vector>

#include "runtime/transformer/batch.hpp"
#include "runtime/transformer/panels.hpp"

namespace nilgrad::transformer {

/// Where the keys of a forward pass lie: first those of trained prefixes or of a cache, then, from a whole panel on
/// unless a cache goes on, those of the batch.
struct KeyPlaces {
  std::size_t before = 0;  ///< keys that every text sees, at rows 0 … before − 1
  std::size_t first = 0;   ///< row of the batch's first token
};

/// For each panel of queries, the panels of keys that some of its tokens see, and which token sees which key.
class AttentionPlan {
 public:
  AttentionPlan(const Batch& batch, const KeyPlaces& places);

  struct Queries {
    std::vector<std::uint32_t> key_panels;
    std::vector<std::uint32_t> seen;  ///< 32 for each of them: bit j: token j sees this key
  };
  const Queries& operator[](std::size_t panel) const { return panels_[panel]; }
  std::size_t most_key_panels() const;

 private:
  std::vector<Queries> panels_;
};

struct Heads {
  std::size_t heads, kv_heads, size;
};

/// out ← softmax(K q) V of every branch, head and token; q is scaled already. In parallel over branches, panels and
/// heads.
void attention(const Heads& heads, const AttentionPlan& plan, const Panels& q, const Panels& k, const Panels& v,
               Panels& out);

/// Copies tokens 0 … from.tokens() − 1 to rows first, first + 1, … of `to`.
void copy_tokens(const Panels& from, const Panels& to, std::size_t first);

}  // namespace nilgrad::transformer
