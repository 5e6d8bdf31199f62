"""Training pictures: composed of photos, rendered plates, pages and heads, and turned into targets of the net's cells."""
import random

import cv2
import numpy as np

from cells import Cells
from laying import paste
from photograph import photograph
from pictures import bounds, overlap
from sources import Sources

cv2.setNumThreads(1)

# Sides of the training crops: small ones first, which are cheap, then the full ones.
SIDES = (256, 384)
PLATE, FACE = 0, 1
# By class: the least longer and shorter side of what the net is to find, in its pixels. What is smaller is neither rewarded nor punished.
LEAST = ((11, 4), (8, 6))


class Samples:
    """An endless, indexable stream: sample i depends on the seed, i and the side of the crops alone."""

    def __init__(self, plate_pictures, face_pictures, seed, side=max(SIDES)):
        self.sources, self.seed = Sources(plate_pictures, face_pictures, random.Random(seed)), seed
        self.noise = np.random.RandomState(seed).randn(2 * max(SIDES), 2 * max(SIDES)).astype(np.float32)
        self.resize(side)

    def resize(self, side):
        self.side, self.cells = side, Cells(side)

    def scatter(self, r, canvas, out):
        """Lays small heads, and pieces that are none, where nothing else is: apart or as a crowd."""
        count, size = r.choice([1, 2, 3, 4, 6, 10]), np.exp(r.uniform(np.log(8), np.log(52)))
        middle = (r.uniform(0.2, 0.8) * self.side, r.uniform(0.2, 0.8) * self.side) if r.random() < 0.4 else None
        for _ in range(count):
            is_head = r.random() < 0.7
            texture, box = r.choice(self.sources.heads if is_head else self.sources.pieces)
            wanted = size * r.uniform(0.7, 1.4)
            x, y = [r.gauss(c, 2.5 * size) for c in middle] if middle else [r.uniform(0, self.side) for _ in range(2)]
            k = wanted / (box[3] - box[1])
            if k > 1.3 or not (wanted < x < self.side - wanted and wanted < y < self.side - wanted):
                continue
            angle = np.deg2rad(r.gauss(0, 12) + (r.choice([90, 180, 270]) if r.random() < 0.06 else 0))
            c, s, flip = np.cos(angle), np.sin(angle), r.choice([-1, 1])
            m = np.eye(3)
            m[:2, :2] = np.array([[c, -s], [s, c]]) @ np.diag([k * flip * r.uniform(0.9, 1.1), k])
            m[:2, 2] = np.array([x, y]) - m[:2, :2] @ (box[:2] + box[2:]) / 2
            face, (h, w) = self.warped_oval(box, m), texture.shape[:2]
            quad = self.moved(np.float32([[0, 0], [w, 0], [w, h], [0, h]]), m).astype(np.float32)
            if overlap(face, np.float32([b for b, _ in out["boxes"] + out["ignored"]]).reshape(-1, 4)):
                continue
            paste(r, canvas, texture, quad, 125)
            if is_head:
                self.keep(face, (0, 0, self.side, self.side), FACE, out)

    def framed(self, r, canvas, room, out):
        """A whole picture on grey ground, as the library sees again what fills a picture: drawings, signs, and plates without surroundings."""
        x0, y0, x1, y1 = room
        p = self.sources.whole(r)
        scale = np.exp(r.uniform(np.log(48), np.log(0.9 * min(x1 - x0, y1 - y0)))) / max(p.image.shape[:2])
        image = cv2.resize(p.image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        mirrored, (h, w) = r.random() < 0.5, image.shape[:2]
        left, top = r.randint(x0, x1 - w), r.randint(y0, y1 - h)
        canvas[top:top + h, left:left + w] = image[:, ::-1] if mirrored else image
        flip = np.array([[-1, 0, w], [0, 1, 0], [0, 0, 1.0]]) if mirrored else np.eye(3)
        m = np.array([[1, 0, left], [0, 1, top], [0, 0, 1.0]]) @ flip @ np.diag([scale, scale, 1])
        for quad, drawn in zip(p.plates, p.drawn):
            self.keep(self.warped(quad, m), room, PLATE, out)
            out["corners"].append((self.moved(quad, m), drawn))

    def place(self, r, canvas, room, alone, out):
        """Warps one source into the rectangle `room` of the canvas and collects its objects; what it leaves free is for others."""
        x0, y0, x1, y1 = room
        p = self.sources.any(r)
        h, w = p.image.shape[:2]
        plates = bounds(p.plates)
        unit, least = 640 / max(h, w), 0.95 * min(x1 - x0, y1 - y0) / max(w, h)
        objects = np.concatenate([plates, p.faces])
        if len(objects) and r.random() < 0.8:
            b = objects[r.randrange(len(objects))]
            is_face = not len(plates) or not (plates == b).all(1).any()
            low, high = (9, 240 if alone else 100) if is_face else (16, 380 if alone else 130)
            wanted = np.exp(r.uniform(np.log(low), np.log(high * self.side / max(SIDES))))
            scale = np.clip(wanted / (b[2:] - b[:2]).max(), max(0.12 * unit, least), 3.2 * unit)
            cx, cy = (b[:2] + b[2:]) / 2
            spread = 0.42 if wanted < self.side / 2 else 0.15
        else:
            scale = max(unit * np.exp(r.uniform(np.log(0.3), np.log(1.3))), least)
            cx, cy, spread = w * r.uniform(0.2, 0.8), h * r.uniform(0.2, 0.8), 0.1
        tx, ty = x0 + (x1 - x0) * (0.5 + r.uniform(-spread, spread)), y0 + (y1 - y0) * (0.5 + r.uniform(-spread, spread))
        angle = np.deg2rad(r.uniform(-40, 40) if r.random() < (0.15 if len(p.faces) else 0.08) else r.gauss(0, 5))
        if r.random() < 0.08:  # cameras are held upright, files are not
            angle += np.deg2rad(r.choice([90, 180, 270]))
        stretch, flip = r.uniform(0.87, 1.15), -1 if r.random() < 0.4 else 1
        c, s = np.cos(angle), np.sin(angle)
        linear = np.array([[c, -s + r.uniform(-0.06, 0.06)], [s, c]]) @ np.diag([scale * stretch * flip, scale / stretch])
        m = np.eye(3)
        m[:2, :2], m[:2, 2] = linear, np.array([tx, ty]) - linear @ [cx, cy]
        if not len(p.faces) and r.random() < 0.3:
            lean = np.eye(3)
            lean[2, :2] = r.uniform(-2.5e-4, 2.5e-4), r.uniform(-2.5e-4, 2.5e-4)
            centre = np.array([[1, 0, -tx], [0, 1, -ty], [0, 0, 1.0]])
            m = np.linalg.inv(centre) @ lean @ centre @ m
        image, warp = p.image, m
        if scale < 0.5:  # shrink by area first, or the warp would alias
            f = max(scale * 1.4, 0.2)
            image = cv2.resize(image, None, fx=f, fy=f, interpolation=cv2.INTER_AREA)
            warp = m @ np.diag([w / image.shape[1], h / image.shape[0], 1])
        shift = np.array([[1, 0, -x0], [0, 1, -y0], [0, 0, 1.0]])
        canvas[y0:y1, x0:x1] = cv2.warpPerspective(image, shift @ warp, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(114, 114, 114))
        for quad, drawn in zip(p.plates, p.drawn or (False,) * len(p.plates)):
            self.keep(self.warped(quad, m), room, PLATE, out)
            out["corners"].append((self.moved(quad, m), drawn))
        for b in p.faces:
            self.keep(self.warped_oval(b, m), room, FACE, out)
        for label, boxes in ((PLATE, p.maybe_plates), (FACE, p.maybe_faces)):
            for b in boxes:
                lo_hi = self.clip(self.warped_oval(b, m), room)
                if (lo_hi[2:] > lo_hi[:2]).all():
                    out["ignored"].append((lo_hi, label))
        free = self.free(w, h, m, room)
        if free:
            self.place(r, canvas, free, False, out)

    @staticmethod
    def free(w, h, m, room, least=64):
        """The largest strip of the room beside a warped picture, or nothing."""
        corners = np.float64([[0, 0, 1], [w, 0, 1], [w, h, 1], [0, h, 1]]) @ m.T
        corners = corners[:, :2] / corners[:, 2:]
        left, top, right, bottom = [int(v) for v in (*np.floor(corners.min(0)), *np.ceil(corners.max(0)))]
        x0, y0, x1, y1 = room
        strips = [(x0, y0, min(left, x1), y1), (max(right, x0), y0, x1, y1), (x0, y0, x1, min(top, y1)), (x0, max(bottom, y0), x1, y1)]
        strips = [s for s in strips if min(s[2] - s[0], s[3] - s[1]) >= least]
        return max(strips, key=lambda s: (s[2] - s[0]) * (s[3] - s[1]), default=None)

    @staticmethod
    def moved(quad, m):
        q = np.concatenate([quad, np.ones((4, 1))], 1) @ m.T
        return q[:, :2] / q[:, 2:]

    @staticmethod
    def warped(quad, m):
        q = np.sort(Samples.moved(quad, m), 0)
        # Labelled boxes are a little loose when turned: take the bounds a little inside the outermost corners.
        return np.concatenate([0.88 * q[0] + 0.12 * q[1], 0.88 * q[3] + 0.12 * q[2]])

    @staticmethod
    def warped_oval(b, m):
        """Bounds of the ellipse in the box: heads are round, so turning does not make their box loose."""
        c = m @ np.append((b[:2] + b[2:]) / 2, 1)
        half = np.sqrt(((m[:2, :2] * (b[2:] - b[:2]) / 2) ** 2).sum(1)) / c[2]
        return np.concatenate([c[:2] / c[2] - half, c[:2] / c[2] + half])

    @staticmethod
    def clip(box, room):
        return np.concatenate([np.maximum(box[:2], room[:2]), np.minimum(box[2:], room[2:])])

    def keep(self, box, room, label, out):
        cut = self.clip(box, room)
        size = cut[2:] - cut[:2]
        if (size <= 1).any():
            return
        seen, (longer, shorter) = size.prod() / max(1, (box[2:] - box[:2]).prod()), LEAST[label]
        if seen < 0.35 or size.max() < longer or size.min() < shorter:
            out["ignored"].append((cut, label))
        else:
            out["boxes"].append((cut, label))

    def compose(self, i):
        """-> RGB [side, side, 3] and its objects"""
        r, side = random.Random(self.seed * 1000003 + i), self.side
        canvas = np.full((side, side, 3), 114, np.uint8)
        out = {"boxes": [], "ignored": [], "corners": []}
        u = r.random()
        if u < 0.08:
            t = side // 3
            rooms = [(c * t, a * t, c * t + t, a * t + t) for a in range(3) for c in range(3)]
        elif u < 0.42:
            mx, my = int(side * r.uniform(0.3, 0.7)), int(side * r.uniform(0.3, 0.7))
            rooms = [(0, 0, mx, my), (mx, 0, side, my), (0, my, mx, side), (mx, my, side, side)]
        else:
            rooms = [(0, 0, side, side)]
        for room in rooms:
            if len(rooms) == 4 and u < 0.2:
                self.framed(r, canvas, room, out)
            else:
                self.place(r, canvas, room, len(rooms) == 1, out)
        if r.random() < 0.4:
            self.scatter(r, canvas, out)
        return photograph(r, canvas, self.noise), out

    def __len__(self):
        return 1 << 30

    def __getitem__(self, i):
        image, out = self.compose(i)
        split = lambda items: (np.float32([b for b, _ in items]).reshape(-1, 4), np.array([c for _, c in items], int))
        states, boxes = self.cells.targets(*split(out["boxes"]), *split(out["ignored"]))
        return image, states, boxes
