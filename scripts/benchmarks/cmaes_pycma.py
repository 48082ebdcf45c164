"""pycma's side of cmaes_pycma.lua: one JSON line a problem, with the evaluations of each seed until a value of 1e-8 (null: never).

usage: python cmaes_pycma.py SEEDS        needs: pip install cma
"""
import json
import sys
import warnings

warnings.simplefilter("ignore")
import cma
import numpy as np

TARGET = 1e-8


def sphere(x):
    return float(np.dot(x, x))


def ellipsoid(x):
    return float(np.dot(10 ** (6 * np.arange(len(x)) / (len(x) - 1)), x**2))


def rosenbrock(x):
    return float(np.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2))


def rotated_rastrigin(rotation):
    def f(x):
        y = rotation @ x
        return float(np.sum(y**2 + 10 * (1 - np.cos(2 * np.pi * y))))

    return f


def haar(dim, generator):
    q, r = np.linalg.qr(generator.standard_normal((dim, dim)))
    return q * np.sign(np.diag(r))


def evaluations(f, x0, sigma, seed, **arguments):
    """Until the first value at the target; the function counts for itself, so that restarts are included."""
    count, reached = 0, None

    def counted(x):
        nonlocal count, reached
        count += 1
        value = f(np.asarray(x))
        if reached is None and value <= TARGET:
            reached = count
        return value

    options = {"seed": seed, "verbose": -9, "verb_log": 0, "ftarget": TARGET, "maxfevals": arguments.pop("maxfevals", np.inf)}
    cma.fmin2(counted, x0, sigma, options, **arguments)
    return reached


def main(seeds):
    for name, f, start in (("sphere", sphere, 3), ("ellipsoid", ellipsoid, 3), ("rosenbrock", rosenbrock, 0)):
        for dim in (5, 10, 40):
            counts = [evaluations(f, dim * [start], 0.5, seed) for seed in range(1, seeds + 1)]
            print(json.dumps({"name": name, "dim": dim, "evaluations": counts}), flush=True)
    for dim in (5, 10):
        counts = []
        for seed in range(1, seeds + 1):
            generator = np.random.default_rng(seed)
            f, x0 = rotated_rastrigin(haar(dim, generator)), generator.uniform(-5, 5, dim)
            counts.append(evaluations(f, x0, 2, seed, restarts=9, bipop=True, maxfevals=2_000_000))
        print(json.dumps({"name": "rotated rastrigin", "dim": dim, "evaluations": counts}), flush=True)


main(int(sys.argv[1]))
