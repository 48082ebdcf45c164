#pragma once
#include <algorithm>
#include <array>

#include "runtime/algorithm/direction.hpp"

namespace nilgrad {

/// D v for the directions v of another distribution, D a diagonal matrix. Both must outlive it.
class Stretched final : public Distribution {
 public:
  Stretched(const Distribution& inner, const std::vector<double>& diagonal) : inner_(&inner), diagonal_(&diagonal) {}

  bool is(const Distribution& inner, const std::vector<double>& diagonal) const {
    return inner_ == &inner && diagonal_ == &diagonal;
  }

  void add(const Direction& v, double scale, const Slice& slice, std::span<float> x) const override {
    add_stretched(v, scale, slice, x);
  }
  void add(const Direction& v, double scale, const Slice& slice, std::span<double> x) const override {
    add_stretched(v, scale, slice, x);
  }

 private:
  /// In pieces that fit on the stack; elements do not depend on how a run of them is cut.
  template <class T>
  void add_stretched(const Direction& v, double scale, const Slice& slice, std::span<T> x) const {
    std::array<T, 512> piece;
    for (std::size_t first = 0; first < x.size(); first += piece.size()) {
      const std::size_t count = std::min(piece.size(), x.size() - first);
      std::fill_n(piece.begin(), count, T{0});
      inner_->add(v, scale, {slice.tensor, slice.first + first, slice.flat_first + first},
                  std::span(piece.data(), count));
      for (std::size_t i = 0; i < count; ++i) {
        const double stretched = (*diagonal_)[slice.flat_first + first + i] * static_cast<double>(piece[i]);
        x[first + i] = static_cast<T>(static_cast<double>(x[first + i]) + stretched);
      }
    }
  }

  const Distribution* inner_;
  const std::vector<double>* diagonal_;
};

}  // namespace nilgrad
