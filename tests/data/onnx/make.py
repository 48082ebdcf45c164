"""Makes the small ONNX files beside this script: python3 make.py (needs onnx and numpy from PyPI)."""
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = pathlib.Path(__file__).parent
FLOAT, INT64 = TensorProto.FLOAT, TensorProto.INT64


def save(name, nodes, inputs, outputs, weights=(), metadata=None):
    """inputs and outputs: (name, type, shape); weights: a dictionary of arrays; metadata: metadata_props."""
    graph = helper.make_graph(
        nodes, name, [helper.make_tensor_value_info(*i) for i in inputs],
        [helper.make_tensor_value_info(*o) if o[1] else helper.make_tensor_sequence_value_info(o[0], FLOAT, o[2]) for o in outputs],
        [numpy_helper.from_array(array, key) for key, array in dict(weights).items()])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    helper.set_model_props(model, metadata or {})
    onnx.save(model, HERE / f"{name}.onnx")


def node(operator, inputs, outputs, **attributes):
    return helper.make_node(operator, inputs.split(), outputs.split(), **attributes)


# y = x wᵀ + b with three classes: classes 0 and 1 see one pixel each, class 2 is constant.
LINEAR = {"w": np.array([[1, 0], [0, 2], [0, 0]], np.float32), "b": np.array([0, 0, 0.5], np.float32)}
GEMM = node("Gemm", "x w b", "y", transB=1)
X, Y = ("x", FLOAT, ["batch", 2]), ("y", FLOAT, ["batch", 3])

save("linear", [GEMM], [X], [Y], LINEAR)
save("two_inputs", [node("Add", "x z", "s"), node("Gemm", "s w b", "y", transB=1)], [X, ("z", FLOAT, ["batch", 2])], [Y], LINEAR)
save("integer_input", [node("Cast", "x", "f", to=FLOAT), node("Gemm", "f w b", "y", transB=1)], [("x", INT64, ["batch", 2])], [Y], LINEAR)
save("vector_input", [node("Softmax", "x", "y", axis=0)], [("x", FLOAT, ["batch"])], [("y", FLOAT, ["batch"])])
save("fixed_batch", [GEMM], [("x", FLOAT, [1, 2])], [("y", FLOAT, [1, 3])], LINEAR)
save("any_size", [node("GlobalAveragePool", "x", "p"), node("Flatten", "p", "y")],
     [("x", FLOAT, ["batch", 3, "height", "width"])], [("y", FLOAT, ["batch", 3])])
save("huge_input", [node("Flatten", "x", "f"), node("ReduceMean", "f", "y", axes=[1])],
     [("x", FLOAT, ["batch", 1 << 20, 1 << 20])], [("y", FLOAT, ["batch", 1])])
save("integer_output", [GEMM, node("ArgMax", "y", "label", axis=1, keepdims=0)], [X], [("label", INT64, ["batch"])], LINEAR)
save("label_and_logits", [GEMM, node("ArgMax", "y", "label", axis=1, keepdims=0)], [X], [("label", INT64, ["batch"]), Y], LINEAR)
save("one_class", [node("ReduceMean", "x", "y", axes=[1])], [X], [("y", FLOAT, ["batch", 1])])
save("image_output", [node("Relu", "x", "y")], [("x", FLOAT, ["batch", 1, 2, 2])], [("y", FLOAT, ["batch", 1, 2, 2])])
save("folds_batch", [GEMM, node("Reshape", "y shape", "flat")], [X], [("flat", FLOAT, [None, None])],
     LINEAR | {"shape": np.array([1, -1], np.int64)})
save("only_two", [node("Reshape", "x shape", "r"), node("Gemm", "r w b", "y", transB=1)], [X], [Y],
     LINEAR | {"shape": np.array([2, -1], np.int64)})
save("unknown_operator", [node("Relux", "x", "y")], [X], [("y", FLOAT, ["batch", 2])])

# One attention head over 16 patches of 16 numbers. Weights are bytes, to be small; the products have no constant factor,
# so their order of summation depends on the batch and on threads if the executor lets it.
random = np.random.default_rng(0)
D = 48
ATTENTION = {name: random.integers(-127, 128, shape).astype(np.int8)
             for name, shape in (("q8", (16, D)), ("k8", (16, D)), ("v8", (16, D)), ("o8", (D, 5)))}
save("attention",
     [node("Cast", f"{w}8", f"{w}f", to=FLOAT) for w in "qkvo"] + [node("Div", f"{w}f scale", w) for w in "qkvo"] +
     [node("MatMul", f"x {w}", f"x{w}") for w in "qkv"] +
     [node("Transpose", "xk", "xkt", perm=[0, 2, 1]), node("MatMul", "xq xkt", "s"), node("Softmax", "s", "p", axis=-1),
      node("MatMul", "p xv", "h"), node("ReduceMean", "h", "m", axes=[1], keepdims=0), node("MatMul", "m o", "y")],
     [("x", FLOAT, ["batch", 16, 16])], [("y", FLOAT, ["batch", 5])], ATTENTION | {"scale": np.array(200, np.float32)})

# One small convolution in the forms that exporters give it: all classify an image [3, 4, 5] alike, once they are given it as
# they want it. Weights are small binary fractions, so that float16 holds them.
FLOAT16, DOUBLE, UINT8 = TensorProto.FLOAT16, TensorProto.DOUBLE, TensorProto.UINT8
PIXELS = {"k": (random.integers(-8, 9, (4, 3, 2, 2)) / 16).astype(np.float32), "d": (random.integers(-8, 9, (5, 4)) / 4).astype(np.float32)}


def pixels(name, before=(), shape=("batch", 3, 4, 5), kind=FLOAT, start="x", after=None, outputs=None, weights=None, metadata=None):
    """The convolution on `start`, which `before` makes of the input x; `after` makes the outputs of its logits z."""
    save(name, list(before) + [node("Conv", f"{start} k", "c"), node("Relu", "c", "r"), node("GlobalAveragePool", "r", "p"),
                               node("Flatten", "p", "f"), node("Gemm", "f d", "z", transB=1)] + list(after or []),
         [("x", kind, list(shape))], outputs or [("z", FLOAT, [shape[0], 5])], PIXELS | dict(weights or {}), metadata)


def normalised(mean, std):
    return {"mean": np.array(mean, np.float32).reshape(3, 1, 1), "std": np.array(std, np.float32).reshape(3, 1, 1)}


CHANNELS_FIRST = [node("Transpose", "x", "t", perm=[0, 3, 1, 2])]
pixels("pixels")
pixels("pixels_nhwc", CHANNELS_FIRST, ("batch", 4, 5, 3), start="t")
pixels("pixels_any_nhwc", CHANNELS_FIRST, ("batch", None, None, 3), start="t")
pixels("pixels_any", shape=("batch", 3, None, None))
pixels("pixels_unknown", shape=("batch", None, None, None))
# Made to take what (255 x − mean) / std is, in blue, green, red; undone here.
UNDO = [node("Mul", "x std", "s"), node("Add", "s mean", "a"), node("Div", "a scale", "b"), node("Gather", "b order", "g", axis=1)]
CAFFE = normalised([104, 117, 123], [2, 4, 8]) | {"scale": np.array(255, np.float32), "order": np.array([2, 1, 0], np.int64)}
pixels("pixels_caffe", UNDO, weights=CAFFE, start="g")
pixels("pixels_caffe_metadata", UNDO, weights=CAFFE, start="g",
       metadata={"nilgrad.range": "0, 255", "nilgrad.mean": "[104, 117, 123]", "nilgrad.std": "2 4 8", "nilgrad.channel_order": "BGR"})
pixels("pixels_windows", [node("Div", "x scale", "s"), node("Gather", "s order", "g", axis=1)], weights=CAFFE, start="g",
       metadata={"Image.BitmapPixelFormat": "Bgr8", "Image.NominalPixelRange": "NominalRange_0_255"})
pixels("pixels_bad_metadata", metadata={"nilgrad.layout": "chw"})
pixels("pixels_bad_mean", metadata={"nilgrad.mean": "0.5, half"})
pixels("pixels_bytes", [node("Cast", "x", "s", to=FLOAT), node("Div", "s scale", "g")], kind=UINT8, weights=CAFFE, start="g")
for kind, name in ((DOUBLE, "double"), (FLOAT16, "half")):
    pixels(f"pixels_{name}", [node("Cast", "x", "g", to=FLOAT)], kind=kind, start="g", after=[node("Cast", "z", "y", to=kind)],
           outputs=[("y", kind, ["batch", 5])])
pixels("pixels_one", shape=(1, 3, 4, 5))
pixels("pixels_three", shape=(3, 3, 4, 5))
pixels("pixels_softmax", after=[node("Softmax", "z", "y", axis=1)], outputs=[("y", FLOAT, ["batch", 5])])
pixels("pixels_two_scores", after=[node("Softmax", "z", "y", axis=1)], outputs=[("y", FLOAT, ["batch", 5]), ("z", FLOAT, ["batch", 5])])
SHAPE = {"shape": np.array([-1, 5, 1, 1], np.int64)}
pixels("pixels_extents_of_one", after=[node("Reshape", "z shape", "y")], weights=SHAPE, outputs=[("y", FLOAT, ["batch", 5, 1, 1])])
DECIDE = {"e": np.array([[-1, 1, 0, 2, 0]], np.float32), "shape": np.array([-1], np.int64)}
ONE = node("Gemm", "z e", "m", transB=1)
pixels("pixels_margin", after=[ONE], weights=DECIDE, outputs=[("m", FLOAT, ["batch", 1])])
pixels("pixels_margin_vector", after=[ONE, node("Reshape", "m shape", "v")], weights=DECIDE, outputs=[("v", FLOAT, ["batch"])])
pixels("pixels_sigmoid", after=[ONE, node("Sigmoid", "m", "y")], weights=DECIDE, outputs=[("y", FLOAT, ["batch", 1])])
save("square_channels", [node("GlobalAveragePool", "x", "p"), node("Flatten", "p", "y")], [("x", FLOAT, ["batch", 3, 4, 3])], [("y", FLOAT, ["batch", 3])])
save("maps", [GEMM, node("SequenceConstruct", "y", "list")], [X], [("list", None, None)], LINEAR)
