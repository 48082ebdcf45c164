#include "runtime/attack/threat.hpp"

#include <algorithm>
#include <cmath>

#include "runtime/error.hpp"

namespace nilgrad {

Norm norm_from(std::string_view name) {
  if (name == "linf") return Norm::linf;
  if (name == "l2") return Norm::l2;
  throw_error(ErrorKind::option, "there is no norm '{}' of attacks; use 'linf' or 'l2'", name);
}

double distance(Norm norm, std::span<const float> a, std::span<const float> b) {
  double largest = 0, squares = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double difference = std::abs(double{a[i]} - double{b[i]});
    largest = std::max(largest, difference);
    squares += difference * difference;
  }
  return norm == Norm::linf ? largest : std::sqrt(squares);
}

bool Threat::allows(std::span<const float> image, std::span<const float> candidate) const {
  constexpr double relative_slack = 1e-5, pixel_rounding = 0x1p-25;
  const auto is_pixel = [](float x) { return x >= 0 && x <= 1; };
  return std::all_of(candidate.begin(), candidate.end(), is_pixel) &&
         distance(norm, image, candidate) <= eps + std::max(eps * relative_slack, pixel_rounding);
}

}  // namespace nilgrad
