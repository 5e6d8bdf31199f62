"""weights.pt -> detector.onnx (fp32) and detector.int8.onnx (static QDQ, calibrated on training pictures)."""
import argparse
import os

import cv2
import numpy as np
import onnx
import torch
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

from data import FACE_SET, PLATE_SETS, load
from model import Deployed, Detector

LEVELS = ["level0", "level1", "level2"]


def export(weights, out):
    net = Detector().eval()
    net.load_state_dict(torch.load(weights))
    axes = {"image": {1: "H", 2: "W"}, **{name: {2: f"h{i}", 3: f"w{i}"} for i, name in enumerate(LEVELS)}}
    torch.onnx.export(Deployed(net).eval(), (torch.zeros(1, 64, 96, 3, dtype=torch.uint8),), out, input_names=["image"], output_names=LEVELS, dynamic_axes=axes, opset_version=17, dynamo=False)
    model = onnx.load(out)
    del model.metadata_props[:]
    model.producer_name, model.producer_version, model.doc_string = "models/train/detector", "", ""
    for node in model.graph.node:
        node.doc_string = ""
    onnx.save(model, out)


class Calibration(CalibrationDataReader):
    def __init__(self, root, count, seed=3):
        pictures = load(root, [*PLATE_SETS, FACE_SET], False)
        order = np.random.RandomState(seed).permutation(len(pictures))[:count]
        self.rest = iter([pictures[i].image for i in order])

    def get_next(self):
        image = next(self.rest, None)
        if image is None:
            return None
        scale = 640 / max(image.shape[:2])
        small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        padded = np.full((640, 640, 3), 114, np.uint8)
        padded[:small.shape[0], :small.shape[1]] = small
        return {"image": padded[None]}


def quantise(fp32, int8, root, count):
    prepared = int8 + ".part"
    quant_pre_process(fp32, prepared, skip_symbolic_shape=True)
    # The last convolution of each head gives logarithms and logits that eight bits would round too coarsely.
    last = [n.name for n in onnx.load(prepared).graph.node if n.op_type == "Conv" and n.output[0] in LEVELS]
    quantize_static(
        prepared, int8, Calibration(root, count), quant_format=QuantFormat.QDQ, per_channel=True, activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
        calibrate_method=CalibrationMethod.MinMax, op_types_to_quantize=["Conv", "Add"], nodes_to_exclude=last,
        extra_options={"CalibMovingAverage": True},
    )
    os.remove(prepared)


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", required=True)
    ap.add_argument("--weights", required=True)
    ap.add_argument("--out", required=True, help="detector.onnx; detector.int8.onnx is written beside it")
    ap.add_argument("--pictures", type=int, default=100, help="for calibration")
    a = ap.parse_args()
    export(a.weights, a.out)
    quantise(a.out, a.out.replace(".onnx", ".int8.onnx"), a.data, a.pictures)


if __name__ == "__main__":
    main()
