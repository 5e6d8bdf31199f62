"""What the trainings of this folder share: the rate over time, the moving average of the weights, the log, and memory."""
import ctypes
import json
import math
import os

import torch


def cosine(rate, step, warm, share):
    """The learning rate after `warm` steps of warming up, when that share of the time is over: down to 2 %."""
    return rate * min(1, (step + 1) / warm) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * share)))


def descend(net, optimizer, loss):
    """A step against the gradient, whose norm counts for 5 at most."""
    loss.backward()
    torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)


@torch.no_grad()
def follow(average, net, step, most):
    """Moves the averaged net towards the net: quickly at first, in the end keeping the share `most`."""
    keep = min(most, (1 + step) / (20 + step))
    mean = average.state_dict()
    for name, value in net.state_dict().items():
        mean[name].lerp_(value, 1 - keep) if value.dtype.is_floating_point else mean[name].copy_(value)


def logger(folder, name):
    """-> report(**row): prints a line of JSON and appends it to the file."""
    file = open(os.path.join(folder, name), "a")

    def report(**row):
        print(json.dumps(row), flush=True)
        file.write(json.dumps(row) + "\n")
        file.flush()

    return report


def keep_memory():
    """glibc keeps freed memory for the next step: given back, its pages are zeroed anew each time, which is half of a step's time."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        trim_threshold, top_pad, mmap_max = -1, -2, -4
        libc.mallopt(mmap_max, 0)
        libc.mallopt(trim_threshold, 2**31 - 1)
        libc.mallopt(top_pad, 2**30)
