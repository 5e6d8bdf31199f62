"""The tagger: hashed word, fold, prefix and suffix embeddings and a character convolution, then residual dilated convolutions with maxout."""
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from text import ALPHABET, LAYOUTS, PLACES, SHAPES, TABLES

LABELS = ['GIVEN', 'FAMILY', 'MED', 'STREET', 'CITY', 'STATE', 'ZIP', 'COUNTRY', 'LOC', 'ORG', 'MEDORG', 'OCC', 'ORIGIN', 'RELIGION', 'LANGUAGE', 'CONDITION', 'DRUG', 'INJURY', 'PROCESS', 'EVENT', 'PARTY', 'MARITAL',
          'PHYSICAL', 'DATE', 'DOB', 'USER']
# Tag 0 is O, then B and I of every label.
TAGS = ['O'] + [f'{p}-{x}' for x in LABELS for p in 'BI']
TAG = {t: i for i, t in enumerate(TAGS)}
K = len(TAGS)
# Labels of one group continue each other: "Ada" B-GIVEN, "Byron" I-FAMILY.
GROUP = {x: i for i, x in enumerate(LABELS)} | {'FAMILY': 0}

# What a coarse label of a corpus may be.
COARSE = {'/PER': ['GIVEN', 'FAMILY', 'MED'], '/LOC': ['STREET', 'CITY', 'STATE', 'ZIP', 'COUNTRY', 'LOC'], '/ORG': ['ORG', 'MEDORG'], '/GROUP': ['ORG', 'MEDORG']}
UNSEEN = ['OCC', 'ORIGIN', 'RELIGION', 'LANGUAGE', 'CONDITION', 'DRUG', 'INJURY', 'PROCESS', 'EVENT', 'PARTY', 'MARITAL', 'PHYSICAL', 'DATE', 'DOB', 'ZIP']


def permitted():
    """Rows of allowed tags: one for each tag, then the coarse ones. A token's target is a row."""
    rows = [np.eye(K)[i] for i in range(K)]
    index = {}
    for coarse, labels in COARSE.items():
        for p in 'BI':
            row = np.zeros(K)
            for x in labels:
                row[TAG['B-' + x]] = 1 if p == 'B' or x not in ('GIVEN', 'FAMILY', 'MED') else 0
                row[TAG['I-' + x]] = p == 'I'
            row[0] = coarse == '/GROUP'
            index[p, coarse] = len(rows)
            rows.append(row)
    row = np.zeros(K)
    for x in UNSEEN:  # possible, but not at no cost: left quite free, they would swallow ordinary words
        row[TAG['B-' + x]] = row[TAG['I-' + x]] = .05
    row[0] = 1
    index['O'] = len(rows)
    rows.append(row)
    index['?'] = len(rows)
    rows.append(np.full(K, .3))
    rows[-1][0] = 1
    return np.array(rows, np.float32), index


def shifted(h, d):
    """[…, T, H] → […, T, 3H]: each place with its neighbours d before and d after."""
    zero = F.pad(h, (0, 0, d, d))
    n = h.shape[-2]
    return torch.cat([zero[..., :n, :], h, zero[..., 2 * d:2 * d + n, :]], -1)


class Tagger(nn.Module):
    def __init__(self, width=112, dilations=(1, 1, 2, 4, 8), drop=.25):
        super().__init__()
        self.dilations = dilations
        self.word = nn.Embedding(TABLES['word'], 40)
        self.fold = nn.Embedding(TABLES['fold'], 40)
        self.prefix = nn.Embedding(TABLES['prefix'], 24)
        self.suffix = nn.Embedding(TABLES['suffix'], 24)
        self.shape = nn.Embedding(SHAPES, 12)
        self.layout = nn.Embedding(LAYOUTS, 12)
        self.place = nn.Embedding(PLACES, 8)
        self.char = nn.Embedding(len(ALPHABET) + 2, 16, padding_idx=0)
        self.char_conv = nn.Linear(48, 48)
        for e in (self.word, self.fold, self.prefix, self.suffix):
            nn.init.normal_(e.weight, std=.3)
        self.enter = nn.Linear(40 + 40 + 24 + 24 + 12 + 48 + 12 + 8, 2 * width)
        self.convs = nn.ModuleList(nn.Linear(3 * width, 2 * width) for _ in dilations)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in dilations)
        self.last_norm = nn.LayerNorm(width)
        self.leave = nn.Linear(width, K)
        # Starts as "nothing personal": the first steps need not unlearn noise.
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)
        self.leave.bias.data[0] = 4.5
        self.drop = nn.Dropout(drop)

    def tokens(self, features, chars):
        """[N, 5], [N, 14] → [N, E]"""
        word, fold, prefix, suffix, shape = features.unbind(-1)
        parts = [self.word(word), self.fold(fold), self.prefix(prefix), self.suffix(suffix)]
        if self.training:  # whole tables go missing now and then, so that no one of them is leaned on
            parts = [p * (torch.rand(p.shape[:-1] + (1,)) > q) for p, q in zip(parts, (.25, .2, .12, .12))]
        c = self.char_conv(shifted(self.char(chars), 1)).amax(-2).relu()
        return torch.cat([*parts, self.shape(shape), c], -1)

    def context(self, tokens, layout, place, mask=None):
        """[B, T, E] → logits [B, T, K]"""
        h = self.drop(torch.cat([tokens, self.layout(layout), self.place(place)], -1))
        h = torch.maximum(*self.enter(h).chunk(2, -1))
        for dilation, conv, norm in zip(self.dilations, self.convs, self.norms):
            x = self.drop(norm(h))
            if mask is not None:
                x = x * mask
            h = h + torch.maximum(*conv(shifted(x, dilation)).chunk(2, -1))
        return self.leave(self.drop(self.last_norm(h)))

    def forward(self, features, chars):
        """As exported. features [T, 7] (word, fold, prefix, suffix, shape, layout, place), chars [T, 14] → log-probabilities [T, K]"""
        e = self.tokens(features[:, :5], chars)
        return self.context(e, features[:, 5], features[:, 6]).log_softmax(-1)
