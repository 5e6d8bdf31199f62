"""Measures the exported nets: covered recall and stray boxes by set and threshold, and the time of a pass. Writes metrics.json.

With --detections FOLDER the finds are written as JSON lines too, for a scorer of one's own.
"""
import argparse
import json
import os
import time

import cv2
import numpy as np
import onnxruntime as ort

from boxes import covered, nms, strays
from pictures import FACE_SET, PLATE_SETS, is_validation, read_gt

LEVELS = ((8, "level0"), (16, "level1"), (32, "level2"))
MEASURED = ("faces/groups", "faces/dlib", "faces/mask", "docs/funsd-train", "docs/mrz", "docs/presidio")
THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7)
LABELS = ("LICENSE_PLATE", "FACE")


def session(path):
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    return ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def one_pass(net, rgb, longest, threshold=0.25):
    """-> boxes [n, 4] in pixels of rgb, scores [n, 2]"""
    scale = longest / max(rgb.shape[:2])
    small = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    h, w = small.shape[:2]
    padded = np.full((1, -(-h // 32) * 32, -(-w // 32) * 32, 3), 114, np.uint8)
    padded[0, :h, :w] = small
    boxes, scores = [], []
    for (stride, _), level in zip(LEVELS, net.run([name for _, name in LEVELS], {"image": padded})):
        p = 1 / (1 + np.exp(-level[0, :2]))
        y, x = np.nonzero(p.max(0) > threshold)
        d = np.exp(np.clip(level[0, 2:, y, x], -4, 4.2))
        centre = np.stack([x + 0.5, y + 0.5], 1)
        boxes.append(np.concatenate([centre - d[:, :2], centre + d[:, 2:]], 1) * stride / scale)
        scores.append(p[:, y, x].T)
    return np.concatenate(boxes), np.concatenate(scores)


def detect(net, rgb):
    """Two passes: the long side at 640, or at 1280 for larger pictures, and at half of that. -> {label: (boxes, scores)}"""
    longest = 640 if max(rgb.shape[:2]) <= 800 else 1280
    passes = [one_pass(net, rgb, size) for size in (longest, longest // 2)]
    boxes, scores = (np.concatenate(part) for part in zip(*passes))
    boxes = np.clip(boxes, 0, np.float64([rgb.shape[1], rgb.shape[0]] * 2))
    result = {}
    for c, label in enumerate(LABELS):
        keep = nms(boxes, scores[:, c])
        keep = keep[scores[keep, c] > 0.25]
        result[label] = boxes[keep], scores[keep, c]
    return result


def sets(root):
    for folder in (*PLATE_SETS, FACE_SET):
        yield folder + " (held back)", folder, [e for e in read_gt(root, folder) if is_validation(folder, e)]
    for folder in MEASURED:
        entries = read_gt(root, folder)
        yield folder, folder, entries[::4] if folder.startswith("docs/funsd") else entries


def measure(net, root, detections):
    rows = []
    for title, folder, entries in sets(root):
        tally = {(label, t): [0, 0, 0] for label in LABELS for t in THRESHOLDS}
        lines = []
        for e in entries:
            rgb = cv2.imread(os.path.join(root, folder, e["file"]), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)[..., ::-1]
            found = detect(net, rgb)
            lines.append({"file": e["file"], "boxes": [{"label": label, "x": float(b[0]), "y": float(b[1]), "w": float(b[2] - b[0]), "h": float(b[3] - b[1]), "score": float(s)} for label in LABELS for b, s in zip(*found[label])]})
            for label in LABELS:
                truth = np.float64([[b["x"], b["y"], b["x"] + b["w"], b["y"] + b["h"]] for b in e.get("boxes", []) if b["label"] == label]).reshape(-1, 4)
                for t in THRESHOLDS:
                    boxes = found[label][0][found[label][1] >= t]
                    row = tally[label, t]
                    row[0] += len(truth)
                    row[1] += int(covered(truth, boxes, rgb.shape[1], rgb.shape[0]).sum())
                    row[2] += strays(truth, boxes)
        if detections:
            os.makedirs(detections, exist_ok=True)
            with open(os.path.join(detections, folder.replace("/", "-") + ".jsonl"), "w") as f:
                f.writelines(json.dumps(line) + "\n" for line in lines)
        for label in LABELS:
            if label == "FACE" and folder in PLATE_SETS:
                continue  # its people are not labelled
            for t in THRESHOLDS:
                n, hit, stray = tally[label, t]
                rows.append({"set": title, "label": label, "threshold": t, "pictures": len(entries), "boxes": n, "covered": round(100 * hit / n, 1) if n else None, "stray": round(stray / len(entries), 3)})
    return rows


def milliseconds(net, side=640, runs=15):
    x = np.random.RandomState(0).randint(0, 256, (1, side, side, 3), np.uint8)
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        net.run(None, {"image": x})
        times.append((time.perf_counter() - start) * 1e3)
    return {"median": round(float(np.median(times)), 1), "least": round(min(times), 1)}


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", required=True)
    ap.add_argument("--models", nargs="+", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--detections")
    a = ap.parse_args()
    result = {}
    for path in a.models:
        net, name = session(path), os.path.basename(path)
        result[name] = {"bytes": os.path.getsize(path), "milliseconds_640": milliseconds(net), "rows": measure(net, a.data, a.detections and os.path.join(a.detections, name))}
        print(name, result[name]["milliseconds_640"])
        for row in result[name]["rows"]:
            if row["threshold"] in (0.4, 0.5):
                print("  {set:36} {label:14} {threshold} covered {covered} of {boxes}, stray {stray}".format(**row))
    with open(a.out, "w") as f:
        f.write("{\n" + ",\n".join(f'  "{name}": {{"bytes": {m["bytes"]}, "milliseconds_640": {json.dumps(m["milliseconds_640"])}, "rows": [\n    ' + ",\n    ".join(map(json.dumps, m["rows"])) + "\n  ]}" for name, m in result.items()) + "\n}\n")


if __name__ == "__main__":
    main()
