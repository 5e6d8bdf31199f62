"""Training pictures: read, split, composed, augmented, and turned into targets of the net's cells."""
import json
import os
import random
import zlib
from dataclasses import dataclass, field

import cv2
import numpy as np

from pages import lettering, page, sign
from plates import plate

cv2.setNumThreads(1)

# Sides of the training crops: small ones first, which are cheap, then the full ones.
SIDES = (256, 384)
PLATE_SETS = ("plates/openimages", "plates/kaggle433", "plates/romania")
FACE_SET = "faces/mask-train"
NO_QUADS, NO_BOXES = np.zeros((0, 4, 2), np.float32), np.zeros((0, 4), np.float32)
# What a cell is for a class.
NEGATIVE, POSITIVE, IGNORED = 0, 1, 2
# What the labels miss: finds of an earlier net that had no label, gone through by eye.
REVIEWED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "reviewed.json")


@dataclass
class Picture:
    image: np.ndarray  # RGB
    plates: np.ndarray = field(default_factory=lambda: NO_QUADS)  # corners, clockwise from top left
    faces: np.ndarray = field(default_factory=lambda: NO_BOXES)
    maybe_faces: np.ndarray = field(default_factory=lambda: NO_BOXES)
    maybe_plates: np.ndarray = field(default_factory=lambda: NO_BOXES)
    vehicles: np.ndarray = field(default_factory=lambda: NO_BOXES)
    name: str = ""
    masked_only: bool = False
    drawn: tuple = ()  # of each plate: whether its corners are exact; labelled plates have upright boxes only


def read_gt(root, folder):
    with open(os.path.join(root, folder, "gt.jsonl"), encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def is_validation(folder, entry):
    """By source id or clip, so that no copy of a training picture stands in the validation part."""
    if folder.endswith("romania"):
        return "_002.mp4" in entry["file"] or "_003.mp4" in entry["file"]
    return zlib.crc32(entry.get("source_id", entry["file"]).encode()) % 10 == 0


def quads_of(boxes):
    x0, y0, x1, y1 = boxes.T
    return np.stack([np.stack([x0, y0], 1), np.stack([x1, y0], 1), np.stack([x1, y1], 1), np.stack([x0, y1], 1)], 1).astype(np.float32)


def load(root, folders, validation, teacher=None, longest=640):
    """The labels as they were made when validating; put right by REVIEWED for training."""
    pictures = []
    with open(REVIEWED, encoding="utf-8") as f:
        reviewed = {} if validation else json.load(f)
    for folder in folders:
        of_faces = folder == FACE_SET
        for entry in read_gt(root, folder):
            if is_validation(folder, entry) != validation:
                continue
            name = f"{folder}/{entry['file']}"
            image = cv2.imread(os.path.join(root, name), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)[..., ::-1]
            scale = min(1, longest / max(image.shape[:2]))
            image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else np.ascontiguousarray(image)
            box = lambda label: np.float32([[b["x"], b["y"], b["x"] + b["w"], b["y"] + b["h"]] for b in entry["boxes"] if b["label"] == label]).reshape(-1, 4) * scale
            more = lambda kind: np.float32(reviewed.get(name, {}).get(kind, [])).reshape(-1, 4) * scale
            plates, doubtful = np.concatenate([box("LICENSE_PLATE"), more("plates")]), more("doubtful")
            maybe = np.float32((teacher or {}).get(name, [])).reshape(-1, 5)[:, :4] * scale
            # SSD takes car fronts for faces: what holds a plate is no face.
            maybe = np.float32([m for m in maybe if not any((m[0] < p[2]) & (m[2] > p[0]) & (m[1] < p[3]) & (m[3] > p[1]) for p in plates)]).reshape(-1, 4)
            pictures.append(Picture(
                image, quads_of(plates) if len(plates) else NO_QUADS, np.concatenate([box("FACE"), more("faces")]),
                doubtful if of_faces else maybe, NO_BOXES if of_faces else doubtful, box("VEHICLE"), name,
                all(b.get("class") == "with_mask" for b in entry["boxes"] if b["label"] == "FACE"),
            ))
    return pictures


def bounds(quads):
    return np.concatenate([quads.min(-2), quads.max(-2)], -1)


def overlap(box, others):
    return bool(len(others)) and bool(((box[0] < others[:, 2]) & (box[2] > others[:, 0]) & (box[1] < others[:, 3]) & (box[3] > others[:, 1])).any())


def random_quad(r, cx, cy, w, h, tilt):
    """A rectangle as a camera sees it: turned, sheared, and nearer at one end."""
    q = np.array([[-w / 2, -h / 2], [w / 2, -h / 2], [w / 2, h / 2], [-w / 2, h / 2]])
    q[:, 0] += q[:, 1] * r.uniform(-0.2, 0.2)
    q[:, 1] *= 1 + q[:, 0] / w * r.uniform(-0.3, 0.3)
    q[:, 0] *= r.uniform(0.6, 1) if r.random() < 0.25 else 1
    c, s = np.cos(tilt), np.sin(tilt)
    return (q @ np.array([[c, s], [-s, c]]) + [cx, cy]).astype(np.float32)


def paste(r, image, texture, quad, light=None):
    """Lays the texture (RGB with round corners, or RGBA) into the quad of the image, in place."""
    k = texture.shape[1] / max(np.linalg.norm(quad[1] - quad[0]), 4)
    if k > 2:
        texture = cv2.resize(texture, None, fx=1.3 / k, fy=1.3 / k, interpolation=cv2.INTER_AREA)
    gain = r.uniform(0.35, 1.05) if light is None else float(np.clip(r.uniform(0.6, 1.4) * (light + 30) / 160, 0.15, 1.15))
    h, w = texture.shape[:2]
    shape = texture[..., 3] if texture.shape[2] == 4 else rounded(h, w, r.choice([0, 0.04, 0.08, 0.12]))
    texture = cv2.convertScaleAbs(texture[..., :3], alpha=gain)
    x0, y0 = np.maximum(np.floor(quad.min(0)).astype(int) - 2, 0)
    x1, y1 = np.minimum(np.ceil(quad.max(0)).astype(int) + 3, image.shape[1::-1])
    if x1 - x0 < 4 or y1 - y0 < 3:
        return
    m = cv2.getPerspectiveTransform(np.float32([[0, 0], [w, 0], [w, h], [0, h]]), np.float32(quad - [x0, y0]))
    laid = cv2.warpPerspective(texture, m, (int(x1 - x0), int(y1 - y0)), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.warpPerspective(shape, m, (int(x1 - x0), int(y1 - y0)))
    if r.random() < 0.5:
        laid = cv2.GaussianBlur(laid, (3, 3), 0)
    mask = cv2.GaussianBlur(mask, (3, 3), 0)[..., None] / np.float32(255)
    part = image[y0:y1, x0:x1]
    part[:] = (part * (1 - mask) + laid * mask).astype(np.uint8)


def rounded(h, w, share):
    """A mask of a rectangle whose corners are round by that share of its shorter side."""
    mask = np.full((h, w), 255, np.uint8)
    radius = int(share * min(h, w))
    if radius > 0:
        mask[:] = 0
        for x, y in ((radius, radius), (w - 1 - radius, radius), (radius, h - 1 - radius), (w - 1 - radius, h - 1 - radius)):
            cv2.circle(mask, (x, y), radius, 255, -1)
        mask[radius:h - radius] = 255
        mask[:, radius:w - radius] = 255
    return mask


def hide(r, image, box):
    """Puts a mask, a hat, dark glasses or whatever stands in front over part of a face, in place."""
    x, y, (w, h) = box[0], box[1], box[2:] - box[:2]
    at = lambda *points: np.int32([[x + px * w, y + py * h] for px, py in points])
    colour = r.choice([(225, 230, 235), (120, 170, 205), (30, 30, 35), (60, 70, 90), (190, 60, 70), (150, 140, 120)])
    colour = tuple(int(np.clip(c * r.uniform(0.5, 1.1) + r.uniform(-15, 15), 0, 255)) for c in colour)
    kind = r.random()
    if kind < 0.4:
        top = r.uniform(0.45, 0.6)
        cv2.fillPoly(image, [at((0.02, top + 0.06), (r.uniform(0.35, 0.65), top - 0.06), (0.98, top + 0.06), (0.9, 0.88), (0.65, 1.02), (0.35, 1.02), (0.1, 0.88))], colour, cv2.LINE_AA)
    elif kind < 0.65:
        brim = r.uniform(0.12, 0.3)
        cv2.fillPoly(image, [at((-0.15, brim + 0.05), (0.5, brim - 0.06), (1.15, brim + 0.05), (1, -0.25), (0.5, -0.4), (0, -0.25))], colour, cv2.LINE_AA)
    elif kind < 0.75:
        for side in (0.28, 0.72):
            cv2.ellipse(image, tuple(map(int, at((side, 0.42))[0])), (max(1, int(0.19 * w)), max(1, int(0.11 * h))), 0, 0, 360, (25, 25, 30), -1, cv2.LINE_AA)
    else:  # a piece of the same picture: a shoulder, a hand, another head
        pw, ph = int(w * r.uniform(0.3, 0.6)), int(h * r.uniform(0.3, 0.6))
        px, py = int(x + r.choice([0, 1]) * (w - pw)), int(y + r.uniform(0.2, 1) * (h - ph))
        sx, sy = r.randint(0, max(0, image.shape[1] - pw)), r.randint(0, max(0, image.shape[0] - ph))
        px, py = max(0, px), max(0, py)
        piece = image[sy:sy + ph, sx:sx + pw].copy()
        hole = image[py:py + ph, px:px + pw]
        if hole.size:
            hole[:] = cv2.resize(piece, hole.shape[1::-1])


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


class Samples:
    """An endless, indexable stream: sample i depends on the seed, i and the side of the crops alone."""

    def __init__(self, plate_pictures, face_pictures, seed, side=max(SIDES), plates=2400, pages=320, signs=400, letterings=300):
        r = random.Random(seed)
        self.cars, self.faces, self.seed = plate_pictures, face_pictures, seed
        self.car_weights = np.cumsum([0.45 if "type1_001" in p.name else 1.0 for p in plate_pictures]).tolist()
        self.face_weights = np.cumsum([1.0 if p.masked_only else 2.2 for p in face_pictures]).tolist()
        self.plates = [plate(r) for _ in range(plates)]
        self.pages = [Picture(page(r)) for _ in range(pages)]
        self.signs = [sign(r) for _ in range(signs)]
        self.letterings = [lettering(r) for _ in range(letterings)]
        self.noise = np.random.RandomState(seed).randn(2 * max(SIDES), 2 * max(SIDES)).astype(np.float32)
        self.resize(side)

    def resize(self, side):
        self.side, self.cells = side, Cells(side)

    # -- sources ---------------------------------------------------------------------------------------------------

    def source(self, r):
        u = r.random()
        if u < 0.11:
            return r.choice(self.pages)
        if u < 0.39:
            return self.crowd(r)
        if u < 0.48:
            return self.close_up(r)
        return self.car(r)

    def tilt(self, r):
        return np.deg2rad(r.uniform(-25, 25) if r.random() < 0.3 else r.gauss(0, 5))

    def crowd(self, r):
        p = r.choices(self.faces, cum_weights=self.face_weights)[0]
        image, faces, maybe, plates = p.image, p.faces, p.maybe_faces, []
        if r.random() < 0.25:
            k, (h, w) = r.choice([1, 2, 3]), image.shape[:2]
            image = np.rot90(image, k)  # against the clock
            x0, y0, x1, y1 = np.concatenate([faces, maybe]).T
            turned = np.stack({1: (y0, w - x1, y1, w - x0), 2: (w - x1, h - y1, w - x0, h - y0), 3: (h - y1, x0, h - y0, x1)}[k], 1)
            faces, maybe = turned[:len(faces)], turned[len(faces):]
        image = np.array(image, order="C")
        if r.random() < 0.3:
            for b in faces:
                if r.random() < 0.4 and (b[2:] - b[:2]).min() > 12:
                    hide(r, image, b)
        if r.random() < 0.4:
            plates = self.hang(r, image, np.concatenate([faces, maybe]))
        return Picture(image, np.float32(plates).reshape(-1, 4, 2), faces, maybe, drawn=(True,) * len(plates))

    def hang(self, r, image, taken, beside=None):
        """A plate, a sign or lettering somewhere free, or beside a plate; gives the quads of the plates."""
        h, w = image.shape[:2]
        kind = r.random()
        texture = r.choice(self.plates if kind < 0.45 else self.signs if kind < 0.7 else self.letterings)
        pw = r.uniform(0.06, 0.35) * w
        x, y = r.uniform(0.1, 0.9) * w, r.uniform(0.1, 0.95) * h
        if beside is not None and kind >= 0.45:
            bw, bh = beside[2:] - beside[:2]
            pw = bw * np.exp(r.uniform(np.log(0.35), np.log(1.5)))
            x, y = (beside[0] + beside[2]) / 2 + r.uniform(-2.5, 2.5) * bw, (beside[1] + beside[3]) / 2 + r.uniform(-2, 1.2) * bw
        quad = random_quad(r, x, y, pw, pw * texture.shape[0] / texture.shape[1], self.tilt(r))
        if overlap(bounds(quad), taken):
            return []
        paste(r, image, texture, quad)
        return [quad] if kind < 0.45 else []

    def close_up(self, r):
        """A plate that nearly fills the picture, on paint, grilles and bumpers from the photos."""
        texture = r.choice(self.plates)
        back = r.choice(self.cars)
        h, w = back.image.shape[:2]
        size = int(r.uniform(0.3, 0.8) * min(h, w))
        x, y = r.randint(0, w - size), r.randint(0, h - size)
        area = np.float32([[x, y, x + size, y + size]])[0]
        if overlap(area, np.concatenate([bounds(back.plates), back.maybe_plates, back.maybe_faces])):
            image = np.full((400, 400, 3), [r.randint(10, 220) for _ in range(3)], np.uint8)
            image = cv2.convertScaleAbs(image.astype(np.float32) * np.linspace(r.uniform(0.5, 1.1), r.uniform(0.5, 1.1), 400)[:, None, None])
        else:
            image = cv2.resize(back.image[y:y + size, x:x + size], (400, 400), interpolation=cv2.INTER_LINEAR)
            image = cv2.GaussianBlur(image, (0, 0), r.uniform(0.5, 3))
        pw = r.uniform(0.4, 1.0) * 400
        ph = pw * texture.shape[0] / texture.shape[1]
        if ph > 380:
            pw, ph = pw * 380 / ph, 380
        quad = random_quad(r, 200 + r.uniform(-40, 40), 200 + r.uniform(-60, 60), pw, ph, self.tilt(r))
        paste(r, image, texture, quad, image.mean() + 60)
        return Picture(image, quad[None], drawn=(True,))

    def car(self, r):
        p = r.choices(self.cars, cum_weights=self.car_weights)[0]
        if r.random() > 0.55:
            return p
        image, quads, drawn = p.image.copy(), list(p.plates), [False] * len(p.plates)
        boxes = bounds(p.plates)
        for i, b in enumerate(boxes):
            w, h = b[2:] - b[:2]
            if r.random() < 0.7 and w > 10 and h > 5 and w / h < 8:
                # The new plate must hide the old one: its own shape, grown a little; a motorbike's plate may be square.
                tall = h * (r.uniform(1.5, 2.4) if w / h > 2.5 and r.random() < 0.2 else r.uniform(1.05, 1.15))
                quad = random_quad(r, *((b[:2] + b[2:]) / 2), w * r.uniform(1.03, 1.12), tall, np.deg2rad(r.gauss(0, 4)))
                light = image[max(0, int(b[1])):int(b[3]) + 1, max(0, int(b[0])):int(b[2]) + 1].mean()
                paste(r, image, self.alike(r, w / tall), quad, light)
                quads[i], drawn[i] = quad, True
        for v in p.vehicles[:3]:
            vw, vh = v[2:] - v[:2]
            if vw > 60 and not overlap(v, boxes) and not overlap(v, p.maybe_faces) and r.random() < 0.6:
                pw = vw * r.uniform(0.12, 0.28)
                texture = r.choice(self.plates)
                quad = random_quad(r, v[0] + vw * r.uniform(0.35, 0.65), v[1] + vh * r.uniform(0.5, 0.85), pw, pw * texture.shape[0] / texture.shape[1], self.tilt(r))
                b = np.maximum(bounds(quad).astype(int), 0)
                part = image[b[1]:b[3] + 1, b[0]:b[2] + 1]
                paste(r, image, texture, quad, part.mean() if part.size else 100)
                quads.append(quad)
        for _ in range(r.choice([0, 1, 2])):
            taken = np.concatenate([bounds(np.float32(quads).reshape(-1, 4, 2)), p.maybe_faces, p.maybe_plates])
            quads += self.hang(r, image, taken, r.choice(list(boxes)) if len(boxes) else None)
        drawn += [True] * (len(quads) - len(drawn))
        return Picture(image, np.float32(quads).reshape(-1, 4, 2), p.faces, p.maybe_faces, p.maybe_plates, drawn=tuple(drawn))

    def alike(self, r, aspect):
        return min((r.choice(self.plates) for _ in range(4)), key=lambda t: abs(np.log(t.shape[1] / t.shape[0] / aspect)))

    # -- composition -----------------------------------------------------------------------------------------------

    def place(self, r, canvas, room, alone, out):
        """Warps one source into the rectangle `room` of the canvas and collects its objects; what it leaves free is for others."""
        x0, y0, x1, y1 = room
        p = self.source(r)
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
            self.keep(self.warped(quad, m), room, 0, 11, 4, out)
            out["corners"].append((self.moved(quad, m), drawn))
        for b in p.faces:
            self.keep(self.warped_oval(b, m), room, 1, 8, 6, out)
        for label, boxes in ((0, p.maybe_plates), (1, p.maybe_faces)):
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

    def keep(self, box, room, label, longest, shortest, out):
        cut = self.clip(box, room)
        size = cut[2:] - cut[:2]
        if (size <= 1).any():
            return
        seen = size.prod() / max(1, (box[2:] - box[:2]).prod())
        if seen < 0.35 or size.max() < longest or size.min() < shortest:
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
            self.place(r, canvas, room, len(rooms) == 1, out)
        return self.photograph(r, canvas), out

    def photograph(self, r, image):
        """Light, colour, noise, blur of focus and motion, JPEG."""
        if r.random() < 0.8:
            gain, offset = r.uniform(0.6, 1.4), r.uniform(-30, 25)
            if r.random() < 0.15:  # night
                gain, offset = gain * r.uniform(0.25, 0.6), offset - 40
            tint = [r.uniform(0.8, 1.2) if r.random() < 0.5 else 1.0 for _ in range(3)]
            table = np.stack([np.clip(((np.arange(256) - 114) * gain + 114 + offset) * t, 0, 255) for t in tint], -1).astype(np.uint8)[:, None]
            image = cv2.LUT(image, table.reshape(256, 1, 3))
            if r.random() < 0.12:
                image = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
            if r.random() < 0.05:  # dust and dead pixels
                dots = np.random.RandomState(r.randrange(1 << 30)).rand(*image.shape[:2])
                share = r.uniform(0.002, 0.02)
                image[dots < share], image[dots > 1 - share] = 0, 255
            if r.random() < 0.3:
                y, x = r.randrange(max(SIDES)), r.randrange(max(SIDES))
                image = cv2.add(image, cv2.merge([self.noise[y:y + self.side, x:x + self.side] * r.uniform(2, 14)] * 3), dtype=cv2.CV_8U)
        u = r.random()
        if u < 0.14:
            image = cv2.GaussianBlur(image, (0, 0), r.uniform(0.5, 1.8))
        elif u < 0.22:
            n = r.choice([3, 5, 7, 9])
            kernel = np.zeros((n, n), np.float32)
            cv2.line(kernel, *r.choice([((0, n // 2), (n - 1, n // 2)), ((n // 2, 0), (n // 2, n - 1)), ((0, 0), (n - 1, n - 1)), ((0, n // 4), (n - 1, n - 1 - n // 4))]), 1.0)
            image = cv2.filter2D(image, -1, kernel / kernel.sum())
        elif u < 0.36:
            image = cv2.imdecode(cv2.imencode(".jpg", image, [1, r.randint(20, 70)])[1], 1)
        return image

    def __len__(self):
        return 1 << 30

    def __getitem__(self, i):
        image, out = self.compose(i)
        split = lambda items: (np.float32([b for b, _ in items]).reshape(-1, 4), np.array([c for _, c in items], int))
        states, boxes = self.cells.targets(*split(out["boxes"]), *split(out["ignored"]))
        return image, states, boxes
