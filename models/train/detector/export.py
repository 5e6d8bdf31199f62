"""weights.pt -> detector.onnx (fp32) and detector.int8.onnx (static QDQ, calibrated on training pictures)."""
import argparse
import os

import cv2
import numpy as np
import onnx
import torch
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

from graph import bytes_first, fold_pads, save, within_16_bits
from model import Deployed, Detector
from pictures import FACE_SET, PLATE_SETS, load

LEVELS = ["level0", "level1", "level2"]


def to_onnx(net, example, outputs, out, axes=None):
    """A net that takes pictures in -0.5..0.5 -> ONNX that takes their bytes."""
    torch.onnx.export(Deployed(net).eval(), (example,), out, input_names=["image"], output_names=outputs, dynamic_axes=axes, opset_version=17, dynamo=False)
    save(fold_pads(onnx.load(out)), out)


def quantise(fp32, int8, calibration, keep=()):
    """Static QDQ, 8 bits. Convolutions that give one of the outputs in `keep` stay fp32."""
    prepared = int8 + ".part"
    quant_pre_process(fp32, prepared, skip_symbolic_shape=True)
    kept = [n.name for n in onnx.load(prepared).graph.node if n.op_type == "Conv" and n.output[0] in keep]
    quantize_static(
        prepared, int8, calibration, quant_format=QuantFormat.QDQ, per_channel=True, activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
        calibrate_method=CalibrationMethod.MinMax, op_types_to_quantize=["Conv", "Add", "Relu", "Clip"], nodes_to_exclude=kept,
        extra_options={"CalibMovingAverage": True},
    )
    os.remove(prepared)
    save(within_16_bits(bytes_first(onnx.load(int8), 2 / 255)), int8)


class Pictures(CalibrationDataReader):
    """uint8 [H, W, 3], one after the other."""

    def __init__(self, pictures):
        self.rest = iter(pictures)

    def get_next(self):
        picture = next(self.rest, None)
        return None if picture is None else {"image": picture[None]}


def photos(root, count, seed=3):
    """Training pictures at 640 × 640."""
    pictures = load(root, [*PLATE_SETS, FACE_SET], False)
    for i in np.random.RandomState(seed).permutation(len(pictures))[:count]:
        image = pictures[i].image
        scale = 640 / max(image.shape[:2])
        small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        padded = np.full((640, 640, 3), 114, np.uint8)
        padded[:small.shape[0], :small.shape[1]] = small
        yield padded


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", required=True)
    ap.add_argument("--weights", required=True)
    ap.add_argument("--out", required=True, help="detector.onnx; detector.int8.onnx is written beside it")
    ap.add_argument("--pictures", type=int, default=100, help="for calibration")
    a = ap.parse_args()
    net = Detector()
    net.load_state_dict(torch.load(a.weights))
    axes = {"image": {1: "H", 2: "W"}, **{name: {2: f"h{i}", 3: f"w{i}"} for i, name in enumerate(LEVELS)}}
    to_onnx(net, torch.zeros(1, 64, 96, 3, dtype=torch.uint8), LEVELS, a.out, axes)
    # The last convolution of each head gives logarithms and logits that eight bits would round too coarsely.
    quantise(a.out, a.out.replace(".onnx", ".int8.onnx"), Pictures(photos(a.data, a.pictures)), LEVELS)


if __name__ == "__main__":
    main()
