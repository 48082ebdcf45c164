"""Optuna's part of tuning_overhead.lua: SAMPLER STORAGE PATH WINDOW MARK … ; one line of JSON a mark."""
import json
import os
import random
import sys
import time
import warnings

import optuna

warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
sampler, storage, path, window = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
names = [f"x{i}" for i in range(10)]
domain = optuna.distributions.FloatDistribution(-5, 5)
generator = random.Random(1)


def objective(trial):
    return sum((trial.suggest_float(name, -5, 5) - 1) ** 2 for name in names)


def finished():
    params = {name: generator.uniform(-5, 5) for name in names}
    value = sum((x - 1) ** 2 for x in params.values())
    return optuna.trial.create_trial(params=params, distributions=dict.fromkeys(names, domain), value=value)


samplers = {"random": optuna.samplers.RandomSampler, "tpe": optuna.samplers.TPESampler}
study = optuna.create_study(storage="sqlite:///" + path if storage == "sqlite" else None, sampler=samplers[sampler](seed=1))
study.optimize(objective, n_trials=1)
done = 1
for mark in map(int, sys.argv[5:]):
    study.add_trials([finished() for _ in range(mark - window - done)])
    wall, processor = time.perf_counter(), time.process_time()
    study.optimize(objective, n_trials=window)
    done = mark
    print(json.dumps({"wall": (time.perf_counter() - wall) / window * 1e3, "processor": (time.process_time() - processor) / window * 1e3,
                      "size": os.path.getsize(path) if os.path.exists(path) else 0}), flush=True)
