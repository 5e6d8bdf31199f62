"""Text that gives the ranges which PP-OCR is quantised within: words of random letters, digits and signs, dark on light and light on dark, sharp and blurred."""
import glob
import random
import string

import numpy as np
from onnxruntime.quantization import CalibrationDataReader
from PIL import Image, ImageDraw, ImageFilter, ImageFont

VOWELS, CONSONANTS = "aeiou", "bcdfghjklmnprstvwz"
MARKED = "äöüßéèêàâçñõãåøæœšžčřěůąęłńśźżőűğışțăđơưìíòóùúý"


class Renderer:
    def __init__(self, seed=1):
        self.random = random.Random(seed)
        self.noise = np.random.default_rng(seed)
        self.fonts = sorted(f for f in glob.glob("/usr/share/fonts/**/*.ttf", recursive=True) if "DejaVu" in f or "Liberation" in f)

    def word(self):
        r = self.random
        if r.random() < 0.3:
            return "".join(r.choice(string.digits + "./-,:$%()#") for _ in range(r.randint(1, 10)))
        letters = [r.choice(CONSONANTS if (i + r.randint(0, 3)) % 2 else VOWELS) for i in range(r.randint(2, 10))]
        if r.random() < 0.15:
            letters[r.randrange(len(letters))] = r.choice(MARKED)
        w = "".join(letters)
        return r.choice([w, w, w.capitalize(), w.upper()])

    def font(self, size):
        return ImageFont.truetype(self.random.choice(self.fonts), size)

    def roughen(self, image):
        if self.random.random() < 0.5:
            image = image.filter(ImageFilter.GaussianBlur(self.random.random() * 1.2))
        a = np.asarray(image).astype("f4")
        return np.clip(a + self.noise.normal(size=a.shape) * self.random.choice([0, 4, 12]), 0, 255).astype("f4")[None, None]

    def colours(self):
        back, ink = self.random.randint(170, 255), self.random.randint(0, 90)
        return (ink, back) if self.random.random() < 0.12 else (back, ink)

    def line(self):
        r = self.random
        f = self.font(r.choice([10, 12, 14, 18, 24, 36]))
        text = " ".join(self.word() for _ in range(r.randint(1, 7)))
        box, pad, (back, ink) = f.getbbox(text), r.randint(1, 5), self.colours()
        image = Image.new("L", (box[2] + 2 * pad, box[3] - box[1] + 2 * pad), back)
        ImageDraw.Draw(image).text((pad, pad - box[1]), text, font=f, fill=ink)
        width = max(32, min(1600, -(-image.width * 48 // image.height // 8) * 8))
        return self.roughen(image.resize((width, 48), Image.BILINEAR))

    def page(self):
        r = self.random
        back, ink = self.colours()
        image = Image.new("L", (640, 640), back)
        draw, y = ImageDraw.Draw(image), 10
        while y < 600:
            size = r.choice([12, 14, 16, 16, 20, 28, 48])
            draw.text((r.randint(5, 200), y), " ".join(self.word() for _ in range(r.randint(1, 9))), font=self.font(size), fill=ink)
            if r.random() < 0.15:
                draw.rectangle((r.randint(0, 300), y - 4, r.randint(320, 639), y + size + 6), outline=ink)
            y += int(size * r.uniform(1.2, 3))
        return self.roughen(image.rotate(r.choice([0, 0, 0, 2, -3, 90]), fillcolor=back))


class Reader(CalibrationDataReader):
    def __init__(self, pictures):
        self.rest = iter(pictures)

    def get_next(self):
        x = next(self.rest, None)
        return None if x is None else {"x": x}
