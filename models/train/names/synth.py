"""Synthetic documents: forms in many layouts, letters, notes, receipts, chat, logs. text + spans, then case and OCR noise."""
import re

from slots import HERE, LANGUAGES, Slots, is_held, read_sections

# What Tesseract and PP-OCR confuse, and by what.
CONFUSED = {'o': '0ce', '0': 'OoD', 'O': '0QD', 'l': '1I|i', '1': 'lI|', 'I': 'l1|', 'i': 'l1j', 'S': '5$', '5': 'S', 's': '5', 'B': '8', '8': 'B', 'e': 'c', 'c': 'eo', 'n': 'ru', 'u': 'n', 'm': ['rn', 'nn'], 'g': 'q9', 'Z': '2', 'z': '2',
            'a': 'o', 't': 'f', 'f': 't', 'h': 'b', 'r': 'n', 'E': 'F', 'F': 'P', 'D': 'O', 'G': '6C', '6': 'G', 'T': '7', 'y': 'v', 'v': 'y', 'w': ['vv'], 'd': ['cl'], 'q': 'g', 'V': 'Y', 'é': 'e', 'ü': 'u', 'ö': 'o', 'ä': 'a', 'ñ': 'n', 'ç': 'c', 'ß': 'B', '.': ',', ',': '.', ':': ';.', 'M': 'N', 'K': 'X', 'P': 'F', 'R': 'K', 'C': 'G', 'A': '4'}


class Doc:
    """A text under construction, with the spans of its entities."""

    def __init__(self):
        self.text, self.spans, self.length, self.entity = [], [], 0, 0

    def add(self, pieces):
        shift = self.entity
        for text, label, number in pieces:
            text = text.replace('~', '\n')
            if label:
                self.spans.append((self.length, self.length + len(text), label, shift + number))
                self.entity = max(self.entity, shift + number)
            self.text.append(text)
            self.length += len(text)

    def done(self):
        return ''.join(self.text), self.spans


class Templates:
    def __init__(self):
        self.sets = {}
        for lang in LANGUAGES:
            path = HERE / 'templates' / f'{lang}.txt'
            if not path.exists():
                continue
            s = read_sections(path)
            form = []
            for line in s['form']:
                labels, values = line.split(' | ')
                form.append(([x.strip() for x in labels.split(';')], [x.strip() for x in values.split(';')]))
            self.sets[lang] = {'form': form, 'prose': s['prose'], 'o': s['o']}

    def pick(self, rng, lang, kind, held):
        """A template of the training part; or, for the held-back sets, one of those that training never sees (1 in 12)."""
        pool = self.sets[lang][kind]
        for _ in range(200):
            t = rng.choice(pool)
            if is_held(t if isinstance(t, str) else ';'.join(t[0]), 8) == held or kind == 'form':
                return t
        return t


def field(t, s, rng, held):
    """(label pieces, value pieces)"""
    labels, values = t.pick(rng, s.lang, 'form', held)
    pool = [x for x in labels if is_held(x, 8) == held] or labels
    return s.o(rng.choice(pool)), s.fill(rng.choice(values))


def o_field(s, rng):
    label = s.o(s.vocab('form.o') if rng.random() < .75 else s.heading()[0][0])
    value = rng.choice([s.id, s.id, s.num, s.money, s.phone, s.email, s.time, s.product, s.ui, s.words, lambda: s.o(''), lambda: s.o(rng.choice(['Yes', 'No', 'N/A', 'None', 'X', 'n/a', '-', 'Unknown', 'See attached', 'Same as above', 'Active', 'Pending', 'Approved', 'Standard', 'Other', 'Full Time', 'Self'])), s.date])()
    return label, value


def restyle(pieces, style):
    return [(style(text), label, n) for text, label, n in pieces]


def form(t, s, rng, held):
    d = Doc()
    style = rng.choice([str, str, str, str.upper, str.title, str.capitalize, str.lower])
    vstyle = rng.choice([str, str, str, str, str.upper, str.upper])
    fields = [field(t, s, rng, held) if rng.random() < .66 else o_field(s, rng) for _ in range(rng.randint(3, 14))]
    fields = [(restyle(a, style), restyle(b, vstyle)) for a, b in fields]
    empty = rng.choice([0, 0, .15, .5])
    fields = [(a, b if rng.random() > empty else s.o(rng.choice(['', '', '______', '..........', '____________']))) for a, b in fields]
    if rng.random() < .4:
        d.add(s.heading() + s.o('~'))
    if rng.random() < .25:
        d.add(rng.choice([s.org, s.medorg])() + s.o('~') + (s.address2() + s.o('~') if rng.random() < .5 else []))
    kind = rng.random()
    colon = rng.choice([': ', ': ', ': ', ' : ', ' ', ' ', ':', '. ', ' - ', ' = ', ' | '])
    if kind < .35:      # one field a line
        for a, b in fields:
            d.add(a + s.o(colon) + b + s.o('~'))
    elif kind < .55:    # several fields a line
        k = rng.randint(2, 4)
        gap = rng.choice([' ', '  ', ' | ', '   '])
        for i in range(0, len(fields), k):
            for j, (a, b) in enumerate(fields[i:i + k]):
                d.add(s.o(gap if j else '') + a + s.o(colon) + b)
            d.add(s.o('~'))
    elif kind < .7:     # boxes: a row of labels, the values below
        k = rng.randint(1, 4)
        for i in range(0, len(fields), k):
            row = fields[i:i + k]
            for j, (a, _) in enumerate(row):
                d.add(s.o(' ' if j else '') + a)
            d.add(s.o('~'))
            for j, (_, b) in enumerate(row):
                d.add(s.o(' ' if j else '') + b)
            d.add(s.o('~'))
    elif kind < .8:     # value above label (signature lines)
        for a, b in fields:
            d.add(b + s.o('~') + a + s.o('~'))
    elif kind < .9:     # columns read one after the other: all labels, then all values
        for a, _ in fields:
            d.add(a + s.o(rng.choice(['~', '~', ':~'])))
        for _, b in fields:
            d.add(b + s.o('~'))
    else:               # label and value on lines of their own
        for a, b in fields:
            d.add(a + s.o(rng.choice([':~', '~'])) + b + s.o('~'))
    if rng.random() < .4:
        d.add(s.fill(t.pick(rng, s.lang, rng.choice(['o', 'prose']), held)))
    return d.done()


def table(t, s, rng, held):
    d = Doc()
    columns = [rng.choice([None, 0, 0]) for _ in range(rng.randint(2, 5))]
    columns = [o_field if c is None else t.pick(rng, s.lang, 'form', held) for c in columns]
    sep = rng.choice([' ', ' ', ' ', ' | ', '  ', ', '])
    up = rng.choice([str, str, str.upper])
    if rng.random() < .3:
        d.add(s.heading() + s.o('~'))
    if rng.random() < .8:
        d.add(s.o(sep.join(up(s.vocab('form.o') if c is o_field else rng.choice(c[0])) for c in columns) + '~'))
    makers = [rng.choice([s.id, s.num, s.money, s.date, s.product, s.time, s.phone, s.email]) if c is o_field else None for c in columns]
    vstyle = rng.choice([str, str, str.upper])
    number = rng.random() < .3
    for i in range(rng.randint(2, 8)):
        if number:
            d.add(s.o(f'{i + 1}{rng.choice([".", ")", ""])} '))
        for j, c in enumerate(columns):
            d.add(s.o(sep if j else '') + restyle(makers[j]() if c is o_field else s.fill(rng.choice(c[1])), vstyle))
        d.add(s.o('~'))
    return d.done()


def prose(t, s, rng, held):
    d = Doc()
    joint = rng.choice([' ', ' ', '~', '~~'])
    for i in range(rng.randint(1, 6)):
        template = t.pick(rng, s.lang, 'prose' if rng.random() < .62 else 'o', held)
        d.add(s.o(joint if i else '') + s.fill(template))
        if rng.random() < .12:
            d.add(s.o('~') + s.heading() + s.o('~'))
    return d.done()


def junk(t, s, rng, held):
    """Nothing personal: headings, buttons, ordinary words in every case, tables of numbers, products."""
    d = Doc()
    for i in range(rng.randint(3, 16)):
        r = rng.random()
        if r < .3:
            d.add(s.heading())
        elif r < .4:
            for _ in range(rng.randint(1, 5)):
                d.add(s.ui() + s.o(' '))
        elif r < .5:
            d.add(s.fill(t.pick(rng, s.lang, 'o', held)))
        elif r < .58:
            d.add(s.product() + s.o(' ') + s.money())
        elif r < .63:
            for _ in range(rng.randint(1, 6)):
                d.add(s.code() + s.o(' '))
        elif r < .72:
            for _ in range(rng.randint(2, 9)):
                d.add(s.num() + s.o(' '))
        elif r < .8:
            a, b = o_field(s, rng)
            d.add(a + s.o(rng.choice([': ', ' '])) + b)
        else:
            d.add(restyle(s.words(), rng.choice([str, str.title, str.upper, str.capitalize])))
        d.add(s.o(rng.choice(['~', '~', ' '])))
    return d.done()


KINDS = [(form, .32), (table, .1), (prose, .38), (junk, .2)]


def wrap(text, rng):
    """Line breaks where a page would have them: spaces become line feeds, no offset moves."""
    width = rng.randint(24, 90)
    out = list(text)
    column, last = 0, None
    for i, c in enumerate(out):
        column = 0 if c == '\n' else column + 1
        if c == ' ':
            last = i
        if column > width and last is not None:
            out[last] = '\n'
            column = i - last
            last = None
    return ''.join(out)


def with_case(text, rng, upper=.13, lower=.07, title=.02):
    """The text in another case. Letters whose case changes their number keep theirs, so that offsets hold."""
    r = rng.random()
    f = str.upper if r < upper else str.lower if r < upper + lower else None
    if f:
        return ''.join(f(c) if len(f(c)) == 1 else c for c in text)
    if r < upper + lower + title:
        return re.sub(r'\w+', lambda m: m[0].capitalize() if len(m[0].capitalize()) == len(m[0]) else m[0], text)
    return text


def with_noise(text, spans, rng, p):
    """Characters confused, dropped, doubled; spaces lost and put in. Spans move along."""
    out, at = [], []
    length = 0
    for c in text:
        at.append(length)
        if c == '\n':
            new = c
        elif rng.random() < p:
            r = rng.random()
            if c == ' ':
                new = '' if r < .35 else ' '
            elif c in CONFUSED and r < .72:
                new = rng.choice(CONFUSED[c])
            elif r < .8:
                new = ''
            elif r < .86:
                new = c + ' '
            elif r < .9:
                new = c + rng.choice(".,'`-:;")
            elif r < .94:
                new = rng.choice('abcdefghijklmnopqrstuvwxyz')
            else:
                new = c
        else:
            new = c
        out.append(new)
        length += len(new)
    at.append(length)
    return ''.join(out), [(at[a], at[b], label, n) for a, b, label, n in spans]


def document(lists, templates, rng, lang=None, held=False, noise=None):
    """(text, spans) of one document."""
    langs = [x for x in LANGUAGES if x in templates.sets]
    if lang is None:
        lang = 'en' if rng.random() < .6 else rng.choice(langs)
    kind = rng.choices([k for k, _ in KINDS], [w for _, w in KINDS])[0]
    text, spans = kind(templates, Slots(lists, rng, lang, held), rng, held)
    if kind is prose and rng.random() < .5:
        text = wrap(text, rng)
    text = with_case(text, rng, .3 if kind is junk else .13)
    p = (rng.choice([.01, .03, .05, .08]) if rng.random() < .35 else 0) if noise is None else noise
    return with_noise(text, spans, rng, p) if p else (text, spans)
