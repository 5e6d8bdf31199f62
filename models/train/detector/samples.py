"""Training pictures: composed of photos, rendered plates, pages and heads, and turned into targets of the net's cells."""
import random

import cv2
import numpy as np

from cells import Cells
from graphics import filtered, graphic
from heads import heads, oval
from laying import hide, paste, random_quad
from pages import lettering, page, sign
from photograph import photograph
from pictures import Picture, bounds, overlap
from plates import plate

cv2.setNumThreads(1)

# Sides of the training crops: small ones first, which are cheap, then the full ones.
SIDES = (256, 384)
PLATE, FACE = 0, 1
# By class: the least longer and shorter side of what the net is to find, in its pixels. What is smaller is neither rewarded nor punished.
LEAST = ((11, 4), (8, 6))


class Samples:
    """An endless, indexable stream: sample i depends on the seed, i and the side of the crops alone."""

    def __init__(self, plate_pictures, face_pictures, seed, side=max(SIDES), plates=2400, pages=320, signs=1200, letterings=600, pieces=600, graphics=1500):
        r = random.Random(seed)
        self.cars, self.faces, self.seed = plate_pictures, face_pictures, seed
        self.car_weights = np.cumsum([0.45 if "type1_001" in p.name else 1.0 for p in plate_pictures]).tolist()
        self.face_weights = np.cumsum([2.2 if p.bare.any() else 1.0 for p in face_pictures]).tolist()
        self.plates = [plate(r) for _ in range(plates)]
        self.pages = [Picture(page(r)) for _ in range(pages)]
        self.signs = [sign(r) for _ in range(signs)]
        self.letterings = [lettering(r) for _ in range(letterings)]
        self.heads = heads(face_pictures)
        self.pieces = [oval(*self.piece(r)) for _ in range(pieces)]
        self.graphics = [Picture(graphic(r) if r.random() < 0.8 else self.filtered(r)) for _ in range(graphics)]
        self.noise = np.random.RandomState(seed).randn(2 * max(SIDES), 2 * max(SIDES)).astype(np.float32)
        self.resize(side)

    def resize(self, side):
        self.side, self.cells = side, Cells(side)

    # -- sources ---------------------------------------------------------------------------------------------------

    def source(self, r):
        u = r.random()
        if u < 0.11:
            return r.choice(self.pages if u < 0.06 else self.graphics)
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
        for _ in range(r.choice([0, 0, 1, 1, 2])):
            plates += self.hang(r, image, np.concatenate([faces, maybe, bounds(np.float32(plates).reshape(-1, 4, 2))]), odds=0.35)
        return Picture(image, np.float32(plates).reshape(-1, 4, 2), faces, maybe, drawn=(True,) * len(plates))

    def hang(self, r, image, taken, beside=None, odds=0.45):
        """A plate (by these odds), a sign or lettering somewhere free, or beside a plate; gives the quads of the plates."""
        h, w = image.shape[:2]
        kind = r.random()
        texture = r.choice(self.plates if kind < odds else self.signs if kind < odds + 0.3 else self.letterings)
        pw = r.uniform(0.06, 0.35) * w
        x, y = r.uniform(0.1, 0.9) * w, r.uniform(0.1, 0.95) * h
        if beside is not None and kind >= odds:
            bw, bh = beside[2:] - beside[:2]
            pw = bw * np.exp(r.uniform(np.log(0.35), np.log(1.5)))
            x, y = (beside[0] + beside[2]) / 2 + r.uniform(-2.5, 2.5) * bw, (beside[1] + beside[3]) / 2 + r.uniform(-2, 1.2) * bw
        quad = random_quad(r, x, y, pw, pw * texture.shape[0] / texture.shape[1], self.tilt(r))
        if overlap(bounds(quad), taken):
            return []
        paste(r, image, texture, quad)
        return [quad] if kind < odds else []

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

    def piece(self, r):
        """A place in a photo without a face or a plate -> the photo, the box"""
        while True:
            p = r.choice(self.cars)
            h, w = p.image.shape[:2]
            size = np.exp(r.uniform(np.log(16), np.log(0.4 * min(h, w))))
            x, y = r.uniform(0, w - size), r.uniform(0, h - size)
            box = np.float32([x, y, x + size * 0.8, y + size])
            if not overlap(box, np.concatenate([bounds(p.plates), p.maybe_plates, p.faces, p.maybe_faces])):
                return p.image, box

    def filtered(self, r):
        image, (x0, y0, x1, y1) = self.piece(r)
        return filtered(r, cv2.resize(image[int(y0):int(y1) + 1, int(x0):int(x1) + 1], None, fx=2, fy=2))

    def scatter(self, r, canvas, out):
        """Lays small heads, and pieces that are none, where nothing else is: apart or as a crowd."""
        count, size = r.choice([1, 2, 3, 4, 6, 10]), np.exp(r.uniform(np.log(8), np.log(52)))
        middle = (r.uniform(0.2, 0.8) * self.side, r.uniform(0.2, 0.8) * self.side) if r.random() < 0.4 else None
        for _ in range(count):
            is_head = r.random() < 0.7
            texture, box = r.choice(self.heads if is_head else self.pieces)
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

    def cut_out(self, r, least=40):
        """A labelled plate with little about it."""
        while True:
            p = r.choices(self.cars, cum_weights=self.car_weights)[0]
            boxes = bounds(p.plates)
            if not len(boxes) or (b := r.choice(list(boxes)))[2] - b[0] < least:
                continue
            size = b[2:] - b[:2]
            w = size[0] * np.exp(r.uniform(np.log(1.02), np.log(2.6)))
            h = max(w / r.choice([1.33, 1.5, 1.78, 3, 4]), size[1] * r.uniform(1.02, 1.4))
            middle = (b[:2] + b[2:]) / 2 + [r.uniform(-0.4, 0.4) * (w - size[0]), r.uniform(-0.4, 0.4) * (h - size[1])]
            low = np.maximum(np.floor(middle - [w / 2, h / 2]), 0).astype(int)
            high = np.minimum(np.ceil(middle + [w / 2, h / 2]), p.image.shape[1::-1]).astype(int)
            others = np.concatenate([boxes[(boxes != b).any(1)], p.maybe_plates])
            if not overlap(np.float32([*low, *high]), others):
                return Picture(p.image[low[1]:high[1], low[0]:high[0]], p.plates[(boxes == b).all(1)][:1] - low.astype(np.float32), drawn=(False,))

    def framed(self, r, canvas, room, out):
        """A whole picture on grey ground, as the library sees again what fills a picture: drawings, signs, and plates without surroundings."""
        x0, y0, x1, y1 = room
        u = r.random()
        if u < 0.15:
            texture = r.choice(self.plates)
            h, w = texture.shape[:2]
            p = Picture(texture, np.float32([[[0, 0], [w, 0], [w, h], [0, h]]]), drawn=(True,))
        elif u < 0.5:
            p = self.cut_out(r) if u < 0.42 else self.close_up(r)
        else:
            p = Picture(r.choice(self.signs)) if u < 0.57 else r.choice(self.pages if u < 0.63 else self.graphics)
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
