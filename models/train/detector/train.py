"""Trains the detector on the CPU and writes weights.pt (moving average), a resumable state.pt, and log.jsonl.

Two threads at most are busy: the pictures are made on the training thread's own core.
"""
import argparse
import copy
import json
import os
import random
import time

# Threads that wait must sleep: spinning ones cost a shared machine most of its speed.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "0")

import cv2
import numpy as np
import torch
import torch.nn.functional as F

from boxes import covered, nms, strays
from cells import IGNORED, POSITIVE
from model import Detector, boxes_of, flat, given, grid
from pictures import FACE_SET, PLATE_SETS, bounds, load
from pretrained import convolutions, read
from samples import SIDES, Samples
from training import cosine, descend, follow, keep_memory, logger

BATCH, RATE, DECAY = 24, 1.5e-3, 0.05
# The backbone knows much already: it learns at this share of the rate.
SLOW = 0.5


def giou(a, b):
    """-> IoU and generalised IoU of boxes pair by pair"""
    inner = (torch.min(a[:, 2:], b[:, 2:]) - torch.max(a[:, :2], b[:, :2])).clamp(0).prod(1)
    area = lambda q: (q[:, 2:] - q[:, :2]).prod(1)
    union = (area(a) + area(b) - inner).clamp(1e-6)
    hull = (torch.max(a[:, 2:], b[:, 2:]) - torch.min(a[:, :2], b[:, :2])).prod(1).clamp(1e-6)
    iou = inner / union
    return iou, iou - (hull - union) / hull


def losses(out, states, boxes, points, strides, faces=None):
    """out [B, 6, N], states [B, 2, N], boxes [B, N, 4] -> class loss, box loss, mean IoU. With `faces` [B, N] the scores of faces are to be those."""
    logits, distances = out[:, :2], out[:, 2:].transpose(1, 2)
    positive = states == POSITIVE
    any_class = positive.any(1)
    target = torch.zeros_like(logits)
    box_loss, mean_iou = out.sum() * 0, 0.0
    if any_class.any():
        where = any_class.nonzero()
        found = boxes_of(distances, points, strides)[any_class]
        iou, generalised = giou(found, boxes[any_class])
        # A quality focal loss: the score learns how well the box fits.
        target[:, 0][any_class] = iou.detach().clamp(0.3, 1)
        target[:, 1][any_class] = iou.detach().clamp(0.3, 1)
        target *= positive
        box_loss, mean_iou = (1 - generalised).sum() / len(where), float(iou.detach().mean())
    p = logits.sigmoid().detach()
    weight = (p - target).abs().square()
    weight = torch.where(positive, weight.clamp(min=0.02) * 1.5, weight)
    weight = weight * (states != IGNORED)
    if faces is not None:
        target[:, 1], weight[:, 1] = faces, 1
    class_loss = (F.binary_cross_entropy_with_logits(logits, target, reduction="none") * weight).sum() / positive.sum().clamp(min=1)
    return class_loss * 2, box_loss * 1.5, mean_iou


def groups(net):
    """Parameters by how fast they learn, and whether they decay."""
    parts = {}
    for name, p in net.named_parameters():
        if not p.requires_grad:
            continue
        parts.setdefault((SLOW if name.startswith("backbone.") else 1.0, DECAY if p.ndim > 1 else 0.0), []).append(p)
    return [{"params": params, "share": share, "weight_decay": decay} for (share, decay), params in parts.items()]


@torch.no_grad()
def find(net, image, longest=640, threshold=0.2):
    """-> {class: (boxes, scores)} in pixels of the image"""
    scale = longest / max(image.shape[:2])
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    h, w = small.shape[:2]
    padded = np.full((-(-h // 32) * 32, -(-w // 32) * 32, 3), 114, np.uint8)
    padded[:h, :w] = small
    with torch.autocast("cpu", torch.bfloat16):
        out = flat(net(given(padded[None]))).float()
    boxes = boxes_of(out[0, 2:].T, *grid(*padded.shape[:2])).numpy() / scale
    result = {}
    for c in (0, 1):
        scores = out[0, c].sigmoid().numpy()
        k = scores > threshold
        keep = nms(boxes[k], scores[k])
        result[c] = boxes[k][keep], scores[k][keep]
    return result


def validate(net, pictures, thresholds=(0.3, 0.4, 0.5, 0.6)):
    """Covered recall in % and stray boxes a picture, by class and threshold. Unlabelled classes of a set are left out."""
    tally = {}
    for p in pictures:
        found = find(net, p.image)
        h, w = p.image.shape[:2]
        for c, truth in ((0, bounds(p.plates)), (1, p.faces)):
            if c == 1 and p.name.startswith("plates/"):
                continue
            for t in thresholds:
                boxes = found[c][0][found[c][1] >= t]
                row = tally.setdefault(("plate" if c == 0 else "face", "cars" if p.name.startswith("plates/") else "crowds", t), [0, 0, 0, 0])
                row[0] += len(truth)
                row[1] += int(covered(truth, boxes, w, h).sum())
                row[2] += strays(truth, boxes)
                row[3] += 1
    return {f"{c} in {s} at {t}": [round(100 * hit / n, 1) if n else None, round(stray / pictures_, 3)] for (c, s, t), (n, hit, stray, pictures_) in tally.items()}


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", required=True)
    ap.add_argument("--teacher", required=True, help="JSON of teacher.py")
    ap.add_argument("--out", required=True)
    ap.add_argument("--minutes", type=float, default=45)
    ap.add_argument("--check", type=float, default=5, help="minutes between checks on the validation part")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--pretrained", required=True, help="folder `model` of the npm package @vladmandic/face-api")
    ap.add_argument("--rate", type=float, default=RATE)
    ap.add_argument("--small", type=float, default=0.2, help="share of the time spent on the smaller crops")
    ap.add_argument("--threads", type=int, default=2)
    a = ap.parse_args()
    os.makedirs(a.out, exist_ok=True)
    keep_memory()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    random.seed(a.seed)
    np.random.seed(a.seed)

    with open(a.teacher) as f:
        teacher = json.load(f)
    samples = Samples(load(a.data, PLATE_SETS, False, teacher), load(a.data, [FACE_SET], False), a.seed)
    held_back = load(a.data, [*PLATE_SETS, FACE_SET], True)
    net = Detector().to(memory_format=torch.channels_last)
    net.backbone.take_over(convolutions(read(a.pretrained), len(net.backbone.layers)), given(np.stack([samples[-1 - i][0] for i in range(32)])))
    average = copy.deepcopy(net).eval()
    optimizer = torch.optim.AdamW(groups(net), a.rate, betas=(0.9, 0.99))
    report = logger(a.out, "log.jsonl")

    def check():
        torch.save(average.state_dict(), os.path.join(a.out, "weights.pt.part"))
        os.replace(os.path.join(a.out, "weights.pt.part"), os.path.join(a.out, "weights.pt"))
        report(step=step, seconds=round(time.time() - start), validation=validate(average, held_back))

    report(parameters=sum(p.numel() for p in net.parameters()), training=len(samples.sources.cars) + len(samples.sources.faces), validation_pictures=len(held_back), seed=a.seed)
    samples.resize(SIDES[0])
    loader = torch.utils.data.DataLoader(samples, BATCH)  # in this thread, so that resize() reaches it
    start, step, next_check, running = time.time(), 0, a.check * 60, []
    for images, states, boxes in loader:
        elapsed = time.time() - start
        if samples.side != SIDES[1] and elapsed > a.small * a.minutes * 60:
            samples.resize(SIDES[1])  # from the next batch on
        if elapsed > a.minutes * 60:
            break
        for group in optimizer.param_groups:
            group["lr"] = group["share"] * cosine(a.rate, step, 80, elapsed / (a.minutes * 60))
        net.train()
        with torch.autocast("cpu", torch.bfloat16):
            levels = net(given(images))
        class_loss, box_loss, iou = losses(flat(levels).float(), states, boxes, *grid(*images.shape[1:3]))
        descend(net, optimizer, class_loss + box_loss)
        step += 1
        follow(average, net, step, 0.998)
        running.append((float(class_loss.detach()), float(box_loss.detach()), iou))
        if step % 50 == 0:
            c, b, i = np.mean(running, 0)
            running = []
            report(step=step, seconds=round(elapsed), per_second=round(step * BATCH / elapsed, 1), classes=round(c, 3), boxes=round(b, 3), iou=round(i, 3))
        if elapsed > next_check:
            next_check = elapsed + a.check * 60
            check()
    check()


if __name__ == "__main__":
    main()
