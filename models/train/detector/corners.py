"""Where the corners of a plate are: a small net that sees one find of the detector, from near.

    corners.py crops --data ... --teacher teacher.json --detector detector.int8.onnx --out crops-1.npz --seed 21     (once a core)
    corners.py train --crops crops-1.npz crops-2.npz --start weights.pt --out folder
    corners.py crops ... --held-back --out held-back.npz --seed 23 --minutes 2
    corners.py export --crops crops-1.npz --held-back held-back.npz --weights folder/corners.pt --out plate-corners.onnx
"""
import argparse
import copy
import json
import os
import random
import time

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import cv2
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from boxes import iou, nms
from export import Pictures, quantise, to_onnx
from measure import one_pass, session
from model import Backbone, Detector, conv, given
from pictures import FACE_SET, PLATE_SETS, load
from samples import Samples
from training import cosine, descend, follow, keep_memory, logger

# A find is shown in a square of this many times its longer side, as a picture of SIDE pixels.
AROUND, SIDE = 2.0, 96
# What is stored is wider, so that training can shift and zoom.
ROOM = 1.35
STORED = round(SIDE * ROOM)


def window(box, width, height, around):
    """-> x0, y0, side of the square about a box, moved into the picture as far as it goes."""
    side = around * max(box[2] - box[0], box[3] - box[1])
    at = lambda lo, hi, length: min(max((lo + hi) / 2 - side / 2, 0), max(0, length - side))
    return at(box[0], box[2], width), at(box[1], box[3], height), side


def clockwise(quad):
    """The corners in the order top left, top right, bottom right, bottom left, however the plate is turned."""
    middle = quad.mean(0)
    order = np.argsort(np.arctan2(*(quad - middle)[:, ::-1].T))
    quad = quad[order]
    return np.roll(quad, -int(np.argmin(quad.sum(1))), 0)


def crops(a):
    cv2.setNumThreads(1)
    with open(a.teacher) as f:
        teacher = json.load(f)
    samples = Samples(load(a.data, PLATE_SETS, a.held_back, teacher), load(a.data, [FACE_SET], a.held_back), a.seed)
    net, r = session(a.detector), random.Random(a.seed)
    images, boxes, quads, exact = [], [], [], []
    i, start = 0, time.time()
    while time.time() - start < a.minutes * 60:
        picture, out = samples.compose(i)
        i += 1
        plates = np.float32([b for b, c in out["boxes"] if c == 0]).reshape(-1, 4)
        if not len(plates):
            continue
        found, scores = one_pass(net, picture, samples.side, 0.2)
        keep = nms(found, scores[:, 0])
        candidates = [found[k] for k in keep if scores[k, 0] > 0.2]
        for b in plates:  # as the detector finds them at worst
            w, h = b[2:] - b[:2]
            candidates.append(b + np.float32([r.gauss(0, 0.12) * w, r.gauss(0, 0.15) * h, r.gauss(0, 0.12) * w, r.gauss(0, 0.15) * h]))
        r.shuffle(candidates)
        left = 2  # of one picture, that there be many pictures
        for b in candidates:
            size = b[2:] - b[:2]
            overlap = iou(b[None], plates)[0]
            if left == 0 or size.min() < 3 or size.max() > samples.side or overlap.max() < 0.35:
                continue
            true = plates[overlap.argmax()]
            # The corners whose bounds are those of the box.
            near = [(iou(np.concatenate([q.min(0), q.max(0)])[None], true[None])[0, 0], q, drawn) for q, drawn in out["corners"]]
            fit, quad, drawn = max(near, key=lambda n: n[0])
            if fit < 0.5:
                continue
            if not drawn:  # an upright box: near enough to the corners of an upright plate
                quad = np.float32([[true[0], true[1]], [true[2], true[1]], [true[2], true[3]], [true[0], true[3]]])
            left -= 1
            x0, y0, side = window(b, samples.side, samples.side, AROUND * ROOM)
            k = STORED / side
            m = np.float32([[k, 0, -x0 * k], [0, k, -y0 * k]])
            image = picture if k > 0.6 else cv2.GaussianBlur(picture, (0, 0), 0.35 / k)
            images.append(cv2.warpAffine(image, m, (STORED, STORED), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(114, 114, 114)))
            boxes.append((b - np.float32([x0, y0, x0, y0])) * k)
            quads.append((clockwise(np.float32(quad)) - np.float32([x0, y0])) * k)
            exact.append(drawn)
    np.savez(a.out, images=np.stack(images), boxes=np.float32(boxes), quads=np.float32(quads), exact=np.uint8(exact))
    print(json.dumps({"pictures": i, "crops": len(images), "exact": int(np.sum(exact)), "seconds": round(time.time() - start)}))


class Corners(nn.Module):
    """[B, 3, 96, 96] in -0.5..0.5 -> [B, 8]: the corners in units of the picture's side. Begins with the detector's backbone."""

    def __init__(self, backbone=None):
        super().__init__()
        self.backbone = backbone or Backbone()
        fine, deep, deeper = Backbone.widths
        self.squeeze8, self.squeeze16 = conv(fine, 12, 1), conv(deep, 40, 1)
        self.hidden = nn.Linear(12 * 144 + 40 * 36 + deeper, 160)
        self.corners = nn.Linear(160, 8)
        with torch.no_grad():
            self.corners.weight.mul_(0.1)
            self.corners.bias.copy_(torch.tensor([0.25, 0.4, 0.75, 0.4, 0.75, 0.6, 0.25, 0.6]))

    def forward(self, x):
        c8, c16, c32 = self.backbone(x)
        seen = torch.cat([self.squeeze8(c8).flatten(1), self.squeeze16(c16).flatten(1), c32.mean((2, 3))], 1)
        return self.corners(F.relu(self.hidden(seen)))


def shown(rng, images, boxes, quads, augment):
    """The square about the box as the library cuts it, or shifted, zoomed and mirrored. -> pictures [n, 96, 96, 3], corners"""
    out = np.empty((len(images), SIDE, SIDE, 3), np.uint8)
    corners = np.empty((len(images), 4, 2), np.float32)
    for i, (image, b, quad) in enumerate(zip(images, boxes, quads)):
        side = STORED / ROOM * (np.exp(rng.uniform(-0.22, 0.22)) if augment else 1)
        if augment:
            x0, y0 = (STORED - side) * (0.5 + rng.uniform(-0.1, 0.1, 2))
        else:
            x0, y0 = (b[0] + b[2]) / 2 - side / 2, (b[1] + b[3]) / 2 - side / 2
        k = SIDE / side
        m = np.float32([[k, 0, -x0 * k], [0, k, -y0 * k]])
        picture = cv2.warpAffine(image, m, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(114, 114, 114))
        q = (quad - [x0, y0]) * k / SIDE
        if augment and rng.random() < 0.5:
            picture, q = picture[:, ::-1], np.stack([1 - q[:, 0], q[:, 1]], 1)[[1, 0, 3, 2]]
        if augment and rng.random() < 0.5:
            picture = cv2.convertScaleAbs(picture, alpha=rng.uniform(0.7, 1.3), beta=rng.uniform(-20, 20))
        out[i], corners[i] = picture, q
    return out, corners


def off(found, corners):
    """How far the worst corner is off, in units of the plate's longer side; whichever corner is called the first."""
    size = (corners.max(1) - corners.min(1)).max(1)
    ways = [np.linalg.norm(found.reshape(-1, 4, 2) - np.roll(corners, k, 1), axis=2).max(1) for k in (-1, 0, 1)]
    return np.min(ways, 0) / size


def train(a):
    cv2.setNumThreads(1)
    keep_memory()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    parts = [np.load(path) for path in a.crops]
    boxes, quads, exact = (np.concatenate([p[name] for p in parts]) for name in ("boxes", "quads", "exact"))
    images = np.concatenate([p["images"] for p in parts])
    rng = np.random.default_rng(a.seed)
    order = rng.permutation(len(images))
    check, rest = order[:2000][exact[order[:2000]] == 1], order[2000:]
    seen, truth = shown(rng, images[check], boxes[check], quads[check], False)
    detector = Detector()
    detector.load_state_dict(torch.load(a.start))
    net = Corners(detector.backbone).to(memory_format=torch.channels_last)
    average = copy.deepcopy(net).eval()
    optimizer = torch.optim.AdamW(net.parameters(), a.rate, weight_decay=0.05)
    batch, step, start, running = 64, 0, time.time(), []
    os.makedirs(a.out, exist_ok=True)
    report = logger(a.out, "corners.jsonl")

    def verify():
        with torch.no_grad():
            found = torch.cat([average(given(part)) for part in np.array_split(seen, 10)]).numpy()
        far = off(found, truth)
        report(step=step, seconds=round(time.time() - start), loss=round(float(np.mean(running)), 4), off_median=round(float(np.median(far)), 4), off_p90=round(float(np.quantile(far, 0.9)), 4))
        torch.save(average.state_dict(), os.path.join(a.out, "corners.pt"))

    report(crops=len(images), exact=int(exact.sum()), checked=len(check), parameters=sum(p.numel() for p in net.parameters()), seed=a.seed)
    while time.time() - start < a.minutes * 60:
        elapsed = time.time() - start
        for group in optimizer.param_groups:
            group["lr"] = cosine(a.rate, step, 100, elapsed / (a.minutes * 60))
        n = rest[rng.integers(0, len(rest), batch)]
        pictures, corners = shown(rng, images[n], boxes[n], quads[n], True)
        net.train()
        with torch.autocast("cpu", torch.bfloat16):
            out = net(given(pictures)).float()
        aim = torch.from_numpy(corners.reshape(-1, 8))
        # A plate on its corner has several orders of corners that are as good.
        away = torch.stack([F.smooth_l1_loss(out, aim.roll(2 * k, 1), reduction="none", beta=0.02).sum(1) for k in (0, 1, -1)]).min(0).values
        trust = torch.from_numpy(np.where(exact[n] == 1, 1.0, 0.25).astype(np.float32))
        loss = (away * trust).sum() / trust.sum()
        descend(net, optimizer, loss)
        step += 1
        follow(average, net, step, 0.998)
        running.append(float(loss.detach()))
        if step % 500 == 0:
            verify()
            running = []
    verify()


def export(a):
    net = Corners()
    net.load_state_dict(torch.load(a.weights))
    fp32 = a.out + ".fp32"
    to_onnx(net, torch.zeros(1, SIDE, SIDE, 3, dtype=torch.uint8), ["corners"], fp32)
    part = np.load(a.crops[0])
    quantise(fp32, a.out, Pictures(shown(np.random.default_rng(0), *(part[name][:300] for name in ("images", "boxes", "quads")), False)[0]))
    part = np.load(a.held_back)
    some = np.flatnonzero(part["exact"])
    seen, truth = shown(np.random.default_rng(0), part["images"][some], part["boxes"][some], part["quads"][some], False)
    for name, path in (("fp32", fp32), ("int8", a.out)):
        onnx_net = session(path)
        far = off(np.concatenate([onnx_net.run(None, {"image": image[None]})[0] for image in seen]), truth)
        print(json.dumps({"net": name, "plates": len(some), "bytes": os.path.getsize(path), "off_median": round(float(np.median(far)), 4), "off_p90": round(float(np.quantile(far, 0.9)), 4)}))
    os.remove(fp32)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    of = ap.add_subparsers(required=True)
    p = of.add_parser("crops")
    p.add_argument("--data", required=True)
    p.add_argument("--teacher", required=True)
    p.add_argument("--detector", required=True)
    p.add_argument("--minutes", type=float, default=6)
    p.add_argument("--seed", type=int, default=21)
    p.add_argument("--held-back", action="store_true", help="on the photos that no training sees, for measuring")
    p.set_defaults(run=crops)
    t = of.add_parser("train")
    t.add_argument("--start", required=True, help="the detector's weights.pt")
    t.add_argument("--minutes", type=float, default=12)
    t.add_argument("--rate", type=float, default=1e-3)
    t.add_argument("--threads", type=int, default=2)
    t.add_argument("--seed", type=int, default=1)
    t.set_defaults(run=train)
    e = of.add_parser("export")
    e.add_argument("--weights", required=True)
    e.add_argument("--held-back", required=True, help="squares to measure with")
    e.set_defaults(run=export)
    for q in (t, e):
        q.add_argument("--crops", nargs="+", required=True)
    for q in (p, t, e):
        q.add_argument("--out", required=True)
    a = ap.parse_args()
    a.run(a)


if __name__ == "__main__":
    main()
