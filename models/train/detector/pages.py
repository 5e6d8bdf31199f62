"""Rendered pictures without plates or faces: text pages, forms, screens, and signs to hang into photos."""
import numpy as np
from PIL import Image, ImageDraw

from plates import ARAB, CJK, LATIN, TEXT, any_font, code, font, jitter, path_of

WORDS = ("the of invoice total name date address phone number order account customer report page amount due tax item quantity price signature department section "
         "approved by from to city state zip code ref no serial model open sale market hotel parking exit stop taxi bank coffee pizza school street avenue police bus "
         "welcome closed service station garage north south one way speed limit love free wifi shop fresh food").split()
CODES = ["999", "AAA 999", "99/99/9999", "AA-9999", "$9,999.99", "999-999-9999", "AAAA", "9999", "AA99 AAA", "99:99", "99%"]


def word(r, codes=0.4):
    w = code(r, r.choice(CODES)) if r.random() < codes else r.choice(WORDS)
    return w.upper() if r.random() < 0.3 else w


def page(r):
    """A page, form or screen about 480 × 640, RGB."""
    w, h = r.choice([(480, 640), (640, 480), (500, 640), (360, 640)])
    dark = r.random() < 0.2
    paper = jitter(r, (35, 38, 45) if dark else r.choice([(250, 250, 248), (250, 250, 248), (235, 230, 215), (215, 225, 240)]), 8)
    ink = jitter(r, (220, 220, 220) if dark else (25, 25, 25), 15)
    image = Image.new("RGB", (w, h), paper)
    pen = ImageDraw.Draw(image)
    y = r.randint(8, 40)
    if w == 360 or r.random() < 0.15:
        y = status_bar(r, pen, w, ink)
    face = any_font(r, TEXT)
    while y < h - 20:
        size = r.choice([8, 9, 10, 11, 12, 12, 14]) if r.random() > 0.15 else r.randint(16, 54)
        f = font(any_font(r, TEXT) if r.random() < 0.3 else face, size)
        x = r.randint(8, 60)
        kind = r.random()
        if kind < 0.3:  # cells and buttons
            n = r.randint(1, 5)
            step = (w - 2 * x) // n
            for i in range(n):
                box = (x + i * step, y, x + i * step + max(8, step - r.choice([0, 0, 8, 20])), y + size + r.randint(4, 16))
                pen.rectangle(box, outline=r.choice([ink, (150, 150, 150), (60, 90, 190)]), fill=r.choice([None, None, jitter(r, (225, 230, 240)), jitter(r, (40, 90, 200))]))
                pen.text((box[0] + 5, y + 2), word(r), font=f, fill=ink)
            y += size + r.randint(10, 26)
        elif kind < 0.38:
            y = icons(r, pen, x, y, w)
        elif kind < 0.43:
            y = bars(r, pen, x, y)
        else:
            text = " ".join(word(r) for _ in range(r.randint(1, 14)))
            pen.text((x, y), text.upper() if r.random() < 0.15 else text, font=f, fill=ink)
            y += int(size * r.uniform(1.2, 2.2))
        if r.random() < 0.06:
            y += r.randint(10, 60)
        if r.random() < 0.08:
            pen.line((8, y, w - 8, y), fill=ink, width=r.choice([1, 1, 2]))
            y += 4
    return np.asarray(image).copy()


def status_bar(r, pen, w, ink):
    f = font(any_font(r, LATIN), 12)
    pen.text((10, 5), code(r, "9:99"), font=f, fill=ink)
    x = w - 60
    pen.rectangle((x, 6, x + 22, 17), outline=ink)
    pen.rectangle((x + 2, 8, x + r.randint(5, 20), 15), fill=ink)
    pen.text((x + 26, 5), code(r, "99%"), font=f, fill=ink)
    for i in range(4):
        pen.rectangle((x - 40 + i * 5, 15 - i * 3, x - 37 + i * 5, 17), fill=ink)
    return 34


def icons(r, pen, x, y, w):
    """Round and square marks, some of which have two dots and a line, as logos have."""
    size = r.randint(18, 60)
    while x + size < w:
        colour = jitter(r, r.choice([(220, 60, 60), (60, 120, 220), (240, 190, 60), (70, 170, 90), (130, 130, 130), (30, 30, 30), (235, 200, 170)]))
        box = (x, y, x + size, y + size)
        (pen.ellipse if r.random() < 0.6 else pen.rectangle)(box, fill=colour if r.random() < 0.7 else None, outline=colour)
        if r.random() < 0.4:
            pen.text((x + size * 0.25, y + size * 0.15), r.choice("@#&?!i+RMXf$"), font=font(any_font(r, TEXT), size * 0.6), fill=(255, 255, 255))
        elif r.random() < 0.4:
            pen.line((x + size * 0.2, y + size * 0.5, x + size * 0.8, y + size * 0.5), fill=(255, 255, 255), width=max(1, size // 10))
        x += int(size * r.uniform(1.1, 2.5))
    return y + int(size * 1.3)


def bars(r, pen, x, y):
    height = r.randint(20, 60)
    end = x + r.randint(80, 260)
    while x < end:
        wide = r.randint(1, 4)
        pen.rectangle((x, y, x + wide - 1, y + height), fill=(15, 15, 15))
        x += wide + r.randint(1, 4)
    return y + height + 8


def hanzi(r, low, high):
    """Common characters of the font for them, without a sense."""
    return "".join(chr(r.randint(0x4E00, 0x6FFF)) for _ in range(r.randint(low, high)))


def line_of(r):
    """What stands in one line of a sign, and the fonts for it."""
    kind = r.random()
    if kind < 0.25 and path_of(CJK[0]):
        return hanzi(r, 1, 6), CJK
    if kind < 0.32:
        return r.choice(ARAB), ["dejavu/DejaVuSans-Bold.ttf"]
    if kind < 0.42:  # doors, seats and lots
        return code(r, r.choice(["A9", "99", "9", "A", "A99", "99A"])), TEXT
    return " ".join(word(r, 0.08) for _ in range(r.randint(1, 3))), TEXT


def notice(r):
    """A sheet with more lines than can be read from afar."""
    w, h = r.randint(80, 200), r.randint(80, 240)
    ink = r.choice([(30, 30, 30), (160, 30, 40), (30, 50, 120)])
    image = Image.new("RGB", (w, h), jitter(r, r.choice([(245, 245, 243), (245, 245, 243), (235, 225, 190), (205, 225, 240)])))
    pen = ImageDraw.Draw(image)
    y = h * r.uniform(0.03, 0.15)
    while y < h * 0.92:
        size = max(6, int(h * r.choice([0.05, 0.07, 0.07, 0.1, 0.2])))
        text, fonts = line_of(r)
        pen.text((w * r.uniform(0.05, 0.2), y), text, font=font(any_font(r, fonts), size), fill=ink)
        y += size * r.uniform(1.15, 1.8)
    return np.asarray(image).copy()


def sign(r):
    """A board with words, to be pasted into photos as something that is no plate."""
    if r.random() < 0.15:
        return notice(r)
    w, h = (r.randint(60, 120), r.randint(120, 360)) if r.random() < 0.12 else (r.randint(120, 360), r.randint(60, 260))
    paper, ink = r.choice([((245, 245, 245), (20, 20, 20)), ((20, 90, 60), (245, 245, 245)), ((25, 60, 150), (245, 245, 245)), ((200, 30, 35), (250, 250, 250)), ((240, 200, 50), (20, 20, 20)), ((40, 40, 45), (230, 220, 180))])
    image = Image.new("RGB", (w, h), jitter(r, paper))
    pen = ImageDraw.Draw(image)
    if r.random() < 0.5:
        pen.rectangle((3, 3, w - 4, h - 4), outline=ink, width=r.choice([2, 4]))
    for line in range(lines := r.randint(1, 4)):
        text, fonts = line_of(r)
        f, size = any_font(r, fonts), int(h * 0.8 / lines * r.uniform(0.5, 0.9))
        if r.random() < 0.8:  # most signs hold what they say
            size = int(size * min(1, 0.9 * w / font(f, size).getlength(text)))
        left = r.uniform(0.04, max(0.05, 0.96 - font(f, size).getlength(text) / w))
        pen.text((left * w, h * (0.08 + 0.84 * line / lines)), text, font=font(f, size), fill=ink)
    if r.random() < 0.2:
        pen.ellipse((w * 0.7, h * 0.2, w * 0.95, h * 0.2 + w * 0.25), fill=jitter(r, (200, 50, 50)))
    return np.asarray(image).copy()


MODELS = "S GT RS TDI 4x4 AWD V6 V8 16V 1.6 2.0 LX XLT GLS SE Sport Turbo Hybrid Classic Limited".split()
MAKERS = "ol an or ta vo mer cit lan za ri ka no su xi ford del tron ino".split()


def lettering(r):
    """Letters without a board, RGBA, as makers, firms and drivers put them on cars and clothes: no plate."""
    lines = []
    for _ in range(r.choice([1, 1, 1, 2])):
        if r.random() < 0.15 and path_of(CJK[0]):
            lines.append(hanzi(r, 1, 5))
            continue
        name = "".join(r.choice(MAKERS) for _ in range(r.randint(2, 4))) if r.random() < 0.5 else " ".join(word(r, 0) for _ in range(r.randint(1, 2)))
        if r.random() < 0.3:
            name += " " + r.choice(MODELS)
        lines.append(r.choice([str.upper, str.upper, str.capitalize])(name))
    asian = any(line[0] >= "\u4e00" for line in lines)
    f, size = any_font(r, CJK if asian else TEXT), r.choice([30, 40, 50])
    boxes = [font(f, size).getbbox(line) for line in lines]
    w, h = max(b[2] for b in boxes) + 12, int(size * 1.35 * len(lines)) + 8
    ink = jitter(r, r.choice([(215, 215, 220), (235, 235, 235), (170, 170, 175), (25, 25, 28), (190, 30, 35), (230, 190, 60), (40, 70, 150)]), 20)
    shade = Image.new("L", (w, h), 0)
    pen = ImageDraw.Draw(shade)
    for i, line in enumerate(lines):
        pen.text((6, 4 + i * size * 1.3), line, font=font(f, size), fill=255)
    mask = np.asarray(shade).astype(np.float32)
    colours = np.float32(ink) * np.linspace(r.uniform(0.6, 1.2), r.uniform(0.6, 1.2), h)[:, None, None] + np.zeros((h, w, 3))
    return np.dstack([np.clip(colours, 0, 255), mask * r.uniform(0.7, 1)]).astype(np.uint8)
