"""Drawn pictures without plates or faces, as manuals, reports and tickets hold them: plots, diagrams, windows, logos, maps, grids, textures."""
import cv2
import numpy as np
from PIL import Image, ImageDraw

from pages import word
from plates import TEXT, any_font, font, jitter

COLOURS = [(31, 119, 180), (220, 60, 50), (44, 140, 60), (240, 150, 30), (130, 90, 180), (20, 20, 20), (120, 120, 120), (240, 210, 60), (60, 190, 200), (200, 90, 160)]
PAPERS = [(255, 255, 255)] * 4 + [(240, 240, 240), (225, 232, 245), (30, 33, 40), (250, 245, 225), (0, 0, 0), (60, 90, 140)]


class Canvas:
    """A sheet of any shape, of broad banners and small marks too, with what all drawings need."""

    def __init__(self, r, sides=(90, 420), papers=PAPERS):
        self.r = r
        side = lambda: int(np.exp(r.uniform(*np.log(sides))))
        self.w, self.h = side(), side()
        self.paper = jitter(r, r.choice(papers), 6)
        self.ink = (235, 235, 235) if sum(self.paper) < 380 else (25, 25, 25)
        self.image = Image.new("RGB", (self.w, self.h), self.paper)
        self.pen = ImageDraw.Draw(self.image)

    def colour(self):
        return jitter(self.r, self.r.choice(COLOURS), 18)

    def text(self, x, y, text, size, fill=None, middle=False):
        f = font(any_font(self.r, TEXT), size)
        self.pen.text((x - f.getlength(text) / 2 if middle else x, y), text, font=f, fill=fill or self.ink)

    def arrow(self, start, end, width=1):
        (x0, y0), (x1, y1) = start, end
        self.pen.line((x0, y0, x1, y1), fill=self.ink, width=width)
        length = max(1, np.hypot(x1 - x0, y1 - y0))
        dx, dy = 7 * (x1 - x0) / length, 7 * (y1 - y0) / length
        self.pen.polygon([(x1, y1), (x1 - dx - dy / 2, y1 - dy + dx / 2), (x1 - dx + dy / 2, y1 - dy - dx / 2)], fill=self.ink)

    def spot(self, share=0.1):
        return self.w * self.r.uniform(share, 1 - share), self.h * self.r.uniform(share, 1 - share)

    def array(self):
        return np.asarray(self.image).copy()


def plot(r):
    c = Canvas(r)
    x0, y0, x1, y1 = c.w * r.uniform(0.06, 0.18), c.h * r.uniform(0.05, 0.15), c.w * r.uniform(0.85, 0.98), c.h * r.uniform(0.75, 0.93)
    size = r.randint(7, 13)
    c.pen.rectangle((x0, y0, x1, y1), outline=c.ink, fill=r.choice([None, None, jitter(r, (235, 235, 242))]))
    for i in range(n := r.randint(2, 8)):
        x, y = x0 + (x1 - x0) * i / n, y1 - (y1 - y0) * i / n
        if r.random() < 0.8:
            c.text(x - 4, y1 + 3, f"{i * r.choice([1, 5, 0.2]):g}", size)
            c.text(2, y - size / 2, f"{i * r.choice([1, 10, 0.5]):g}", size)
        c.pen.line((x, y1, x, y1 - 4), fill=c.ink)
    kind = r.choice(["curves", "bars", "dots", "steps"])
    for _ in range(r.randint(1, 4)):
        colour, n = c.colour(), r.choice([5, 12, 40])
        walk = np.cumsum([r.gauss(0, 1) for _ in range(n)])
        ys = y1 - (y1 - y0) * (0.08 + 0.84 * (walk - walk.min()) / max(1e-6, np.ptp(walk)))
        xs = np.linspace(x0 + 4, x1 - 4, n)
        if kind == "bars":
            for x, y in zip(xs, ys):
                c.pen.rectangle((x, y, x + (x1 - x0) / n * 0.6, y1), fill=colour)
        elif kind == "dots":
            for x, y in zip(xs, ys):
                c.pen.ellipse((x - 2, y - 2, x + 2, y + 2), fill=colour)
        else:
            c.pen.line(list(zip(xs, ys)), fill=colour, width=r.choice([1, 2, 3]))
    if r.random() < 0.6:
        c.text((x0 + x1) / 2, 1, " ".join(word(r, 0.1) for _ in range(r.randint(1, 4))), size + 2, middle=True)
    return c.array()


def diagram(r):
    """Boxes and circles with words, and arrows between them."""
    c = Canvas(r)
    spots = [c.spot() for _ in range(r.randint(2, 9))]
    for a, b in zip(spots, spots[1:]):
        c.arrow(a, b, r.choice([1, 1, 2]))
    for x, y in spots:
        w, h = c.w * r.uniform(0.06, 0.2), c.h * r.uniform(0.04, 0.14)
        fill = r.choice([None, c.paper, jitter(r, (220, 230, 250)), c.colour()])
        (c.pen.ellipse if r.random() < 0.3 else c.pen.rectangle)((x - w, y - h, x + w, y + h), outline=c.ink, fill=fill, width=r.choice([1, 1, 2, 4]))
        if r.random() < 0.8:
            c.text(x, y - h / 2, word(r, 0.3), max(6, min(h, w * 0.6)), middle=True)
    return c.array()


def window(r):
    """A program's window or a part of it: bars, buttons, panels and code."""
    c = Canvas(r, sides=(120, 520), papers=[(240, 240, 240), (255, 255, 255), (45, 48, 55), (30, 30, 30), (212, 208, 200)])
    size, y = r.randint(7, 12), 0
    for _ in range(r.randint(0, 3)):
        height = size + r.randint(4, 14)
        c.pen.rectangle((0, y, c.w, y + height), fill=r.choice([c.paper, (55, 100, 180), (200, 205, 215), (70, 70, 75)]))
        x = r.randint(3, 10)
        while x < c.w * r.uniform(0.3, 1):
            if r.random() < 0.5:
                c.pen.rectangle((x, y + 3, x + height - 6, y + height - 3), fill=c.colour())
                x += height
            else:
                label = word(r, 0.1)
                c.text(x, y + 2, label, size)
                x += 8 + size * len(label) * 0.6
        y += height
    left = c.w * r.choice([0, 0, 0.2, 0.35])
    c.pen.line((left, y, left, c.h), fill=(130, 130, 130))
    while y < c.h:
        indent = r.choice([0, 1, 2, 3]) * size * 1.5
        if r.random() < 0.1:
            c.pen.rectangle((left + indent + 4, y, left + indent + 4 + c.w * r.uniform(0.1, 0.4), y + size + 6), outline=(120, 120, 120), fill=r.choice([None, c.colour()]))
        if left and r.random() < 0.6:
            c.text(4, y, word(r, 0.2), size)
        if r.random() < 0.85:
            c.text(left + 6 + indent, y, " ".join(word(r, 0.25) for _ in range(r.randint(1, 8))), size, r.choice([c.ink, c.ink, c.colour()]))
        y += int(size * r.uniform(1.2, 2))
    return c.array()


def logo(r):
    """Shapes with or without a name: marks, buttons, banners."""
    c = Canvas(r, sides=(60, 360))
    small = min(c.w, c.h)
    for _ in range(r.randint(1, 5)):
        x, y = c.w * r.uniform(0.15, 0.85), c.h * r.uniform(0.2, 0.8)
        s = small * r.uniform(0.08, 0.45)
        box, colour = (x - s, y - s, x + s, y + s), c.colour()
        kind = r.random()
        if kind < 0.3:
            c.pen.ellipse(box, fill=r.choice([None, colour]), outline=colour, width=max(1, int(s / 5)))
        elif kind < 0.5:
            c.pen.pieslice(box, r.uniform(0, 360), r.uniform(0, 360), fill=colour)
        elif kind < 0.7:
            c.pen.rectangle(box, fill=r.choice([None, colour]), outline=colour, width=max(1, int(s / 5)))
        else:
            c.pen.polygon([(x + s * np.cos(a), y + s * np.sin(a)) for a in sorted(r.uniform(0, 6.28) for _ in range(r.randint(3, 7)))], fill=colour)
    if r.random() < 0.7:
        name = r.choice([str.upper, str.capitalize])(" ".join(word(r, 0) for _ in range(r.choice([1, 1, 2]))))
        c.text(c.w * r.uniform(0.3, 0.6), c.h * r.uniform(0.1, 0.7), name, max(8, min(c.h * r.uniform(0.2, 0.6), 1.3 * c.w / len(name))), r.choice([c.ink, c.colour()]), middle=True)
    return c.array()


def land(r):
    """A map: areas, roads and names."""
    c = Canvas(r, papers=[(235, 240, 225), (200, 220, 240), (245, 240, 230)])
    for _ in range(r.randint(3, 14)):
        x, y = c.spot(0)
        s = max(c.w, c.h) * r.uniform(0.05, 0.35)
        shape = [(x + s * r.uniform(0.5, 1) * np.cos(a), y + s * r.uniform(0.5, 1) * np.sin(a)) for a in np.linspace(0, 6.28, r.randint(5, 14))]
        c.pen.polygon(shape, fill=jitter(r, r.choice([(190, 220, 170), (170, 200, 235), (245, 225, 180), (225, 200, 200)])), outline=r.choice([None, (120, 120, 120)]))
    for _ in range(r.randint(2, 12)):
        c.pen.line([c.spot(-0.1) for _ in range(r.randint(2, 5))], fill=r.choice([(255, 255, 255), (240, 180, 60), (150, 150, 150), (60, 90, 190)]), width=r.randint(1, 6))
    for _ in range(r.randint(0, 12)):
        c.text(*c.spot(0), word(r, 0.15).capitalize(), r.randint(6, 14))
    return c.array()


def cells(r):
    """Boards, matrices, calendars and calibration patterns: the same thing in rows and columns."""
    c = Canvas(r, papers=[(255, 255, 255), (255, 255, 255), (235, 235, 235), (20, 20, 20)])
    kind, lines, colour = r.choice(["chess", "dots", "numbers", "heat", "numbers"]), r.random() < 0.5, c.colour()
    # A row or two of numbers might be a plate.
    columns, rows = r.randint(2, 16), r.randint(3 if kind == "numbers" else 1, 14)
    w, h = c.w * 0.94 / columns, c.h * 0.94 / rows
    for row in range(rows):
        for column in range(columns):
            x, y = c.w * 0.03 + column * w, c.h * 0.03 + row * h
            if kind == "chess" and (row + column) % 2:
                c.pen.rectangle((x, y, x + w, y + h), fill=c.ink)
            elif kind == "dots":
                c.pen.ellipse((x + w * 0.2, y + h * 0.2, x + w * 0.8, y + h * 0.8), fill=colour if r.random() < 0.9 else None, outline=c.ink)
            elif kind == "heat":
                c.pen.rectangle((x, y, x + w, y + h), fill=tuple(int(v * r.random()) for v in colour))
            elif kind == "numbers":
                c.text(x + w / 2, y + h * 0.1, str(r.randint(-9, 255)), max(6, min(0.8 * h, 0.45 * w)), middle=True)
            if lines:
                c.pen.rectangle((x, y, x + w, y + h), outline=c.ink)
    return c.array()


def formula(r):
    """A line or two of mathematics or of one large word, as broad as a plate."""
    c = Canvas(r, sides=(40, 110))
    parts = ["x", "y", "f(x)", "=", "+", "-", "\u2211", "\u222b", "(i, j)", "\u03b1", "\u03c3", "2", "min", "dx", "\u2264", "[ ]", "sin"]
    lines, size = r.choice([1, 1, 2, 3]), r.randint(12, 30)
    texts = [" ".join(r.choice(parts) for _ in range(r.randint(2, 9))) if r.random() < 0.7 else " ".join(word(r, 0) for _ in range(r.randint(1, 3))) for _ in range(lines)]
    f = font(any_font(r, TEXT), size)
    image = Image.new("RGB", (int(max(f.getlength(t) for t in texts)) + r.randint(4, 40), int(size * 1.4 * lines) + r.randint(2, 30)), c.paper)
    pen = ImageDraw.Draw(image)
    for i, t in enumerate(texts):
        pen.text((r.randint(2, 12), 2 + i * size * 1.4), t, font=f, fill=c.ink)
    if r.random() < 0.4:
        pen.line((4, image.height / 2, image.width - 4, image.height / 2), fill=c.ink)
    return np.asarray(image).copy()


def texture(r):
    """Clouds, stripes, rings, stones and smooth shades."""
    h, w = r.randint(100, 400), r.randint(100, 400)
    noise = np.random.RandomState(r.randrange(1 << 30))
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    kind = r.choice(["clouds", "stripes", "rings", "stones", "shade"])
    if kind == "clouds":
        grey = cv2.GaussianBlur(noise.rand(h, w).astype(np.float32), (0, 0), np.exp(r.uniform(0, 3.5)))
    elif kind == "stripes":
        a = r.uniform(0, 3.14)
        grey = np.sin((x * np.cos(a) + y * np.sin(a)) / np.exp(r.uniform(0, 3)))
    elif kind == "rings":
        grey = np.cos(np.hypot(x - w * r.random(), y - h * r.random()) / np.exp(r.uniform(0.5, 3.5)))
    elif kind == "stones":
        n = r.randint(20, 300)
        seeds = np.full((h, w), 255, np.uint8)
        seeds[noise.randint(0, h, n), noise.randint(0, w, n)] = 0
        grey = -cv2.distanceTransform(seeds, cv2.DIST_L2, 3)
    else:
        grey = x * r.uniform(-1, 1) + y * r.uniform(-1, 1)
    grey = cv2.normalize(grey, None, 0, 1, cv2.NORM_MINMAX)
    if r.random() < 0.2:
        grey = (grey > r.uniform(0.3, 0.7)).astype(np.float32)
    low, high = (np.float32(jitter(r, r.choice(COLOURS + PAPERS), 30)) for _ in range(2))
    return (low + (high - low) * grey[..., None]).astype(np.uint8)


def filtered(r, photo):
    """What image programs make of a piece of a photo: edges, two tones, few tones, negatives, other colours."""
    kind = r.choice(["edges", "two", "few", "negative", "colours", "mosaic"])
    grey = cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY)
    if kind == "edges":
        grey = cv2.Canny(grey, 60, 160) if r.random() < 0.5 else cv2.convertScaleAbs(cv2.Laplacian(grey, cv2.CV_32F), alpha=2)
    elif kind == "two":
        grey = cv2.threshold(grey, 0, 255, cv2.THRESH_OTSU | r.choice([cv2.THRESH_BINARY, cv2.THRESH_BINARY_INV]))[1]
    elif kind == "few":
        step = r.choice([32, 64, 85])
        return (photo // step * step).astype(np.uint8)
    elif kind == "negative":
        return 255 - photo
    elif kind == "colours":
        return cv2.cvtColor(cv2.applyColorMap(grey, r.choice([cv2.COLORMAP_JET, cv2.COLORMAP_HOT, cv2.COLORMAP_VIRIDIS, cv2.COLORMAP_BONE])), cv2.COLOR_BGR2RGB)
    else:
        k = r.choice([6, 10, 16])
        return cv2.resize(photo[::k, ::k], photo.shape[1::-1], interpolation=cv2.INTER_NEAREST)
    return cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB)


def beside(r, pictures):
    """Pictures in a row or a column, as figures and montages show them."""
    across = r.random() < 0.7
    side, gap = r.randint(100, 220), r.choice([0, 2, 8, 20])
    scaled = [cv2.resize(p, (max(8, side * p.shape[1] // p.shape[0]), side) if across else (side, max(8, side * p.shape[0] // p.shape[1])), interpolation=cv2.INTER_AREA) for p in pictures]
    pad = ((0, 0), (0, gap), (0, 0)) if across else ((0, gap), (0, 0), (0, 0))
    return np.concatenate([np.pad(p, pad, constant_values=r.choice([255, 255, 0])) for p in scaled], 1 if across else 0)


DRAWN = (plot, diagram, window, window, logo, logo, land, cells, cells, formula, formula, texture)


def graphic(r):
    if r.random() < 0.12:
        return beside(r, [r.choice(DRAWN)(r) for _ in range(r.choice([2, 2, 3]))])
    return r.choice(DRAWN)(r)
