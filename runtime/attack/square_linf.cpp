#include <algorithm>
#include <bit>
#include <cstdint>

#include "runtime/attack/square.hpp"

namespace nilgrad {
namespace {

/// Did that change any of the numbers?
std::uint32_t paste(const float* __restrict from, float* __restrict to, std::size_t count) {
  std::uint32_t difference = 0;
  for (std::size_t i = 0; i < count; ++i) {
    difference |= std::bit_cast<std::uint32_t>(from[i]) ^ std::bit_cast<std::uint32_t>(to[i]);
    to[i] = from[i];
  }
  return difference;
}

/// Every pixel stands at one end of its interval, max(0, x − ε) or min(1, x + ε).
class SquaresLInf final : public Squares {
 public:
  SquaresLInf(const Tensor& image, double eps, const Generator& random)
      : Squares(image, eps, random), lower_(image_.clone()), upper_(image_.clone()) {
    for (float& x : lower_.as<float>()) x = static_cast<float>(std::max(0.0, double{x} - eps));
    for (float& x : upper_.as<float>()) x = static_cast<float>(std::min(1.0, double{x} + eps));
  }

  void start() override {
    for (std::size_t column = 0; column < width_; ++column) paint({0, column, height_, 1});
    best_.copy_from(candidate_);
  }

  /// A proposal that changes nothing would waste a query and is drawn again.
  void propose(std::int64_t side) override {
    copy(best_, candidate_);
    changed_ = random_square(
        std::clamp<std::size_t>(static_cast<std::size_t>(std::max<std::int64_t>(side, 1)), 1, smallest_extent()));
    constexpr int most_draws = 64;  // the ends are the same number where ε is below a pixel's rounding
    for (int draw = 0; draw < most_draws && !paint(changed_); ++draw) continue;
  }

  void accept() override { copy(candidate_, best_); }

 private:
  /// One random end for the area in each channel; did that change anything?
  bool paint(const Area& area) {
    auto* const to = candidate_.as<float>().data();
    std::uint32_t changed = 0;
    for (std::size_t channel = 0; channel < channels_; ++channel) {
      const auto* const from = (random_.integer(0, 1) == 0 ? lower_ : upper_).as<float>().data();
      for_each_row(channel, area,
                   [&](std::size_t first, std::size_t count) { changed |= paste(from + first, to + first, count); });
    }
    return changed != 0;
  }

  /// Where the two differ.
  void copy(const Tensor& from, Tensor& to) const {
    const float* const source = from.as<float>().data();
    float* const target = to.as<float>().data();
    for (std::size_t channel = 0; channel < channels_; ++channel)
      for_each_row(channel, changed_,
                   [&](std::size_t first, std::size_t count) { std::copy_n(source + first, count, target + first); });
  }

  Tensor lower_, upper_;
  Area changed_;  // of the candidate since the best one
};

}  // namespace

std::unique_ptr<Squares> make_squares_linf(const Tensor& image, double eps, const Generator& random) {
  return std::make_unique<SquaresLInf>(image, eps, random);
}

}  // namespace nilgrad
