"""Tokens and their integer features. lib/pii/names-text.ts does exactly the same; vectors.json holds both to it."""
import functools
import re
import sys
import unicodedata

TABLES = {'word': 32768, 'fold': 32768, 'prefix': 8192, 'suffix': 8192}
SHAPES, LAYOUTS, PLACES = 32, 40, 16
CHARS = 14
ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,;:!?\'"()[]/-&@#$%*+_|<>=~°€£’\n'
CHAR_ID = {c: i + 2 for i, c in enumerate(ALPHABET)}
FOLD = str.maketrans('01i!|582', 'olllls' + 'bz')


def _ranges(major):
    out, start = [], None
    for code in range(sys.maxunicode + 2):
        inside = code <= sys.maxunicode and unicodedata.category(chr(code))[0] in major
        if inside and start is None:
            start = code
        if not inside and start is not None:
            out.append(f'\\U{start:08x}-\\U{code - 1:08x}')
            start = None
    return ''.join(out)


TOKEN = re.compile(f'\\n|[{_ranges("LMN")}]+|[{_ranges("PS")}]')


def tokenise(text):
    """[(token, start, end)]; a token is a line feed (at most two in a row), a run of letters, marks and digits, or one sign."""
    out, feeds = [], 0
    for m in TOKEN.finditer(text):
        token = m.group()
        feeds = feeds + 1 if token == '\n' else 0
        if feeds < 3:
            out.append((token, m.start(), m.end()))
    return out


def units(s):
    """The UTF-16 units of a string, as JavaScript sees it."""
    if s.isascii() or max(s) <= '\uffff':
        return s
    b = s.encode('utf-16-le', 'surrogatepass')
    return ''.join(chr(b[i] | b[i + 1] << 8) for i in range(0, len(b), 2))


def hashed(s, seed, size):
    h = (2166136261 ^ seed) & 0xffffffff
    for c in s:
        h = ((h ^ ord(c)) * 16777619) & 0xffffffff
    return 1 + (h ^ (h >> 15)) % (size - 1)


def strip_marks(s):
    return s if s.isascii() else ''.join(c for c in unicodedata.normalize('NFD', s) if unicodedata.category(c)[0] != 'M')


def is_digits(s):
    return all('0' <= c <= '9' for c in s)


def case_of(s):
    """0 no letters, 1 lower, 2 capitalised, 3 upper, 4 mixed, 5 one upper-case letter."""
    low, up = s.lower(), s.upper()
    if low == up:
        return 0
    if s == low:
        return 1
    if s == up:
        return 5 if len(s) == 1 else 3
    return 2 if s[1:] == low[1:] else 4


def shape_of(s):
    if s == '\n':
        return 31
    if is_digits(s):
        return 8 + min(len(s), 8)
    case = case_of(s)
    if case == 0:
        return {'.': 17, ',': 18, ':': 19, '-': 20, '/': 21, '(': 22, ')': 23, '@': 24, "'": 25, '’': 25, '#': 26, '&': 27, '"': 28}.get(s, 29)
    return 6 + (case == 3) if any('0' <= c <= '9' for c in s) else case


@functools.lru_cache(maxsize=None)
def token_features(token):
    """(word, fold, prefix, suffix, shape), chars"""
    s = units(token)
    plain = units(strip_marks(token))
    low = s.lower() if s is token else units(token.lower())
    if is_digits(s) and len(s) > 2:
        low = s[:2] + '00' if len(s) == 4 and s[:2] in ('19', '20') else '0' * len(s)
    flat = plain.lower()
    fold = low if is_digits(s) else flat.translate(FOLD).replace('rn', 'm').replace('vv', 'w')
    chars = plain if len(plain) <= CHARS else plain[:8] + plain[-6:]
    ids = [CHAR_ID.get(c, 1) for c in chars]
    return ((hashed(low, 1, TABLES['word']), hashed(fold, 2, TABLES['fold']), hashed(flat[:3], 3, TABLES['prefix']), hashed(flat[-3:], 4, TABLES['suffix']),
             shape_of(s)), tuple(ids + [0] * (CHARS - len(ids))))


def layout(tokens):
    """(layout, place) of each token: spaces around it, ends of the line, case of the line; index in the line."""
    out, i, n = [], 0, len(tokens)
    while i < n:
        j = i
        while j < n and tokens[j][0] != '\n':
            j += 1
        cases = {c for c in (case_of(t[0]) for t in tokens[i:j] if len(units(t[0])) > 1) if c}
        kind = 0 if not cases else 1 if cases == {1} else 2 if cases == {2} else 3 if cases == {3} else 4
        for k in range(i, j):
            glued = k > i and tokens[k - 1][2] == tokens[k][1]
            out.append((8 * kind + glued + 2 * (k == i) + 4 * (k == j - 1), min(k - i, PLACES - 1)))
        if j < n:
            out.append((8 * kind, min(j - i, PLACES - 1)))
        i = j + 1
    return out
