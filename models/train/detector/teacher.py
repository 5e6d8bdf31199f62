"""Where SSD MobileNetV1 (teacher/ssd.mjs) sees faces on the plate pictures, whose people nobody labelled.

Writes JSON {picture: [[x0, y0, x1, y1, score]...]}, in pixels of the stored raster. The training neither rewards nor punishes a face there.
"""
import argparse
import json
import math
import os

import cv2
import numpy as np
import onnxruntime as ort

from boxes import nms
from pictures import PLATE_SETS, read_gt

SCALES = (0.2, 0.35, 0.5, 0.65, 0.8, 0.95, 1.0)


def anchors(level):
    side = lambda scale, aspect: (512 * scale / math.sqrt(aspect), 512 * scale * math.sqrt(aspect))
    s, after = SCALES[level], SCALES[level + 1]
    if level == 0:
        return [side(0.1, 1), side(s, 2), side(s, 0.5)]
    return [side(s, 1), side(math.sqrt(s * after), 1)] + [side(s, a) for a in (2, 0.5, 3, 1 / 3)]


def faces(session, rgb, size, threshold):
    scale = size / max(rgb.shape[:2])
    small = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    h, w = small.shape[:2]
    padded = np.zeros((-(-h // 64) * 64, -(-w // 64) * 64, 3), np.uint8)
    padded[:h, :w] = small
    found = []
    for level, out in enumerate(session.run([f"level{i}" for i in range(6)], {"image": padded[None]})):
        rows, columns = out.shape[2:]
        stride = 16 << level
        for i, (ah, aw) in enumerate(anchors(level)):
            logit, ty, tx, th, tw = out[0, i * 5:i * 5 + 5]
            y, x = np.nonzero(logit > math.log(threshold / (1 - threshold)))
            cy, cx = (y + 0.5) * stride + ty[y, x] / 10 * ah, (x + 0.5) * stride + tx[y, x] / 10 * aw
            bh, bw = ah * np.exp(th[y, x] / 5), aw * np.exp(tw[y, x] / 5)
            found.append(np.stack([(cx - bw / 2) / scale, (cy - bh / 2) / scale, (cx + bw / 2) / scale, (cy + bh / 2) / scale, 1 / (1 + np.exp(-logit[y, x]))], 1))
    found = np.concatenate(found)
    return found[nms(found[:, :4], found[:, 4])]


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", required=True)
    ap.add_argument("--ssd", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--size", type=int, default=768)
    ap.add_argument("--threshold", type=float, default=0.2)
    a = ap.parse_args()
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(a.ssd, options, providers=["CPUExecutionProvider"])
    result = {}
    for folder in PLATE_SETS:
        for entry in read_gt(a.data, folder):
            name = f"{folder}/{entry['file']}"
            rgb = cv2.imread(os.path.join(a.data, name), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)[..., ::-1]
            result[name] = [[round(float(v), 2) for v in row] for row in faces(session, rgb, a.size, a.threshold)]
    with open(a.out, "w") as f:
        json.dump(result, f)
    print("pictures", len(result), "faces", sum(map(len, result.values())))


if __name__ == "__main__":
    main()
