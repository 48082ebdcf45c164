#pragma once
#include <span>
#include <string_view>

namespace nilgrad {

enum class Norm { linf, l2 };

/// "linf" or "l2"; throws Error(option) for another name.
Norm norm_from(std::string_view name);

/// |a − b| of two images of the same size, in double.
double distance(Norm norm, std::span<const float> a, std::span<const float> b);

/// What an attack may do to an image: move it by at most eps, its pixels staying within [0, 1].
struct Threat {
  Norm norm = Norm::linf;
  double eps = 0;

  /// Does the candidate keep to it? A relative 1e-5 beyond eps is allowed, and half a unit in the last place of a
  /// pixel, since a float32 pixel at x + eps is rounded. False for a candidate with a NaN.
  bool allows(std::span<const float> image, std::span<const float> candidate) const;
};

}  // namespace nilgrad
