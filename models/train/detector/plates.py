"""Rendered license plates of many countries and layouts. Invented numbers only."""
import os
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

FOLDERS = ("/usr/share/fonts/truetype/", "/usr/share/fonts/opentype/")
LATIN = [
    "dejavu/DejaVuSans-Bold.ttf", "dejavu/DejaVuSansCondensed-Bold.ttf", "dejavu/DejaVuSansMono-Bold.ttf", "dejavu/DejaVuSansCondensed.ttf",
    "urw-base35/NimbusSansNarrow-Bold.otf", "urw-base35/NimbusSans-Bold.otf", "urw-base35/NimbusMonoPS-Bold.otf", "urw-base35/NimbusSansNarrow-Regular.otf",
    "liberation/LiberationSansNarrow-Bold.ttf", "noto/NotoSansMono-Bold.ttf",
]
TEXT = LATIN + ["dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSans.ttf", "dejavu/DejaVuSerif-Bold.ttf", "liberation/LiberationSerif-Regular.ttf"]
ARABIC = ["dejavu/DejaVuSans-Bold.ttf", "dejavu/DejaVuSansCondensed-Bold.ttf"] + [f"noto/Noto{kind}Arabic-{weight}.ttf" for kind in ("Kufi", "Naskh", "Sans") for weight in ("Bold", "Regular")]
INDIC = ["noto/NotoSansDevanagari-Bold.ttf"]
CJK = ["droid/DroidSansFallbackFull.ttf"]

LETTERS, DIGITS = "ABCDEFGHJKLMNPRSTUVWXYZ", "0123456789"
ARABIC_LETTERS, ARABIC_DIGITS, PERSIAN_DIGITS = "ابجدرسصطعفقلمنهوى", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"
KANA, KANJI, INDIC_DIGITS = "あいうえかきくけこさすせそたちつ", "品川横浜名古屋大阪京都神戸札幌京沪粤浙苏", "०१२३४५६७८९"

BLACK, WHITE, YELLOW, BLUE, RED, GREEN = (18, 18, 18), (242, 242, 242), (240, 200, 40), (25, 60, 160), (180, 25, 30), (25, 110, 65)
INKS = [(WHITE, BLACK)] * 7 + [(YELLOW, BLACK)] * 3 + [
    (WHITE, BLUE), (WHITE, GREEN), (WHITE, RED), (BLACK, WHITE), (BLACK, WHITE), (BLUE, WHITE), (RED, WHITE), (GREEN, WHITE), (BLACK, YELLOW),
    ((200, 205, 210), BLACK), ((240, 140, 40), BLACK), ((150, 200, 230), BLACK), ((170, 220, 180), BLACK),
]
PLACES = ["TEXAS", "California", "FLORIDA", "NEW YORK", "OHIO", "VIRGINIA", "SP-SAO PAULO", "MG-BELO HORIZONTE", "BRASIL", "Ontario", "GEORGIA", "UTAH", "Washington", "COLORADO", "ILLINOIS", "JALISCO", "ARGENTINA", "NSW"]
MOTTOES = ["The Golden State", "SUNSHINE STATE", "dmv.gov", "EMPIRE STATE", "10,000 lakes", "Land of Lincoln", "MAY 27"]
TRADES = ["دراجة", "نقل", "خصوصي", "بغداد", "دمشق", "القاهرة", "حلب", "أجرة", "تهران", "البصرة"]
ARAB = ["مصر", "العراق", "السعودية", "تونس", "الأردن", "ليبيا", "المغرب", "سوريا"]


@lru_cache(maxsize=None)
def path_of(name):
    return next((f + name for f in FOLDERS if os.path.exists(f + name)), None)


@lru_cache(maxsize=None)
def font(name, size):
    return ImageFont.truetype(path_of(name), max(6, int(size)))


def any_font(r, names):
    return r.choice([n for n in names if path_of(n)] or [n for n in LATIN if path_of(n)])


def code(r, pattern):
    """A number after the pattern: A is a letter, 9 a figure, and gaps are narrow or wide."""
    return "".join(r.choice(LETTERS) if c == "A" else r.choice(DIGITS) if c == "9" else " " * r.choice([1, 1, 1, 2, 3]) if c == " " else c for c in pattern)


def some(r, letters, low, high, joint=""):
    return joint.join(r.choice(letters) for _ in range(r.randint(low, high)))


def jitter(r, colour, by=22):
    return tuple(int(min(255, max(0, c + r.uniform(-by, by)))) for c in colour)


class Sheet:
    """A plate under the pen; places are shares of its width and height."""

    def __init__(self, r, width, height, paper, ink):
        self.r, self.w, self.h, self.ink = r, width, height, ink
        self.image = Image.new("RGB", (width, height), paper)
        self.pen = ImageDraw.Draw(self.image)

    def text(self, place, text, fonts=LATIN, ink=None):
        """Stretched to fill the place, as embossed letters are."""
        x0, y0, x1, y1 = place
        f = font(any_font(self.r, fonts) if isinstance(fonts, list) else fonts, 80)
        b = self.pen.textbbox((0, 0), text, font=f)
        w, h = b[2] - b[0], b[3] - b[1]
        if w < 1 or h < 1:
            return
        mask = Image.new("L", (w + 2, h + 2), 0)
        ImageDraw.Draw(mask).text((1 - b[0], 1 - b[1]), text, font=f, fill=255)
        # A short text is not stretched over the whole line.
        most = (y1 - y0) * self.h * 1.25 * len(text)
        px = min((x1 - x0) * self.w, most)
        left = x0 * self.w + ((x1 - x0) * self.w - px) / 2
        mask = mask.resize((max(4, int(px)), max(4, int((y1 - y0) * self.h))), Image.BILINEAR)
        self.image.paste(ink or self.ink, (int(left), int(y0 * self.h)), mask)

    def band(self, place, colour):
        x0, y0, x1, y1 = place
        self.pen.rectangle((x0 * self.w, y0 * self.h, x1 * self.w, y1 * self.h), fill=jitter(self.r, colour))


def european(r, paper, ink):
    s = Sheet(r, r.randint(400, 540), 110, paper, ink)
    left, right = 0.03, 0.97
    if r.random() < 0.75:
        side = 0.09
        s.band((0, 0, side, 1), BLUE)
        s.text((0.02, 0.62, 0.07, 0.9), r.choice(["D", "F", "I", "RO", "PL", "GB", "E", "NL", "H"]), ink=WHITE)
        s.pen.ellipse((s.w * 0.02, 18, s.w * 0.07, 18 + s.w * 0.05), outline=YELLOW, width=3)
        left = side + 0.02
        if r.random() < 0.25:
            s.band((1 - side, 0, 1, 1), BLUE)
            right = 1 - side - 0.02
    pattern = r.choice(["AA 999 AA", "AA99 AAA", "A-AA 9999", "B 99 AAA", "9999 AAA", "AA 99 A 9999", "AAA 999", "999-99-999", "AA-999-AA", "99-AAA-9", "A999AA 99", "AAA 9999 A", "AAA 999 A"])
    s.text((left, 0.16, right, 0.84), code(r, pattern))
    return s


def american(r, paper, ink):
    s = Sheet(r, r.randint(280, 320), 150, paper, ink)
    if r.random() < 0.5:
        s.band((0, 0, 1, r.uniform(0.15, 0.3)), r.choice([BLUE, RED, WHITE, YELLOW, GREEN]))
    if r.random() < 0.25:
        s.band((0, r.uniform(0.7, 0.85), 1, 1), r.choice([BLUE, RED, GREEN, YELLOW]))
    if r.random() < 0.35:
        s.pen.ellipse((s.w * 0.4, s.h * 0.3, s.w * 0.6, s.h * 0.75), fill=jitter(r, r.choice([(215, 190, 160), (240, 170, 80), (150, 190, 150)])))
    s.text((0.2, 0.05, 0.8, 0.2), r.choice(PLACES), TEXT, r.choice([BLUE, RED, ink]))
    s.text((0.06, 0.3, 0.94, 0.8), code(r, r.choice(["AAA 9999", "9AAA999", "AAA-999", "999 AAA", "AA9 A9A", "AA 99999", "999999", "A99-99A"])))
    if r.random() < 0.6:
        s.text((0.25, 0.86, 0.75, 0.96), r.choice(MOTTOES), TEXT)
    if r.random() < 0.3:
        s.band((0.02, 0.05, 0.14, 0.2), r.choice([RED, YELLOW, BLUE, GREEN]))
    return s


def temporary(r, paper, ink):
    """Paper plates: thin print, much white, a date and bars."""
    s = Sheet(r, r.randint(270, 320), 150, r.choice([(240, 240, 238), (225, 225, 215)]), BLACK)
    s.text((0.1, 0.06, 0.9, 0.2), r.choice(["TEMPORARY", "TEXAS BUYER", "DEALER TAG", "IN TRANSIT"]), TEXT)
    s.text((0.06, 0.3, 0.94, 0.72), code(r, r.choice(["9999A99", "AA99999", "999A999", "99A9999"])))
    s.text((0.1, 0.78, 0.9, 0.94), code(r, r.choice(["EXPIRES 99/99/9999", "VIN 9AAAA99A9AA", "MAY 99 2026"])), TEXT)
    return s


def brazilian(r, paper, ink):
    s = Sheet(r, r.randint(330, 400), 130, paper, ink)
    if r.random() < 0.45:  # Mercosur
        s.band((0, 0, 1, 0.24), BLUE)
        s.text((0.35, 0.05, 0.65, 0.2), r.choice(["BRASIL", "ARGENTINA", "URUGUAY", "PARAGUAY"]), ink=WHITE)
        s.text((0.08, 0.32, 0.94, 0.9), code(r, r.choice(["AAA9A99", "AA 999 AA", "AAA 9999"])))
    else:
        s.text((0.2, 0.05, 0.8, 0.2), r.choice(PLACES))
        s.text((0.06, 0.3, 0.94, 0.9), code(r, "AAA-9999"))
    return s


def two_lines(r, paper, ink):
    s = Sheet(r, r.randint(180, 300), r.randint(140, 210), paper, ink)
    top = r.uniform(0.36, 0.52)
    s.text((0.12, 0.1, 0.88, top - 0.03), code(r, r.choice(["AA 99", "AA-99", "AAA", "99-A9", "AA 9 AA", "A 999", "MH 99 A", "99-AA"])))
    s.text((0.08, top + 0.04, 0.92, 0.9), code(r, r.choice(["9999", "A 9999", "999.99", "AA 999", "99999", "9A99"])))
    if r.random() < 0.25:
        s.band((0, 0, 0.14, r.uniform(0.4, 0.5)), BLUE)
    return s


def indian(r, paper, ink):
    if r.random() < 0.5:
        return two_lines(r, paper, ink)
    s = Sheet(r, r.randint(400, 500), r.randint(90, 120), paper, ink)
    text = code(r, r.choice(["MH 99 AA 9999", "KA99A9999", "DL 9C AA 9999"]))
    if r.random() < 0.2 and path_of(INDIC[0]):
        s.text((0.04, 0.18, 0.96, 0.82), some(r, INDIC_DIGITS, 6, 9), INDIC)
    else:
        s.text((0.04, 0.18, 0.96, 0.82), text)
    return s


def japanese(r, paper, ink):
    s = Sheet(r, r.randint(290, 340), 165, paper, ink)
    s.text((0.2, 0.08, 0.5, 0.34), some(r, KANJI, 2, 3), CJK)
    s.text((0.54, 0.08, 0.8, 0.34), code(r, r.choice(["999", "99"])))
    s.text((0.03, 0.55, 0.13, 0.75), r.choice(KANA), CJK)
    s.text((0.2, 0.42, 0.95, 0.92), code(r, r.choice(["99-99", ".9-99", "9999"])))
    return s


def arabic(r, paper, ink):
    square = r.random() < 0.65
    s = Sheet(r, r.randint(180, 270), r.randint(140, 210), paper, ink) if square else Sheet(r, r.randint(330, 480), r.randint(100, 150), paper, ink)
    top = 0.04
    if r.random() < 0.6:
        top = r.uniform(0.2, 0.38)
        s.band((0, 0, 1, top), r.choice([(70, 145, 215), RED, (240, 160, 60), WHITE, (130, 130, 130), GREEN, YELLOW]))
        s.text((0.06, top * 0.2, 0.42, top * 0.85), r.choice(["EGYPT", "IRAQ", "KSA", "TUNISIA", "JORDAN"]), LATIN, BLACK)
        s.text((0.58, top * 0.12, 0.94, top * 0.9), r.choice(ARAB), ARABIC, BLACK)
    figures = some(r, r.choice([ARABIC_DIGITS, ARABIC_DIGITS, PERSIAN_DIGITS, DIGITS]), 3, 5, r.choice(["", " "]))
    letters = some(r, ARABIC_LETTERS, 1, 3, " ")
    kind = r.random()
    if square and kind < 0.6:
        middle = top + (1 - top) * r.uniform(0.42, 0.58)
        first, second = (figures, letters) if r.random() < 0.5 else (letters, figures)
        if r.random() < 0.3:
            first = some(r, PERSIAN_DIGITS, 3, 3)
        s.text((0.14, top + 0.05, 0.86, middle - 0.03), first, ARABIC)
        s.text((0.1, middle + 0.03, 0.9, 0.93), second, ARABIC)
    else:
        s.text((0.06, top + 0.08, 0.47, 0.9), figures, ARABIC)
        s.text((0.54, top + 0.06, 0.94, 0.9), letters, ARABIC)
        if r.random() < 0.6:
            s.pen.line((s.w // 2, int(top * s.h), s.w // 2, s.h), fill=ink, width=3)
    return s


def arabic_motorbike(r, paper, ink):
    """Two lines on a plate that is nearly square: a short and a long one, words of a province or a trade among them."""
    s = Sheet(r, r.randint(170, 260), r.randint(140, 215), paper, ink)
    figures = r.choice([ARABIC_DIGITS, ARABIC_DIGITS, PERSIAN_DIGITS, PERSIAN_DIGITS, DIGITS])
    fonts = LATIN if figures is DIGITS else ARABIC
    top, middle = r.uniform(0.04, 0.1), r.uniform(0.4, 0.56)
    kind = r.random()
    if kind < 0.35:  # a strip or a small flag beside the short line
        side = r.uniform(0.14, 0.3)
        if r.random() < 0.6:
            s.band((0.03, top, side, middle - 0.03), r.choice([BLUE, BLUE, GREEN, RED]))
        s.text((side + 0.06, top, 0.92, middle - 0.02), some(r, figures, 2, 3, r.choice(["", " "])), fonts)
        s.text((0.05, middle + 0.02, 0.95, 0.95), some(r, figures, 4, 6), fonts)
    elif kind < 0.7:  # words above figures, or below them
        words = r.choice(ARAB + TRADES) if r.random() < 0.6 else some(r, ARABIC_LETTERS, 2, 3, " ")
        lines = [(words, ARABIC), (some(r, figures, 3, 6, r.choice(["", "", " "])), fonts)]
        if r.random() < 0.35:
            lines.reverse()
        s.text((r.uniform(0.05, 0.25), top, r.uniform(0.75, 0.95), middle - 0.03), *lines[0])
        s.text((0.06, middle + 0.03, 0.94, 0.94), *lines[1])
    elif kind < 0.85:  # a word and figures side by side, figures below
        s.text((0.06, top, 0.48, middle - 0.03), some(r, figures, 1, 3), fonts)
        s.text((0.55, top, 0.94, middle - 0.03), r.choice(ARAB + TRADES), ARABIC)
        s.text((0.06, middle + 0.03, 0.94, 0.94), some(r, figures, 3, 6), fonts)
    else:  # figures above, a letter and figures below
        s.text((0.06, top, 0.94, middle - 0.03), some(r, figures, 3, 6), fonts)
        s.text((0.06, middle + 0.04, 0.45, 0.94), some(r, figures, 1, 2), fonts)
        s.text((0.55, middle + 0.04, 0.94, 0.94), some(r, ARABIC_LETTERS, 1, 1), ARABIC)
    if r.random() < 0.4:
        s.pen.line((s.w * 0.03, middle * s.h, s.w * 0.97, middle * s.h), fill=ink, width=r.choice([2, 3, 4]))
    return s


def brazilian_motorbike(r, paper, ink):
    s = Sheet(r, r.randint(190, 220), r.randint(160, 185), paper, ink)
    top = 0.22
    if r.random() < 0.5:
        s.band((0, 0, 1, top), BLUE)
        s.text((0.25, 0.04, 0.75, 0.18), r.choice(["BRASIL", "ARGENTINA", "COLOMBIA", "PARAGUAY"]), ink=WHITE)
    else:
        s.text((0.15, 0.05, 0.85, 0.19), r.choice(PLACES))
    first, second = r.choice([("AAA", "9999"), ("AAA", "9A99"), ("A999", "AAA"), ("AAA", "99A")])
    s.text((0.12, top + 0.04, 0.88, 0.58), code(r, first))
    s.text((0.08, 0.62, 0.92, 0.95), code(r, second))
    return s


LAYOUTS = ([european] * 4 + [american] * 4 + [brazilian] * 2 + [brazilian_motorbike] + [two_lines] * 3 + [arabic] * 4 + [arabic_motorbike] * 4
           + [indian, indian, japanese, temporary])


def plate(r):
    """One plate as an RGB array about 300 × 130, with frame, screws, dirt, shade and noise."""
    paper, ink = r.choice(INKS)
    s = r.choice(LAYOUTS)(r, jitter(r, paper), jitter(r, ink, 15))
    edge = r.choice([0, 2, 4, 6])
    if edge:
        s.pen.rectangle((1, 1, s.w - 2, s.h - 2), outline=r.choice([s.ink, (90, 90, 90), (30, 30, 30)]), width=edge)
    if r.random() < 0.4:
        for x in (0.25, 0.75):
            for y in r.choice([(0.1,), (0.1, 0.9)]):
                s.pen.ellipse((x * s.w - 4, y * s.h - 4, x * s.w + 4, y * s.h + 4), fill=r.choice([(120, 120, 120), (50, 50, 50), (190, 190, 190)]))
    a = np.asarray(s.image).astype(np.float32)
    noise = np.random.RandomState(r.randrange(1 << 30))
    if r.random() < 0.5:
        a *= np.linspace(r.uniform(0.6, 1.1), r.uniform(0.6, 1.1), s.w)[None, :, None] * np.linspace(r.uniform(0.7, 1.1), r.uniform(0.7, 1.1), s.h)[:, None, None]
    if r.random() < 0.35:  # dirt, or the fading of old paint
        blot = cv2.resize(noise.rand(r.randint(2, 9), r.randint(3, 14)).astype(np.float32), (s.w, s.h), interpolation=cv2.INTER_CUBIC)
        blot = np.clip((blot - r.uniform(0.45, 0.75)) * 3, 0, r.uniform(0.3, 0.85))[..., None]
        a = a * (1 - blot) + np.float32(r.choice([(95, 80, 60), (60, 60, 60), (190, 190, 190)])) * blot
    if r.random() < 0.15:  # glare
        y, x = np.mgrid[0:s.h, 0:s.w]
        spot = np.exp(-((x - r.uniform(0, s.w)) ** 2 + (y - r.uniform(0, s.h)) ** 2) / (2 * (r.uniform(0.1, 0.35) * s.w) ** 2))
        a += spot[..., None] * r.uniform(60, 230)
    a += noise.randn(s.h, s.w, 1) * r.uniform(0, 9)
    a = np.clip(a, 0, 255).astype(np.uint8)
    return cv2.resize(a, (s.w // 2, s.h // 2), interpolation=cv2.INTER_AREA) if r.random() < 0.4 else a
