#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "runtime/attack/square.hpp"

// What the paper leaves to its code (github.com/max-andr/square-attack), and this follows: the start is a grid of tiles
// of a fifth of the image; the side is odd and at least 3; both windows have that side; a new square is scaled by the
// norm that is available to it, √(max(0, ε² − |δ|²)/channels + |δ in both windows|²), *times* and not divided by it.
namespace nilgrad {
namespace {

/// η of the paper, side × side: two bumps of opposite signs, one over the other, of norm 1 together.
class Bumps {
 public:
  explicit Bumps(std::size_t side) : side_(side), values_(side * side) {
    add_bump(0, side / 2, 1);
    add_bump(side / 2, side - side / 2, -1);
    double squares = 0;
    for (const double value : values_) squares += value * value;
    for (double& value : values_) value /= std::sqrt(squares);
  }
  double at(std::size_t row, std::size_t column, bool transposed) const {
    return transposed ? values_[column * side_ + row] : values_[row * side_ + column];
  }

 private:
  /// Rectangles around the middle, each a pixel wider on every side than the one before and added with weight 1/k².
  void add_bump(std::size_t first_row, std::size_t rows, double sign) {
    std::vector<double> bump(rows * side_);
    const auto height = static_cast<std::ptrdiff_t>(rows), width = static_cast<std::ptrdiff_t>(side_);
    const std::ptrdiff_t middle_row = height / 2, middle_column = width / 2;
    double squares = 0;
    for (std::ptrdiff_t k = 0; k <= std::max(middle_row, middle_column); ++k)
      for (std::ptrdiff_t r = std::max<std::ptrdiff_t>(middle_row - k, 0); r < std::min(middle_row + k + 1, height);
           ++r)
        for (std::ptrdiff_t c = std::max<std::ptrdiff_t>(middle_column - k, 0);
             c < std::min(middle_column + k + 1, width); ++c)
          bump[static_cast<std::size_t>(r * width + c)] += 1.0 / static_cast<double>((k + 1) * (k + 1));
    for (const double value : bump) squares += value * value;
    for (std::size_t i = 0; i < bump.size(); ++i) values_[first_row * side_ + i] = sign * bump[i] / std::sqrt(squares);
  }

  std::size_t side_;
  std::vector<double> values_;
};

class SquaresL2 final : public Squares {
 public:
  SquaresL2(const Tensor& image, double eps, const Generator& random)
      : Squares(image, eps, random), delta_(image_.size()), proposed_(image_.size()) {}

  void start() override {
    const std::size_t side = std::max<std::size_t>(1, smallest_extent() / 5);
    std::fill(proposed_.begin(), proposed_.end(), 0.0F);
    for (std::size_t row = height_ % side / 2; row + side <= height_; row += side)
      for (std::size_t column = width_ % side / 2; column + side <= width_; column += side)
        add_tile({row, column, side, side});
    double squares = 0;
    for (const float d : proposed_) squares += double{d} * double{d};
    write_candidate(squares);
    accept();
  }

  void propose(std::int64_t wanted) override {
    const std::size_t side = std::min<std::size_t>(std::max<std::int64_t>(wanted, 3) | 1, smallest_extent());
    const Area square = random_square(side), cleared = random_square(side);
    const bool transposed = random_.integer(0, 1) == 1;
    const double unused = std::max(0.0, eps_ * eps_ - squares_) / static_cast<double>(channels_);
    std::copy(delta_.begin(), delta_.end(), proposed_.begin());
    double squares = squares_;
    for (std::size_t channel = 0; channel < channels_; ++channel) {
      const double inside = squares_in(channel, square), available = unused + inside + clear(channel, cleared, square);
      paint(channel, square, transposed, std::sqrt(inside), std::sqrt(available));
      squares += unused;  // what was in both windows goes, `available` comes
    }
    write_candidate(squares);
  }

  void accept() override {
    best_.copy_from(candidate_);
    const auto best = best_.as<float>(), image = image_.as<float>();
    squares_ = 0;
    for (std::size_t i = 0; i < delta_.size(); ++i) {
      delta_[i] = best[i] - image[i];
      squares_ += double{delta_[i]} * double{delta_[i]};
    }
  }

 private:
  const Bumps& bumps(std::size_t side) { return bumps_.try_emplace(side, side).first->second; }

  double random_sign() { return random_.integer(0, 1) == 0 ? -1 : 1; }

  void add_tile(const Area& tile) {
    const bool transposed = random_.integer(0, 1) == 1;
    const Bumps& pattern = bumps(tile.height);
    for (std::size_t channel = 0; channel < channels_; ++channel) {
      const double sign = random_sign();
      std::size_t row = 0;
      for_each_row(channel, tile, [&](std::size_t first, std::size_t count) {
        for (std::size_t c = 0; c < count; ++c)
          proposed_[first + c] = static_cast<float>(sign * pattern.at(row, c, transposed));
        ++row;
      });
    }
  }

  double squares_in(std::size_t channel, const Area& area) const {
    double squares = 0;
    for_each_row(channel, area, [&](std::size_t first, std::size_t count) {
      for (std::size_t i = first; i < first + count; ++i) squares += double{delta_[i]} * double{delta_[i]};
    });
    return squares;
  }

  /// Clears the area of what was proposed; |δ|² of that part of it which is not in `square`.
  double clear(std::size_t channel, const Area& area, const Area& square) {
    double squares = 0;
    std::size_t row = area.row;
    for_each_row(channel, area, [&](std::size_t first, std::size_t count) {
      for (std::size_t c = 0; c < count; ++c) {
        if (!square.holds(row, area.column + c)) squares += double{delta_[first + c]} * double{delta_[first + c]};
        proposed_[first + c] = 0;
      }
      ++row;
    });
    return squares;
  }

  /// δ in the square ← (±η + δ/|δ|), scaled to `norm`.
  void paint(std::size_t channel, const Area& square, bool transposed, double inside, double norm) {
    const Bumps& pattern = bumps(square.height);
    const double sign = random_sign(), shrink = 1 / (1e-10 + inside);
    painted_.clear();
    double squares = 0;
    std::size_t row = 0;
    for_each_row(channel, square, [&](std::size_t first, std::size_t count) {
      for (std::size_t c = 0; c < count; ++c) {
        const double value = sign * pattern.at(row, c, transposed) + double{delta_[first + c]} * shrink;
        painted_.push_back(value);
        squares += value * value;
      }
      ++row;
    });
    const double scale = squares > 0 ? norm / std::sqrt(squares) : 0;
    auto value = painted_.begin();
    for_each_row(channel, square, [&](std::size_t first, std::size_t count) {
      for (std::size_t i = first; i < first + count; ++i) proposed_[i] = static_cast<float>(*value++ * scale);
    });
  }

  /// The image plus what is proposed, scaled to norm ε and clipped to [0, 1]. `squares` is |proposed|².
  void write_candidate(double squares) {
    const auto scale = static_cast<float>(squares > 0 ? eps_ / std::sqrt(squares) : 0);
    const auto image = image_.as<float>(), candidate = candidate_.as<float>();
    for (std::size_t i = 0; i < proposed_.size(); ++i)
      candidate[i] = std::clamp(image[i] + proposed_[i] * scale, 0.0F, 1.0F);
  }

  std::vector<float> delta_, proposed_;  // best − image, and what is to take its place
  std::vector<double> painted_;
  double squares_ = 0;  // |δ|²
  std::map<std::size_t, Bumps> bumps_;
};

}  // namespace

std::unique_ptr<Squares> make_squares_l2(const Tensor& image, double eps, const Generator& random) {
  return std::make_unique<SquaresL2>(image, eps, random);
}

}  // namespace nilgrad
