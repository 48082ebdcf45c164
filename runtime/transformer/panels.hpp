#pragma once
#include <cstring>
#include <memory>

#include "runtime/tensor/buffer.hpp"
#include "runtime/transformer/kernels/kernels.hpp"

namespace nilgrad::transformer {

/// Numbers of some tokens in every branch, 32 tokens a panel (kernels.hpp): `features` of each. Tokens of the last
/// panel that there are none of hold finite numbers that nobody reads.
class Panels {
 public:
  Panels() = default;
  Panels(std::size_t branches, std::size_t tokens, std::size_t features) { reshape(branches, tokens, features); }

  /// Memory is kept where it suffices; the numbers are then those of before.
  void reshape(std::size_t branches, std::size_t tokens, std::size_t features) {
    branches_ = branches;
    tokens_ = tokens;
    panels_ = (tokens + lanes - 1) / lanes;
    features_ = features;
    const std::size_t needed = branches_ * panels_ * features_ * lanes * sizeof(float);
    if (needed <= bytes_) return;
    buffer_.reset();
    buffer_ = allocate_buffer(needed);
    std::memset(buffer_.get(), 0, needed);
    bytes_ = needed;
  }

  std::size_t branches() const { return branches_; }
  std::size_t tokens() const { return tokens_; }
  std::size_t panels() const { return panels_; }
  std::size_t features() const { return features_; }

  float* panel(std::size_t branch, std::size_t p) const {
    return static_cast<float*>(buffer_.get()) + (branch * panels_ + p) * features_ * lanes;
  }
  float& at(std::size_t branch, std::size_t token, std::size_t feature) const {
    return panel(branch, token / lanes)[feature * lanes + token % lanes];
  }
  /// How many of a panel's tokens are computed: products of up to 16 take half the time.
  std::size_t width(std::size_t p) const { return tokens_ - p * lanes <= lanes / 2 ? lanes / 2 : lanes; }

 private:
  std::size_t branches_ = 0, tokens_ = 0, panels_ = 0, features_ = 0, bytes_ = 0;
  std::shared_ptr<void> buffer_;
};

}  // namespace nilgrad::transformer
