"""Small box arithmetic in numpy; boxes are [n, 4] of x0, y0, x1, y1."""
import numpy as np


def iou(a, b):
    """[n, 4], [m, 4] -> [n, m]"""
    lo, hi = np.maximum(a[:, None, :2], b[None, :, :2]), np.minimum(a[:, None, 2:], b[None, :, 2:])
    inside = np.clip(hi - lo, 0, None).prod(2)
    area = lambda q: (q[:, 2:] - q[:, :2]).prod(1)
    return inside / np.maximum(area(a)[:, None] + area(b)[None] - inside, 1e-9)


def nms(boxes, scores, threshold=0.45):
    order, keep = scores.argsort()[::-1], []
    while len(order):
        keep.append(order[0])
        order = order[1:][iou(boxes[order[:1]], boxes[order[1:]])[0] < threshold]
    return np.array(keep, int)


def covered(truth, found, width, height, pad=0.15, share=0.8):
    """Which true boxes lie to `share` under the union of the found ones, each grown by `pad` of its sides."""
    mask = np.zeros((int(height) + 1, int(width) + 1), bool)
    for x0, y0, x1, y1 in found:
        w, h = (x1 - x0) * pad, (y1 - y0) * pad
        mask[max(0, int(np.floor(y0 - h))):max(0, int(np.ceil(y1 + h))), max(0, int(np.floor(x0 - w))):max(0, int(np.ceil(x1 + w)))] = True
    parts = [mask[max(0, int(np.rint(y0))):max(0, int(np.rint(y1))), max(0, int(np.rint(x0))):max(0, int(np.rint(x1)))] for x0, y0, x1, y1 in truth]
    return np.array([p.size > 0 and p.mean() >= share for p in parts], bool)


def strays(truth, found, pad=0.5):
    """How many found boxes have their middle in no true box grown by `pad`."""
    if not len(truth):
        return len(found)
    grown = truth + np.concatenate([-(truth[:, 2:] - truth[:, :2]), truth[:, 2:] - truth[:, :2]], 1) * pad
    middle = (found[:, :2] + found[:, 2:]) / 2
    inside = ((middle[:, None] >= grown[None, :, :2]) & (middle[:, None] <= grown[None, :, 2:])).all(2)
    return int((~inside.any(1)).sum())
