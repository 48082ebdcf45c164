# A worker for ng.objective.process { command = { "python3", "rosenbrock.py" }, dim = 2 }: answers each line with a line.
import json, sys


def f(x):
    return sum(100 * (b - a * a) ** 2 + (1 - a) ** 2 for a, b in zip(x, x[1:]))


for line in sys.stdin:  # until nilgrad closes it
    request = json.loads(line)
    try:
        answer = {"id": request["id"], "value": f(request["x"])}
    except ArithmeticError as error:
        answer = {"id": request["id"], "error": str(error)}
    print(json.dumps(answer), flush=True)
