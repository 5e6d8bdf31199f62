"""Pictures to train on, before they are composed: photos with plates and heads laid in or covered, close-ups, pages, drawings."""
import random

import cv2
import numpy as np

from graphics import filtered, graphic
from heads import heads, oval
from laying import hide, paste, random_quad
from pages import lettering, page, sign
from pictures import Picture, bounds, overlap
from plates import plate


class Sources:
    """What there is of each kind; every method draws from it by the random numbers that it is given."""

    def __init__(self, plate_pictures, face_pictures, r, plates=2400, pages=320, signs=1200, letterings=600, pieces=600, graphics=1500):
        self.cars, self.faces = plate_pictures, face_pictures
        self.car_weights = np.cumsum([0.45 if "type1_001" in p.name else 1.0 for p in plate_pictures]).tolist()
        self.face_weights = np.cumsum([2.2 if p.bare.any() else 1.0 for p in face_pictures]).tolist()
        self.plates = [plate(r) for _ in range(plates)]
        self.pages = [Picture(page(r)) for _ in range(pages)]
        self.signs = [sign(r) for _ in range(signs)]
        self.letterings = [lettering(r) for _ in range(letterings)]
        self.heads = heads(face_pictures)
        self.pieces = [oval(*self.piece(r)) for _ in range(pieces)]
        self.graphics = [Picture(graphic(r) if r.random() < 0.8 else self.filtered(r)) for _ in range(graphics)]

    def any(self, r):
        u = r.random()
        if u < 0.11:
            return r.choice(self.pages if u < 0.06 else self.graphics)
        if u < 0.39:
            return self.crowd(r)
        if u < 0.48:
            return self.close_up(r)
        return self.car(r)

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
                quad = random_quad(r, v[0] + vw * r.uniform(0.35, 0.65), v[1] + vh * r.uniform(0.5, 0.85), pw, pw * texture.shape[0] / texture.shape[1], tilt(r))
                b = np.maximum(bounds(quad).astype(int), 0)
                part = image[b[1]:b[3] + 1, b[0]:b[2] + 1]
                paste(r, image, texture, quad, part.mean() if part.size else 100)
                quads.append(quad)
        for _ in range(r.choice([0, 1, 2])):
            taken = np.concatenate([bounds(np.float32(quads).reshape(-1, 4, 2)), p.maybe_faces, p.maybe_plates])
            quads += self.hang(r, image, taken, r.choice(list(boxes)) if len(boxes) else None)
        drawn += [True] * (len(quads) - len(drawn))
        return Picture(image, np.float32(quads).reshape(-1, 4, 2), p.faces, p.maybe_faces, p.maybe_plates, drawn=tuple(drawn))

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
        quad = random_quad(r, 200 + r.uniform(-40, 40), 200 + r.uniform(-60, 60), pw, ph, tilt(r))
        paste(r, image, texture, quad, image.mean() + 60)
        return Picture(image, quad[None], drawn=(True,))

    def whole(self, r):
        """A picture that is to be seen from edge to edge: drawings, signs, and plates without surroundings."""
        u = r.random()
        if u < 0.15:
            texture = r.choice(self.plates)
            h, w = texture.shape[:2]
            return Picture(texture, np.float32([[[0, 0], [w, 0], [w, h], [0, h]]]), drawn=(True,))
        if u < 0.58:
            return self.cut_out(r) if u < 0.5 else self.close_up(r)
        return Picture(r.choice(self.signs)) if u < 0.64 else r.choice(self.pages if u < 0.69 else self.graphics)

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
        quad = random_quad(r, x, y, pw, pw * texture.shape[0] / texture.shape[1], tilt(r))
        if overlap(bounds(quad), taken):
            return []
        paste(r, image, texture, quad)
        return [quad] if kind < odds else []

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

    def alike(self, r, aspect):
        return min((r.choice(self.plates) for _ in range(4)), key=lambda t: abs(np.log(t.shape[1] / t.shape[0] / aspect)))


def tilt(r):
    """An angle in radians, mostly small."""
    return np.deg2rad(r.uniform(-25, 25) if r.random() < 0.3 else r.gauss(0, 5))
