"""What made optuna.db: python3 -m venv V; V/bin/pip install optuna==5.0.0; V/bin/python make.py optuna.db"""
import math
import sys

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
storage = "sqlite:///" + sys.argv[1]


def network(trial):
    lr = trial.suggest_float("lr", 1e-5, 1e-1, log=True)
    momentum = trial.suggest_float("momentum", 0, 1, step=0.1)
    layers = trial.suggest_int("layers", 1, 4)
    trial.suggest_int("width", 8, 512, log=True)
    trial.suggest_int("batch", 16, 128, step=16)
    kernel = trial.suggest_categorical("kernel", ["rbf", "linear", None, True, 3, 0.5])
    if kernel == "rbf":
        trial.suggest_float("gamma", 1e-3, 1e3, log=True)
    trial.set_user_attr("host", "a")
    for step in range(5):
        value = (math.log10(lr) + 3) ** 2 + momentum + layers / 10 + 1 / (step + 1)
        trial.report(value, step)
        if trial.should_prune():
            raise optuna.TrialPruned()
    if trial.number == 3:
        raise ValueError("diverged")
    return value


def two(trial):
    x, y = trial.suggest_float("x", -1, 1), trial.suggest_float("y", -1, 1)
    return x * x + y, (x - 1) ** 2 + (float("inf") if trial.number == 3 else 0)


study = optuna.create_study(storage=storage, study_name="net", direction="maximize",
                            sampler=optuna.samplers.TPESampler(seed=1),
                            pruner=optuna.pruners.MedianPruner(n_startup_trials=5))
study.enqueue_trial({"lr": 0.01, "kernel": "rbf"})
study.optimize(network, n_trials=16, catch=(ValueError,))
study.enqueue_trial({"lr": 0.02})
study.ask().suggest_int("layers", 1, 4)  # stays running
study.enqueue_trial({"lr": 0.03})
study = optuna.create_study(storage=storage, study_name="pareto", directions=["minimize", "maximize"],
                            sampler=optuna.samplers.NSGAIISampler(seed=1))
study.optimize(two, n_trials=6)
