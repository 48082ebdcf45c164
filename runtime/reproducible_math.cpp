#include "runtime/reproducible_math.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>

namespace nilgrad::reproducible {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

// ln 2 in two parts; the first has 21 zero bits at its end, so its product with an exponent is exact.
constexpr double ln2_high = 0x1.62e42feep-1;
constexpr double ln2_low = 0x1.a39ef35793c76p-33;

/// A number as a sum that is not rounded: |low| is at most half a unit in the last place of high.
struct Sum {
  double high, low;
};

/// high + low exactly, for |a| ≥ |b| or a = 0.
Sum sum_of(double a, double b) {
  const double high = a + b;
  return {high, b - (high - a)};
}

/// c_0 + c_1 x + …
template <std::size_t count>
double polynomial(const std::array<double, count>& c, double x) {
  double value = c[count - 1];
  for (std::size_t i = count - 1; i-- > 0;) value = std::fma(value, x, c[i]);
  return value;
}

constexpr double factorial(int n) { return n < 2 ? 1 : n * factorial(n - 1); }

/// e^(x.high + x.low) = 2^k e^r with |r| ≤ ½ ln 2 and Taylor's series to r^13/13!.
double exp_of(const Sum& x) {
  constexpr double most = 1000;  // far beyond the largest and the smallest number
  if (std::isnan(x.high)) return x.high;
  if (x.high > most) return infinity;
  if (x.high < -most) return 0;
  constexpr auto series = [] {
    std::array<double, 12> c{};
    for (int n = 2; n <= 13; ++n) c[static_cast<std::size_t>(n - 2)] = 1 / factorial(n);
    return c;
  }();
  const double k = std::nearbyint(x.high * std::numbers::log2e);
  const Sum r = sum_of(x.high - k * ln2_high, x.low - k * ln2_low);
  return std::ldexp(1 + (r.high + std::fma(r.high * r.high, polynomial(series, r.high), r.low)), static_cast<int>(k));
}

/// log x = e ln 2 + 2 artanh s, s = (m − 1)/(m + 1), x = 2^e m with m in [√½, √2), for finite x > 0.
Sum log_of(double x) {
  constexpr auto series = [] {  // 2 artanh s = 2s + s³ (2/3 + 2/5 s² + …)
    std::array<double, 11> c{};
    for (std::size_t i = 0; i < c.size(); ++i) c[i] = 2 / static_cast<double>(2 * i + 3);
    return c;
  }();
  int exponent = 0;
  double m = std::frexp(x, &exponent);
  if (m < std::numbers::sqrt2 / 2) m *= 2, --exponent;
  const double f = m - 1, e = exponent;
  const Sum below = sum_of(2, f);
  const double s = f / below.high;
  const double s_low = (std::fma(-s, below.high, f) - s * below.low) / below.high;
  const double square = s * s;
  const Sum first = sum_of(e * ln2_high, 2 * s);
  return sum_of(first.high, first.low + (e * ln2_low + (2 * s_low + s * square * polynomial(series, square))));
}

/// sin or cos of π t, |t| ≤ ¼, by Taylor's series.
double sin_pi_near(double t) {
  constexpr std::array<double, 8> series = {-1 / factorial(3),  1 / factorial(5),   -1 / factorial(7),
                                            1 / factorial(9),   -1 / factorial(11), 1 / factorial(13),
                                            -1 / factorial(15), 1 / factorial(17)};
  const double y = std::numbers::pi * t, square = y * y;
  return std::fma(y * square, polynomial(series, square), y);
}

double cos_pi_near(double t) {
  constexpr std::array<double, 8> series = {-1 / factorial(2),  1 / factorial(4),   -1 / factorial(6),
                                            1 / factorial(8),   -1 / factorial(10), 1 / factorial(12),
                                            -1 / factorial(14), 1 / factorial(16)};
  const double y = std::numbers::pi * t, square = y * y;
  return std::fma(square, polynomial(series, square), 1.0);
}

}  // namespace

double exp(double x) { return exp_of({x, 0}); }

double log(double x) {
  if (std::isnan(x) || x == infinity) return x;
  if (x < 0) return not_a_number;
  return x == 0 ? -infinity : log_of(x).high;
}

double pow(double x, double y) {
  if (std::isnan(x) || std::isnan(y) || x < 0) return not_a_number;
  if (y == 0 || x == 1) return 1;
  if (x == 0 || x == infinity) return (x == 0) == (y > 0) ? 0 : infinity;
  const Sum logarithm = log_of(x);
  const double high = y * logarithm.high;
  if (!std::isfinite(high)) return exp(high);
  return exp_of({high, std::fma(y, logarithm.high, -high) + y * logarithm.low});
}

double cos_pi(double x) {
  if (!std::isfinite(x)) return not_a_number;
  double turn = std::fmod(std::abs(x), 2.0);  // all steps to |t| ≤ ¼ are exact
  if (turn > 1) turn = 2 - turn;
  const double sign = turn > 0.5 ? -1 : 1;
  if (turn > 0.5) turn = 1 - turn;
  if (turn == 0.5) return 0;
  return sign * (turn > 0.25 ? sin_pi_near(0.5 - turn) : cos_pi_near(turn));
}

}  // namespace nilgrad::reproducible
