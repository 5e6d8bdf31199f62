#!/usr/bin/env python3
"""Finds the ranges that ppocr.convert.mjs quantises PP-OCR within: runs the folded float graphs on rendered text and writes
the least and the most value of every tensor that is to be quantised to ppocr-ranges.json.

  node models/convert/ppocr.convert.mjs --float FOLDER     (writes the float graphs and tensors.json, their tensors' names)
  python3 models/convert/ppocr-calibrate.py FOLDER         (numpy, pillow, onnx, onnxruntime; any TrueType fonts)

Only text made here is looked at: words of random letters, digits and signs, dark on light and light on dark, sharp and blurred.
"""
import glob, json, os, random, string, sys
import numpy as np, onnx, onnxruntime
from PIL import Image, ImageDraw, ImageFilter, ImageFont

random.seed(1)
noise = np.random.default_rng(1)
fonts = sorted(f for f in glob.glob('/usr/share/fonts/**/*.ttf', recursive=True) if 'DejaVu' in f or 'Liberation' in f)
VOWELS, CONSONANTS = 'aeiou', 'bcdfghjklmnprstvwz'

def word():
    if random.random() < .3:
        return ''.join(random.choice(string.digits + './-,:$%()#') for _ in range(random.randint(1, 10)))
    w = ''.join(random.choice(CONSONANTS if (i + random.randint(0, 3)) % 2 else VOWELS) for i in range(random.randint(2, 10)))
    return random.choice([w, w, w.capitalize(), w.upper()])

def font(size):
    return ImageFont.truetype(random.choice(fonts), size)

def roughen(image):
    if random.random() < .5:
        image = image.filter(ImageFilter.GaussianBlur(random.random() * 1.2))
    a = np.asarray(image).astype('f4')
    return np.clip(a + noise.normal(size=a.shape) * random.choice([0, 4, 12]), 0, 255).astype('f4')

def colours():
    back, ink = random.randint(170, 255), random.randint(0, 90)
    return (ink, back) if random.random() < .12 else (back, ink)

def line():
    f = font(random.choice([10, 12, 14, 18, 24, 36]))
    text = ' '.join(word() for _ in range(random.randint(1, 7)))
    box, pad, (back, ink) = f.getbbox(text), random.randint(1, 5), colours()
    image = Image.new('L', (box[2] + 2 * pad, box[3] - box[1] + 2 * pad), back)
    ImageDraw.Draw(image).text((pad, pad - box[1]), text, font=f, fill=ink)
    width = max(32, min(1600, -(-image.width * 48 // image.height // 8) * 8))
    return roughen(image.resize((width, 48), Image.BILINEAR))[None, None]

def page():
    back, ink = colours()
    image = Image.new('L', (640, 640), back)
    draw, y = ImageDraw.Draw(image), 10
    while y < 600:
        size = random.choice([12, 14, 16, 16, 20, 28, 48])
        draw.text((random.randint(5, 200), y), ' '.join(word() for _ in range(random.randint(1, 9))), font=font(size), fill=ink)
        if random.random() < .15:
            draw.rectangle((random.randint(0, 300), y - 4, random.randint(320, 639), y + size + 6), outline=ink)
        y += int(size * random.uniform(1.2, 3))
    return roughen(image.rotate(random.choice([0, 0, 0, 2, -3, 90]), fillcolor=back))[None, None]

def ranges(path, names, inputs):
    model = onnx.load(path)
    del model.graph.output[:]
    model.graph.output.extend(onnx.helper.make_tensor_value_info(n, onnx.TensorProto.FLOAT, None) for n in names if n != 'x')
    session = onnxruntime.InferenceSession(model.SerializeToString())
    found = {'x': [0, 255]} if 'x' in names else {}
    for x in inputs:
        for o, value in zip(session.get_outputs(), session.run(None, {'x': x})):
            low, high = found.get(o.name, [0, 0])
            found[o.name] = [min(low, float(value.min())), max(high, float(value.max()))]
    return {name: [float('%.6g' % v) for v in found[name]] for name in sorted(found)}

folder = sys.argv[1]
tensors = json.load(open(os.path.join(folder, 'tensors.json')))
made = {part: ranges(os.path.join(folder, part + '.onnx'), tensors[part], [make() for _ in range(count)])
        for part, make, count in (('ppocr-det', page, 24), ('ppocr-latin', line, 80))}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'ppocr-ranges.json'), 'w') as out:
    json.dump(made, out, indent=1)
    out.write('\n')
