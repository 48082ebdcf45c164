"""Optuna's part of tuning_workers.lua: STORAGE WORKERS SECONDS, one line of JSON; or, for each worker: work STORAGE SECONDS FILE NAME."""
import collections
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
import warnings

import optuna

warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)


def work(storage, seconds, path, name):
    end = time.time() + float(seconds)
    errors = 0
    study = optuna.load_study(study_name=name, storage=storage, sampler=optuna.samplers.RandomSampler())
    with open(path, "a", encoding="utf-8") as calls:

        def objective(trial):
            value = sum(trial.suggest_float(f"x{i}", -5, 5) ** 2 for i in range(10))
            calls.write(f"{trial.number} {value!r}\n")
            calls.flush()
            return value

        while time.time() < end:
            try:
                study.optimize(objective, timeout=max(0.01, end - time.time()))
            except Exception:  # what users meet; counted
                errors += 1
    print(errors)


def main(storage, workers, seconds):
    name = uuid.uuid4().hex
    optuna.create_study(study_name=name, storage=storage)
    file, path = tempfile.mkstemp()
    os.close(file)
    command = [sys.executable, __file__, "work", storage, seconds, path, name]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(int(workers))]
    errors = 0
    for process in processes:
        out = process.communicate()[0]
        errors += int(out or 1)
    values, counts = {}, collections.Counter()
    for line in open(path, encoding="utf-8"):
        number, value = line.split()
        counts[int(number)] += 1
        values[int(number)] = float(value)
    os.remove(path)
    trials = optuna.load_study(study_name=name, storage=storage).get_trials(deepcopy=False)
    complete = [t for t in trials if t.state == optuna.trial.TrialState.COMPLETE]
    print(json.dumps({
        "complete": len(complete), "calls": sum(counts.values()), "errors": errors,
        "again": sum(count - 1 for count in counts.values()) + len(trials) - len({t.number for t in trials}),
        "lost": sum(1 for t in trials if t.state != optuna.trial.TrialState.COMPLETE and t.number in values),
        "wrong": sum(1 for t in complete if t.value != values.get(t.number))}))


if __name__ == "__main__":
    work(*sys.argv[2:]) if sys.argv[1] == "work" else main(*sys.argv[1:])
