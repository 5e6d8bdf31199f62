"""Texts with spans as arrays of token numbers and targets."""
import numpy as np

from model import TAG, permitted
from text import layout, token_features, tokenise

ROWS, INDEX = permitted()


def targets(tokens, spans, coarse):
    """The row of permitted tags of each token. A token belongs to a span if they overlap."""
    out = [INDEX['O'] if coarse else 0] * len(tokens)
    spans = sorted(spans)
    j, previous = 0, None
    for i, (token, start, end) in enumerate(tokens):
        while j < len(spans) and spans[j][1] <= start:
            j += 1
        if j < len(spans) and spans[j][0] < end:
            label, entity = spans[j][2], spans[j][3]
            p = 'I' if entity == previous else 'B'
            out[i] = INDEX['?'] if label == '?' else INDEX[p, label] if label[0] == '/' else TAG[f'{p}-{label}']
            previous = entity
        else:
            previous = None
    return out


class Vocabulary:
    """Every token once, with its features, so that batches hold numbers only."""

    def __init__(self):
        self.number, self.features, self.chars = {}, [], []

    def add(self, token):
        n = self.number.get(token)
        if n is None:
            n = self.number[token] = len(self.features)
            f, c = token_features(token)
            self.features.append(f)
            self.chars.append(c)
        return n

    def encode(self, text, spans, coarse=False):
        """[T, 4] of token, layout, place, target"""
        tokens = tokenise(text)
        if not tokens:
            return np.zeros((0, 4), np.int32)
        return np.array([(self.add(t[0]), a, b, y) for t, (a, b), y in zip(tokens, layout(tokens), targets(tokens, spans, coarse))], np.int32)

    def tables(self):
        return np.array(self.features, np.int64), np.array(self.chars, np.int64)
