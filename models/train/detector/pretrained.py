"""SSD MobileNetV1 for faces, of the npm package @vladmandic/face-api (MIT): its weights, and how it sees."""
import json
import math
import os

import numpy as np
import torch
import torch.nn.functional as F

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


STRIDED = (2, 4, 6, 12)
# The sides of the anchors of six levels follow from these, in pixels of a picture of 512 × 512.
SCALES = (0.2, 0.35, 0.5, 0.65, 0.8, 0.95, 1.0)
FACE = 1  # of three classes


def anchors(level):
    """-> [(height, width)]"""
    side = lambda scale, aspect: (512 * scale / math.sqrt(aspect), 512 * scale * math.sqrt(aspect))
    s, after = SCALES[level], SCALES[level + 1]
    if level == 0:
        return [side(0.1, 1), side(s, 2), side(s, 0.5)]
    return [side(s, 1), side(math.sqrt(s * after), 1)] + [side(s, a) for a in (2, 0.5, 3, 1 / 3)]


def same(x, kernel, bias, stride=1, groups=1):
    """A convolution with ReLU6, padded as TensorFlow pads."""
    size = kernel.shape[-1]
    down, right = (max(0, (-(-n // stride) - 1) * stride + size - n) for n in x.shape[2:])
    padded = F.pad(x, (right // 2, right - right // 2, down // 2, down - down // 2))
    return F.relu6(F.conv2d(padded, torch.from_numpy(kernel.copy()), torch.from_numpy(bias), stride, groups=groups))


@torch.no_grad()
def faces(weights, rgb, threshold):
    """uint8 [h, w, 3], sides multiples of 64 -> boxes and scores [n, 5] in pixels, overlapping ones included"""
    x = torch.from_numpy(rgb).permute(2, 0, 1)[None].float() / 127.5 - 1
    levels = []
    first, *rest = convolutions(weights, 13)
    x = same(x, *first, 2)
    for layer, (depthwise, pointwise) in enumerate(zip(rest[::2], rest[1::2]), 1):
        x = same(x, *depthwise, 2 if layer in STRIDED else 1, x.shape[1])
        x = same(x, *pointwise)
        if layer in (11, 13):
            levels.append(x)
    for i in range(8):
        name = f"Prediction/Conv2d_{i}_pointwise"
        x = same(x, weights[f"{name}/weights"].transpose(3, 2, 0, 1), weights[f"{name}/convolution_bn_offset"], i % 2 + 1)
        if i % 2:
            levels.append(x)
    found = []
    for level, x in enumerate(levels):
        head = lambda kind: F.conv2d(x, *(torch.from_numpy(np.ascontiguousarray(part)) for part in (
            weights[f"Prediction/BoxPredictor_{level}/{kind}/weights"].transpose(3, 2, 0, 1), weights[f"Prediction/BoxPredictor_{level}/{kind}/biases"])))[0].numpy()
        codes, logits = head("BoxEncodingPredictor"), head("ClassPredictor")
        for i, (ah, aw) in enumerate(anchors(level)):
            logit, (ty, tx, th, tw) = logits[i * 3 + FACE], codes[i * 4:i * 4 + 4]
            y, x_ = np.nonzero(logit > math.log(threshold / (1 - threshold)))
            stride = 16 << level
            cy, cx = (y + 0.5) * stride + ty[y, x_] / 10 * ah, (x_ + 0.5) * stride + tx[y, x_] / 10 * aw
            bh, bw = ah * np.exp(th[y, x_] / 5), aw * np.exp(tw[y, x_] / 5)
            found.append(np.stack([cx - bw / 2, cy - bh / 2, cx + bw / 2, cy + bh / 2, 1 / (1 + np.exp(-logit[y, x_]))], 1))
    return np.concatenate(found)
