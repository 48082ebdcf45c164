#!/usr/bin/env python3
"""Writes runtime/random/normal_table.hpp: the table of the inverse normal CDF that normal.hpp evaluates.

    python3 runtime/random/normal_table.py > runtime/random/normal_table.hpp

For 31 bits k the upper tail is p = (k + 1/2) / 2^32. Octave e holds k in [2^e, 2^(e+1)); its entry is the degree-5 polynomial in
t = k 2^-16 nearest to the quantile of p in the maximum norm (Remez exchange), or the interpolating one where the octave has six
numbers or fewer. Octave 1 also passes through k = 0, whose float has an exponent field that selects the same entry.
Quantiles come from Python's statistics.NormalDist (Wichura, AS 241, about 16 digits).
"""
import math
import struct
from statistics import NormalDist

DEGREE = 5


def quantile(k):
    p = (k + 0.5) / 2.0**32
    return -NormalDist().inv_cdf(p) if p < 0.5 else 0.0


def solve(rows, right):
    """Gaussian elimination with partial pivoting."""
    n = len(rows)
    a = [list(row) + [value] for row, value in zip(rows, right)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(a[r][i]))
        a[i], a[pivot] = a[pivot], a[i]
        for r in range(i + 1, n):
            factor = a[r][i] / a[i][i]
            for c in range(i, n + 1):
                a[r][c] -= factor * a[i][c]
    x = [0.0] * n
    for i in reversed(range(n)):
        x[i] = (a[i][n] - sum(a[i][c] * x[c] for c in range(i + 1, n))) / a[i][i]
    return x


def interpolate(points, values):
    return solve([[x**j for j in range(len(points))] for x in points], values)


def minimax(f, low, high):
    """Coefficients in u = 2 (x - middle) / (high - low) by the Remez exchange, moving each node to its local extremum."""
    g = lambda u: f((low + high) / 2 + u * (high - low) / 2)
    nodes = [-math.cos(math.pi * i / (DEGREE + 1)) for i in range(DEGREE + 2)]
    grid = [-math.cos(math.pi * i / 4000) for i in range(4001)]
    values = [g(u) for u in grid]
    for _ in range(12):
        rows = [[u**j for j in range(DEGREE + 1)] + [(-1.0) ** i] for i, u in enumerate(nodes)]
        c = solve(rows, [g(u) for u in nodes])[:-1]
        error = [sum(cj * u**j for j, cj in enumerate(c)) - v for u, v in zip(grid, values)]
        extrema = []
        for u, e in zip(grid, error):
            if extrema and (e > 0) == (extrema[-1][1] > 0):
                if abs(e) > abs(extrema[-1][1]):
                    extrema[-1] = (u, e)
            else:
                extrema.append((u, e))
        if len(extrema) != DEGREE + 2:
            break
        nodes = [u for u, _ in extrema]
    return c


def shifted(c, scale, offset):
    """Coefficients in m of the polynomial with coefficients c in u = scale m + offset."""
    result = [0.0] * len(c)
    for j, cj in enumerate(c):
        for i in range(j + 1):
            result[i] += cj * math.comb(j, i) * scale**i * offset ** (j - i)
    return result


def octave(e):
    """Coefficients in m = k / 2^e."""
    size = 2.0**e
    if e == 31:  # only k that rounds to 2^31 in float: the mean of those is 2^31 - 32
        return [quantile(2.0**31 - 32)]
    if e == 0:
        return [quantile(1)]
    if e == 1:
        return interpolate([0.0, 1.0, 1.5], [quantile(k) for k in (0, 2, 3)])
    if e == 2:
        return interpolate([1.0, 1.25, 1.5, 1.75], [quantile(k) for k in (4, 5, 6, 7)])
    return shifted(minimax(lambda m: quantile(m * size), 1.0, 2.0), 2.0, -3.0)


def main():
    table = [[0.0] * 32 for _ in range(DEGREE + 1)]
    for e in range(32):
        for j, c in enumerate(octave(e)):
            table[j][(e - 1) % 32] = c * 2.0 ** (-j * (e - 16))
    print("#pragma once")
    print("// Generated: python3 runtime/random/normal_table.py > runtime/random/normal_table.hpp")
    print("// clang-format off")
    print("\nnamespace nilgrad {\n")
    print("/// normal_table[j][(e - 1) mod 32] is the coefficient of t^j in octave e; see normal.hpp.")
    print("alignas(64) inline constexpr float normal_table[6][32] = {")
    for row in table:
        single = [struct.unpack("f", struct.pack("f", c))[0] for c in row]
        print("    {" + ",\n     ".join(", ".join(f"{c.hex() if c else 0.0}f" for c in single[i:i + 4])
                                        for i in range(0, 32, 4)) + "},")
    print("};\n\n}  // namespace nilgrad")


if __name__ == "__main__":
    main()
