"""SSD MobileNetV1 for faces, of the npm package @vladmandic/face-api (MIT): the weights that the training begins with."""
import json
import os

import numpy as np

NORM_EPSILON = 1e-3


def read(folder):
    """folder: `model` of the package -> {name: float32 array, in TensorFlow's layout}"""
    with open(os.path.join(folder, "ssd_mobilenetv1_model-weights_manifest.json"), encoding="utf-8") as f:
        groups = json.load(f)
    weights = {}
    for group in groups:
        stored, at = b"".join(open(os.path.join(folder, path), "rb").read() for path in group["paths"]), 0
        for entry in group["weights"]:
            quantised = entry.get("quantization")
            kind = np.dtype(quantised["dtype"] if quantised else entry["dtype"])
            count = int(np.prod(entry["shape"]))
            values = np.frombuffer(stored, kind, count, at).astype(np.float32)
            at += count * kind.itemsize
            if quantised:
                values = values * quantised["scale"] + quantised["min"]
            weights[entry["name"]] = values.reshape(entry["shape"]).astype(np.float32)
    return weights


def convolutions(weights, layers):
    """-> [(kernel [out, in, h, w], bias [out])]: the first convolution, then the depthwise and the pointwise one of each layer, norms folded."""
    result = []
    for layer in range(layers + 1):
        name = f"MobilenetV1/Conv2d_{layer}"
        if layer > 0:
            gamma, beta, mean, variance = (weights[f"{name}_depthwise/BatchNorm/{part}"] for part in ("gamma", "beta", "moving_mean", "moving_variance"))
            factor = gamma / np.sqrt(variance + NORM_EPSILON)
            kernel = weights[f"{name}_depthwise/depthwise_weights"].transpose(2, 3, 0, 1)
            result.append((kernel * factor[:, None, None, None], beta - mean * factor))
        result.append((weights[f"{name}_pointwise/weights"].transpose(3, 2, 0, 1), weights[f"{name}_pointwise/convolution_bn_offset"]))
    return result
