"""What each cell of the net is to say about a picture."""
import numpy as np

# What a cell is for a class.
NEGATIVE, POSITIVE, IGNORED = 0, 1, 2


class Cells:
    """Targets of the cells of a square input."""
    reach = {8: (0, 76), 16: (44, 176), 32: (110, 1e9)}

    def __init__(self, side):
        points, strides = [], []
        for s in self.reach:
            y, x = np.meshgrid(np.arange(side // s), np.arange(side // s), indexing="ij")
            points.append((np.stack([x, y], -1).reshape(-1, 2) + 0.5) * s)
            strides.append(np.full(x.size, s))
        self.points, self.strides = np.concatenate(points).astype(np.float32), np.concatenate(strides).astype(np.float32)
        self.low, self.high = (np.float32([self.reach[int(s)][i] for s in self.strides]) for i in (0, 1))

    def targets(self, boxes, classes, ignored, ignored_classes):
        """-> states uint8 [2, N], boxes float32 [N, 4]"""
        p, n = self.points, len(self.points)
        states, out = np.zeros((2, n), np.uint8), np.zeros((n, 4), np.float32)
        within = lambda b, by=0: ((p[None] > b[:, None, :2] - by) & (p[None] < b[:, None, 2:] + by)).all(2)
        for c in (0, 1):
            mine = ignored[ignored_classes == c]
            if len(mine):
                states[c, within(mine, 4).any(0)] = IGNORED
            mine = boxes[classes == c]
            if len(mine):
                states[c, within(mine).any(0)] = IGNORED
        if len(boxes):
            size = boxes[:, 2:] - boxes[:, :2]
            long = size.max(1)[:, None]
            d = np.abs(p[None] - (boxes[:, None, :2] + boxes[:, None, 2:]) / 2)
            far = np.maximum(np.minimum(1.5 * self.strides[None, :, None], size[:, None] / 2), 0.51 * self.strides[None, :, None])
            chosen = (long >= self.low) & (long <= self.high) & (d < far).all(2)
            area = np.where(chosen, size.prod(1)[:, None], np.inf)
            best = area.argmin(0)
            hit = chosen.any(0)
            out[hit] = boxes[best[hit]]
            states[classes[best[hit]], np.nonzero(hit)[0]] = POSITIVE
        return states, out
