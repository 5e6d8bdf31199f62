"""Where SSD MobileNetV1 sees faces on the plate pictures, whose people nobody labelled.

Writes JSON {picture: [[x0, y0, x1, y1, score]...]}, in pixels of the stored raster. The training neither rewards nor punishes a face there.
"""
import argparse
import json
import os

import cv2
import numpy as np

from boxes import nms
from data import PLATE_SETS, read_gt
from pretrained import faces, read


def look(weights, rgb, size, threshold):
    scale = size / max(rgb.shape[:2])
    small = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    h, w = small.shape[:2]
    padded = np.zeros((-(-h // 64) * 64, -(-w // 64) * 64, 3), np.uint8)
    padded[:h, :w] = small
    found = faces(weights, padded, threshold) / [scale, scale, scale, scale, 1]
    return found[nms(found[:, :4], found[:, 4])]


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", required=True)
    ap.add_argument("--pretrained", required=True, help="folder `model` of the npm package @vladmandic/face-api")
    ap.add_argument("--out", required=True)
    ap.add_argument("--size", type=int, default=768)
    ap.add_argument("--threshold", type=float, default=0.2)
    a = ap.parse_args()
    weights = read(a.pretrained)
    result = {}
    for folder in PLATE_SETS:
        for entry in read_gt(a.data, folder):
            name = f"{folder}/{entry['file']}"
            rgb = cv2.imread(os.path.join(a.data, name), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)[..., ::-1]
            result[name] = [[round(float(v), 2) for v in row] for row in look(weights, rgb, a.size, a.threshold)]
    with open(a.out, "w") as f:
        json.dump(result, f)
    print("pictures", len(result), "faces", sum(map(len, result.values())))


if __name__ == "__main__":
    main()
