#pragma once
#include <span>
#include <string_view>

namespace nilgrad {

/// How far an image may be moved is measured by the largest change of a number (linf), the length of the change (l2),
/// the sum of its absolute numbers (l1) or how many numbers it changes (l0); `none`: anything goes.
enum class Norm { linf, l2, l1, l0, none };

/// "linf", "l2", "l1", "l0" or "none"; throws Error(option) for another name.
Norm norm_from(std::string_view name);

/// |a − b| of two images of the same size, in double. For `none` the L2 norm, so that one can say which is nearer.
double distance(Norm norm, std::span<const float> a, std::span<const float> b);

/// Are all of them from 0 to 1? False with a NaN.
bool are_pixels(std::span<const float> image);

/// Is an image so far away within eps? A relative 1e-5 beyond it is allowed, and half a unit in the last place of a
/// pixel, since a float32 pixel at x + eps is rounded; no more numbers than eps (l0). Always with `none`.
bool within(Norm norm, double distance, double eps);

/// What an attack may do to an image: move it by at most eps, its pixels staying within [0, 1].
struct Threat {
  Norm norm = Norm::linf;
  double eps = 0;

  /// Does the candidate keep to it?
  bool allows(std::span<const float> image, std::span<const float> candidate) const {
    return are_pixels(candidate) && within(norm, distance(norm, image, candidate), eps);
  }
};

}  // namespace nilgrad
