"""Trains on what lies above the backbone of the 8-bit detector, its pyramid and heads. The backbone runs in 8 bits, as the library runs it: what learns
sees what it will see, and a step is quick on processors without AVX-512 too. Scores of faces are taught by the detector as it came, so that they stay.

One process makes pictures and their features, the other learns.
"""
import argparse
import copy
import json
import os
import time

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "0")

import numpy as np
import onnx
import onnxruntime
import torch
import torch.nn as nn
import torch.nn.functional as F

from graph import save, within_16_bits
from model import STRIDES, flat, grid
from pictures import FACE_SET, PLATE_SETS, load
from samples import SIDES, Samples
from stored import Stored, part_of
from train import BATCH, losses
from training import cosine, descend, follow, keep_memory, logger

RATE, DECAY = 4e-4, 0.02


def held(x, step):
    """What 8 bits from 0 on leave of it; the gradient of rounding is that of leaving it alone."""
    x = x.clamp(0, 255 * step)
    return x + ((x / step).round() * step - x).detach()


class Upper(nn.Module):
    """Pyramid and heads, with the ranges of the graph they come from."""

    def __init__(self, stored):
        super().__init__()
        self.steps, self.names = {}, {}

        def conv(name):
            kernel, bias = (torch.from_numpy(np.array(v)) for v in stored.parameters(name))
            layer = nn.Conv2d(kernel.shape[1] * (groups := len(kernel) if kernel.shape[1] == 1 else 1), len(kernel), kernel.shape[2], padding=kernel.shape[2] // 2, groups=groups)
            layer.weight, layer.bias = nn.Parameter(kernel), nn.Parameter(bias)
            self.names[layer] = name
            if stored.convolutions[name].input[1] not in stored.tensors:
                self.steps[layer] = stored.step_of(stored.convolutions[name].output[0])
            return layer

        levels = range(len(STRIDES))
        self.lateral = nn.ModuleList([conv(f"/net/lateral.{i}/lateral.{i}.0/Conv") for i in levels])
        self.towers = nn.ModuleList([nn.ModuleList([conv(f"/net/heads.{i}/tower/tower.{j}/tower.{j}.0/Conv") for j in range(3)]) for i in levels])
        self.outs = nn.ModuleList([conv(f"/net/heads.{i}/out/Conv") for i in levels])
        self.inputs = [stored.convolutions[self.names[layer]].input[0] for layer in self.lateral]
        self.input_steps = [stored.step_of(name) for name in self.inputs]
        # By level: the sum of its own features and those of the level above.
        self.sums = {1: stored.step_of("/net/Add_output_0"), 0: stored.step_of("/net/Add_1_output_0")}

    def given(self, layer, x):
        return held(layer(x), self.steps[layer])

    def forward(self, features):
        """uint8 [B, C, H/s, W/s] a level -> [B, 6, H/s, W/s] a level"""
        own = [self.given(layer, x.float() * step) for layer, x, step in zip(self.lateral, features, self.input_steps)]
        for i in (1, 0):
            own[i] = held(own[i] + F.interpolate(own[i + 1], scale_factor=2.0), self.sums[i])
        outs = []
        for tower, out, x in zip(self.towers, self.outs, own):
            for layer in tower:
                x = self.given(layer, x)
            outs.append(out(x))
        return outs

    def put_into(self, stored):
        for layer, name in self.names.items():
            stored.put(name, layer.weight.detach().numpy(), layer.bias.detach().numpy())


class Features(torch.utils.data.IterableDataset):
    """Samples, with the values of the backbone instead of their pictures."""

    def __init__(self, samples, graph):
        self.samples, self.graph = samples, graph

    def __iter__(self):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(self.graph, options)
        for i in range(len(self.samples)):
            image, states, boxes = self.samples[i]
            yield [v[0] for v in session.run(None, {"image": image[None]})], states, boxes


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", required=True)
    ap.add_argument("--teacher", required=True, help="JSON of teacher.py")
    ap.add_argument("--detector", required=True, help="the 8-bit detector")
    ap.add_argument("--out", required=True, help="the tuned one, written every five minutes; its log lies beside it")
    ap.add_argument("--minutes", type=float, default=22)
    ap.add_argument("--seed", type=int, default=6)
    ap.add_argument("--rate", type=float, default=RATE)
    ap.add_argument("--keep", type=float, default=0, help="share of the weights as they came in those that are written, 0 to 1")
    a = ap.parse_args()
    keep_memory()
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)

    with open(a.teacher) as f:
        teacher = json.load(f)
    samples = Samples(load(a.data, PLATE_SETS, False, teacher), load(a.data, [FACE_SET], False), a.seed)
    stored = Stored(onnx.load(a.detector))
    net = Upper(stored)
    average, origin = copy.deepcopy(net), copy.deepcopy(net)
    decaying = lambda yes: [p for p in net.parameters() if (p.ndim > 1) == yes]
    optimizer = torch.optim.AdamW([{"params": decaying(True), "weight_decay": DECAY}, {"params": decaying(False), "weight_decay": 0.0}], a.rate, betas=(0.9, 0.99))
    report = logger(os.path.dirname(os.path.abspath(a.out)), "tune-log.jsonl")
    report(parameters=sum(p.numel() for p in net.parameters()), training=len(samples.sources.cars) + len(samples.sources.faces), seed=a.seed)

    def write():
        written = copy.deepcopy(average)
        with torch.no_grad():
            for mine, first in zip(written.parameters(), origin.parameters()):
                mine.lerp_(first, a.keep)
        written.put_into(stored)
        save(within_16_bits(stored.model), a.out + ".part")
        os.replace(a.out + ".part", a.out)

    loader = torch.utils.data.DataLoader(Features(samples, part_of(stored.model, net.inputs)), BATCH, num_workers=1, prefetch_factor=4)
    points = grid(max(SIDES), max(SIDES))
    start, next_write, running = time.time(), 300, []
    for step, (features, states, boxes) in enumerate(loader, 1):
        elapsed = time.time() - start
        if elapsed > a.minutes * 60:
            break
        for group in optimizer.param_groups:
            group["lr"] = cosine(a.rate, step, 60, elapsed / (a.minutes * 60))
        with torch.no_grad():
            faces = flat(origin(features))[:, 1].sigmoid()
        class_loss, box_loss, iou = losses(flat(net(features)), states, boxes, *points, faces)
        descend(net, optimizer, class_loss + box_loss)
        follow(average, net, step, 0.995)
        running.append((float(class_loss.detach()), float(box_loss.detach()), iou))
        if step % 50 == 0:
            c, b, i = np.mean(running, 0)
            running = []
            report(step=step, seconds=round(elapsed), per_second=round(step * BATCH / elapsed, 1), classes=round(c, 3), boxes=round(b, 3), iou=round(i, 3))
        if elapsed > next_write:
            next_write = elapsed + 300
            write()
    write()


if __name__ == "__main__":
    main()
