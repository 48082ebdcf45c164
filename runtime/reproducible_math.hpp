#pragma once

// exp, log, pow and cos whose bits are the same on every machine. The C library's differ between versions and
// processors, so what is promised bit for bit (schedules, step sizes, weights: all that a replay computes again) calls
// these. They are made of sums, products, quotients and correctly rounded fma alone. Right to 1 unit in the last place
// unless said otherwise; NaN in, NaN out.
namespace nilgrad::reproducible {

/// e^x: 0 and +inf where the true value is out of range.
double exp(double x);

/// The natural logarithm; −inf at 0, NaN below.
double log(double x);

/// x^y for x ≥ 0; NaN for x < 0, whatever y. Right to 1 unit where the result is within 1e±9, to 8 anywhere.
double pow(double x, double y);

/// cos(π x), right to 2 units and exactly 1, 0 or −1 at multiples of 1/2. NaN at ±inf.
double cos_pi(double x);

}  // namespace nilgrad::reproducible
