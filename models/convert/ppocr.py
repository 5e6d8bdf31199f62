#!/usr/bin/env python3
"""PP-OCRv6 small (PaddleOCR, Apache-2.0), as the PyPI wheel rapidocr 3.10.0 (Apache-2.0) carries it -> models/weights/ppocr-*.

  pip download --no-deps rapidocr==3.10.0 -d FOLDER
  python3 models/convert/ppocr.py FOLDER/rapidocr-3.10.0-py3-none-any.whl      (numpy, pillow, onnx as in ../train/detector/requirements.txt; onnxruntime 1.30.0, by which the committed weights were made; DejaVu and Liberation fonts)

The graphs take one grey channel, what a converter of another framework wrote as many small nodes becomes few, and convolutions compute in 8 bits, within
ranges found on text rendered here (ppocr_calibrate.py).

ppocr-det.onnx    in:  x  float [1, 1, h, w], grey 0..255; h and w multiples of 32
                  out: float [1, 1, h, w], probability of text
ppocr-latin.onnx  in:  x  float [n, 1, 48, w], grey 0..255
                  out: float [n, w / 8, classes], softmax; class 0 is the CTC blank, class i the i-th character of ppocr-latin.txt
ppocr-whole.onnx, ppocr-whole.txt    the same with all 18,709 characters; for Chinese and Japanese
"""
import argparse
import hashlib
import os
import sys
import tempfile
import unicodedata

import numpy as np
import onnx
from onnx import helper, numpy_helper, version_converter
from onnxruntime.quantization import CalibrationMethod, QuantFormat, QuantType, quantize_static

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(HERE, "../train/detector"))
from graph import save, sweep, within_16_bits  # noqa: E402
from wheel import attributes, open_wheel  # noqa: E402
import ppocr_calibrate  # noqa: E402

WHEEL = "2fc34e26cd0f48514804a94f8832283039c7334076bff60768b1fed9ad068050"
MADE_BY = "models/convert/ppocr.py"
OPSET = 20
KINDS = ["Conv", "Add", "Mul", "MaxPool", "AveragePool", "Relu", "Concat", "Resize"]
# Letters of languages that are written in Latin script, beyond Latin-1 and Latin Extended-A, and the signs that stand between them.
LETTERS = "ƁƂƆƉƊƎƏƐƑƓƔƗƘƝƟƠơƤƦƩƯưƲƳƴƵƶƷǍǎǏǐǑǒǓǔǤǥǦǧǨǩǪǫǮǯǴǵǺǻǼǽǾǿȘșȚțȞȟȲȳɓɔɖɗəɛɣɨɩɲɵʃʉʊʋʒẠ"
SIGNS = "–—‘’“”„‚†‡•…‰′″‹›⁄₣₤₧₫€₺₽₹℃℉№™ℓ←→−≈≠≤≥■□▪●○☐☑☒★☆✓✔✕✖✗✘"


def from_wheel(path):
    files = open_wheel(path, WHEEL)
    return [onnx.load_model_from_string(files.read(f"rapidocr/models/PP-OCRv6_{part}_small.onnx")) for part in ("det", "rec")]


def kept(character):
    code = ord(character[0])
    return len(character) == 1 and (0x20 <= code < 0x180 and unicodedata.category(character) != "Cf" or character in LETTERS + SIGNS)


class Graph:
    """Nodes by what they make, and constants by name."""

    def __init__(self, model):
        copy = onnx.ModelProto()
        copy.CopyFrom(model)
        self.model = version_converter.convert_version(copy, OPSET)
        self.graph = self.model.graph
        self.stored = {t.name: t for t in self.graph.initializer}
        for node in [node for node in self.graph.node if node.op_type == "Constant"]:
            self.stored[node.output[0]] = node.attribute[0].t
            self.graph.node.remove(node)

    def values(self, name):
        return numpy_helper.to_array(self.stored[name]) if name in self.stored else None

    def constant(self, name, values):
        self.stored[name] = numpy_helper.from_array(np.ascontiguousarray(values, np.float32), name)
        return name

    def readers(self, name):
        return [node for node in self.graph.node if name in node.input]

    def drop(self, node):
        """What reads a node's output reads its input."""
        for reader in self.readers(node.output[0]):
            reader.input[:] = [node.input[0] if name == node.output[0] else name for name in reader.input]
        for output in self.graph.output:
            if output.name == node.output[0]:
                maker = next(other for other in self.graph.node if node.input[0] in other.output)
                for reader in self.readers(node.input[0]):
                    reader.input[:] = [output.name if name == node.input[0] else name for name in reader.input]
                maker.output[:] = [output.name]
        self.graph.node.remove(node)

    def done(self):
        graph = self.graph
        del graph.initializer[:], graph.value_info[:]
        for output in graph.output:
            output.type.tensor_type.ClearField("shape")
        for name, tensor in self.stored.items():
            tensor.name = name
            graph.initializer.append(tensor)
        sweep(graph)
        self.model.ir_version = 10
        return onnx.shape_inference.infer_shapes(self.model)


def fold(g):
    """Copies go; sums and normalisations after a convolution become a part of it."""
    for node in [node for node in g.graph.node if node.op_type == "Identity"]:
        g.drop(node)
    for conv in [node for node in g.graph.node if node.op_type in ("Conv", "ConvTranspose")]:
        axis = 0 if conv.op_type == "Conv" else 1
        while len(after := g.readers(conv.output[0])) == 1 and after[0].op_type in ("Add", "BatchNormalization"):
            kernel = g.values(conv.input[1]).astype(np.float64)
            bias = g.values(conv.input[2]).astype(np.float64) if len(conv.input) > 2 else np.zeros(kernel.shape[axis])
            if after[0].op_type == "Add":
                other = next((name for name in after[0].input if name != conv.output[0]), None)
                sums = g.values(other) if other else None
                if sums is None or sums.size not in (1, len(bias)):
                    break
                bias = bias + sums.reshape(-1)
            else:
                gamma, beta, mean, variance = (g.values(name).astype(np.float64) for name in after[0].input[1:])
                factor = gamma / np.sqrt(variance + attributes(after[0])["epsilon"])
                kernel = kernel * factor.reshape([-1 if i == axis else 1 for i in range(kernel.ndim)])
                bias = (bias - mean) * factor + beta
            name = conv.output[0]
            conv.input[1:] = [g.constant(name + "/kernel", kernel), g.constant(name + "/bias", bias)]
            after[0].input[0] = name
            del after[0].input[1:]
            g.drop(after[0])
        if len(conv.input) == 2:
            conv.input.append(g.constant(conv.output[0] + "/bias", np.zeros(g.values(conv.input[1]).shape[axis])))


def join(g):
    """The normal distribution's gate, means over planes and layer normalisation as the operators that they are."""
    made = {name: node for node in g.graph.node for name in node.output}
    for erf in [node for node in g.graph.node if node.op_type == "Erf"]:
        inside = made[erf.input[0]]
        plus = g.readers(erf.output[0])[0]
        times = g.readers(plus.output[0])[0]
        half = g.readers(times.output[0])[0]
        g.graph.node.insert(list(g.graph.node).index(half), helper.make_node("Gelu", [inside.input[0]], half.output, half.output[0]))
        g.graph.node.remove(half)
    for mean in [node for node in g.graph.node if node.op_type == "ReduceMean"]:
        axes = g.values(mean.input[1]).tolist()
        if axes == [2, 3]:
            at = list(g.graph.node).index(mean)
            g.graph.node.remove(mean)
            g.graph.node.insert(at, helper.make_node("GlobalAveragePool", mean.input[:1], mean.output, mean.output[0]))
    for pow_ in [node for node in g.graph.node if node.op_type == "Pow"]:
        off = made[pow_.input[0]]
        root = g.readers(g.readers(g.readers(pow_.output[0])[0].output[0])[0].output[0])[0]
        epsilon = g.values(next(name for name in made[root.input[0]].input if name in g.stored)).item()
        gain = g.readers(g.readers(root.output[0])[0].output[0])[0]
        shift = g.readers(gain.output[0])[0]
        parts = [next(name for name in node.input if name in g.stored) for node in (gain, shift)]
        at = list(g.graph.node).index(shift)
        g.graph.node.remove(shift)
        g.graph.node.insert(at, helper.make_node("LayerNormalization", [off.input[0], *parts], shift.output, shift.output[0], axis=-1, epsilon=epsilon))


def take_grey(g):
    """One channel of 0..255 where three of -1..1 were, all of them alike. Its middle is taken off first, so that padding is grey as before."""
    first = next(node for node in g.graph.node if node.op_type == "Conv")
    first.input[1] = g.constant("first/kernel", g.values(first.input[1]).sum(1, keepdims=True) / 127.5)
    first.input[0] = "x/centred"
    g.graph.node.insert(0, helper.make_node("Sub", ["x", g.constant("x/middle", 127.5)], ["x/centred"]))
    g.graph.input[0].type.tensor_type.shape.dim[1].dim_value = 1


def cut_head(g, classes):
    """Leaves out the columns of the last layer for all other classes."""
    for name, tensor in list(g.stored.items()):
        if tensor.dims and tensor.dims[-1] == 18710:
            g.constant(name, numpy_helper.to_array(tensor)[..., classes])


def quantised(model, pictures, exclude=()):
    with tempfile.TemporaryDirectory() as folder:
        fp32, int8 = os.path.join(folder, "fp32.onnx"), os.path.join(folder, "int8.onnx")
        onnx.save(model, fp32)
        quantize_static(
            fp32, int8, ppocr_calibrate.Reader(pictures), quant_format=QuantFormat.QDQ, per_channel=True, activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
            calibrate_method=CalibrationMethod.MinMax, op_types_to_quantize=KINDS, nodes_to_exclude=list(exclude))
        return within_16_bits(onnx.load(int8))


def gate_by_table(model):
    """x * sigmoid(1.702 x) in place of the normal distribution's gate: of eight bits, a sigmoid is a table of 256 entries. (Where letters are told apart
    it costs too much: the recogniser keeps the true gate.)"""
    graph = model.graph
    made = {name: node for node in graph.node for name in node.output}
    stored = {t.name: numpy_helper.to_array(t) for t in graph.initializer}

    def constant(name, value):
        graph.initializer.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    step, zero = constant("gate/step", np.float32(1 / 255)), constant("gate/zero", np.uint8(0))
    for gelu in [node for node in graph.node if node.op_type == "Gelu"]:
        name, value = gelu.output[0], made[gelu.input[0]]
        steep = constant(name + "/step", np.float32(stored[value.input[1]] * 1.702))
        nodes = [
            helper.make_node("DequantizeLinear", [value.input[0], steep, value.input[2]], [name + "/steep"]),
            helper.make_node("Sigmoid", [name + "/steep"], [name + "/gate"]),
            helper.make_node("QuantizeLinear", [name + "/gate", step, zero], [name + "/gate/8bit"]),
            helper.make_node("DequantizeLinear", [name + "/gate/8bit", step, zero], [name + "/gate/from8bit"]),
            helper.make_node("Mul", [gelu.input[0], name + "/gate/from8bit"], [name]),
        ]
        at = list(graph.node).index(gelu)
        graph.node.remove(gelu)
        for i, node in enumerate(nodes):
            graph.node.insert(at + i, node)
    return model


def store_head(model):
    """The last layer's weights in 8 bits with a step a class; it is computed in floats."""
    graph = model.graph
    weights = max(graph.initializer, key=lambda t: np.prod(t.dims))
    values = numpy_helper.to_array(weights)
    steps = (np.abs(values).max(0) / 127).astype(np.float32)
    reader = next(node for node in graph.node if weights.name in node.input)
    graph.initializer.remove(weights)
    graph.initializer.extend([numpy_helper.from_array(np.round(values / steps).astype(np.int8), "head/8bit"), numpy_helper.from_array(steps, "head/step")])
    reader.input[1] = "head"
    graph.node.insert(0, helper.make_node("DequantizeLinear", ["head/8bit", "head/step"], ["head"], axis=1))
    return model


def detector(model):
    g = Graph(model)
    fold(g)
    join(g)
    take_grey(g)
    render = ppocr_calibrate.Renderer()
    return gate_by_table(quantised(g.done(), [render.page() for _ in range(24)]))


def recogniser(model, classes=None):
    g = Graph(model)
    fold(g)
    join(g)
    take_grey(g)
    if classes:
        cut_head(g, classes)
    model = g.done()
    kinds = [node.op_type for node in model.graph.node]
    render = ppocr_calibrate.Renderer()
    # What follows the pooling is a hundredth of the work, and in 8 bits loses the last letters of lines that are cropped closely.
    return quantised(model, [render.line() for _ in range(60)], [node.name for node in list(model.graph.node)[kinds.index("AveragePool"):]])


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("wheel")
    ap.add_argument("--out", default=os.path.join(HERE, "../weights"))
    a = ap.parse_args()
    det, rec = from_wheel(a.wheel)
    entries = next(p.value for p in rec.metadata_props if p.key == "character").split("\n")
    characters = ["", *entries, " "]
    latin = [i for i, character in enumerate(characters) if i == 0 or kept(character)]
    for name, model in (("det", detector(det)), ("latin", recogniser(rec, latin)), ("whole", store_head(recogniser(rec)))):
        save(model, os.path.join(a.out, f"ppocr-{name}.onnx"), MADE_BY)
    for name, classes in (("latin", latin), ("whole", range(len(characters)))):
        with open(os.path.join(a.out, f"ppocr-{name}.txt"), "w", encoding="utf8") as file:
            file.write("\n".join(characters[i] for i in classes[1:]))
    for name in ("det.onnx", "latin.onnx", "latin.txt", "whole.onnx", "whole.txt"):
        with open(os.path.join(a.out, f"ppocr-{name}"), "rb") as file:
            print(name, hashlib.sha256(file.read()).hexdigest())


if __name__ == "__main__":
    main()
