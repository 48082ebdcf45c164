#include "runtime/attack/threat.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "runtime/error.hpp"

namespace nilgrad {

Norm norm_from(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, Norm>, 5> norms{
      {{"linf", Norm::linf}, {"l2", Norm::l2}, {"l1", Norm::l1}, {"l0", Norm::l0}, {"none", Norm::none}}};
  for (const auto& [known, norm] : norms)
    if (name == known) return norm;
  throw_error(ErrorKind::option, "there is no norm '{}' of attacks; use 'linf', 'l2', 'l1', 'l0' or 'none'", name);
}

double distance(Norm norm, std::span<const float> a, std::span<const float> b) {
  double largest = 0, sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double difference = std::abs(double{a[i]} - double{b[i]});
    if (norm == Norm::linf)
      largest = std::max(largest, difference);
    else if (norm == Norm::l1)
      sum += difference;
    else if (norm == Norm::l0)
      sum += difference > 0 ? 1 : 0;
    else
      sum += difference * difference;
  }
  if (norm == Norm::linf) return largest;
  return norm == Norm::l1 || norm == Norm::l0 ? sum : std::sqrt(sum);
}

bool are_pixels(std::span<const float> image) {
  return std::all_of(image.begin(), image.end(), [](float x) { return x >= 0 && x <= 1; });
}

bool within(Norm norm, double distance, double eps) {
  constexpr double relative_slack = 1e-5, pixel_rounding = 0x1p-25;
  if (norm == Norm::none) return true;
  return distance <= eps + (norm == Norm::l0 ? 0 : std::max(eps * relative_slack, pixel_rounding));
}

}  // namespace nilgrad
