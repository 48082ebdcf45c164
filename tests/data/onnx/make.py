"""Makes the small ONNX files beside this script: python3 make.py (needs onnx and numpy from PyPI)."""
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = pathlib.Path(__file__).parent
FLOAT, INT64 = TensorProto.FLOAT, TensorProto.INT64


def save(name, nodes, inputs, outputs, weights=()):
    """inputs and outputs: (name, type, shape); weights: a dictionary of arrays."""
    graph = helper.make_graph(
        nodes, name, [helper.make_tensor_value_info(*i) for i in inputs],
        [helper.make_tensor_value_info(*o) for o in outputs],
        [numpy_helper.from_array(array, key) for key, array in dict(weights).items()])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
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
