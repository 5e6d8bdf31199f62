"""Textures laid into photos, as a camera sees them, and faces hidden."""
import cv2
import numpy as np


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
