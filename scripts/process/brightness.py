# A worker for ng.model.process { command = { "python3", "brightness.py" }, input_shape = { 1, 2, 2 }, classes = 2 }: class 1 is
# the brighter images. Each line is a request for the scores of some images; each answer is a line.
import json, sys


def scores(image, shape):  # numbers in [0, 1], row-major
    mean = sum(image) / len(image)
    return [0.5 - mean, mean - 0.5]


for line in sys.stdin:  # until nilgrad closes it
    request = json.loads(line)
    answer = {"id": request["id"], "scores": [scores(image, request["shape"]) for image in request["images"]]}
    print(json.dumps(answer), flush=True)
