"""Images a second through ONNX Runtime itself, for classifier_speed.lua: one line of JSON a request.
Usage: classifier_speed.py MODEL THREADS; each line of input is a batch size and how many batches."""
import sys
import time

import numpy
import onnxruntime

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = int(sys.argv[2])
options.inter_op_num_threads = 1
session = onnxruntime.InferenceSession(sys.argv[1], options, providers=["CPUExecutionProvider"])
entry = session.get_inputs()[0]
shape = [size if isinstance(size, int) else 1 for size in entry.shape[1:]]
for line in sys.stdin:
    batch, count = map(int, line.split())
    images = numpy.random.default_rng(0).random([batch, *shape], dtype=numpy.float32)
    session.run(None, {entry.name: images})
    began = time.perf_counter()
    for _ in range(count):
        session.run(None, {entry.name: images})
    print(batch * count / (time.perf_counter() - began), flush=True)
