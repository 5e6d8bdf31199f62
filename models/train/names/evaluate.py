"""Measures an exported model: python evaluate.py --data ../../../../shared/data/ner [--model …] [--caution 1.4]

Corpora: strict F1 of PER/LOC/ORG spans on their test parts. Held-back synthetic documents (names, templates and labels that training
never sees), clean and with 5 % of the characters disturbed: entities covered, characters covered, words wrongly flagged."""
import argparse
import json
import random
from pathlib import Path

import numpy as np
import onnxruntime

import corpora
import synth
from model import GROUP, LABELS, TAGS
from slots import LANGUAGES, Lists
from text import layout, token_features, tokenise
from train import ordinary_runs

COARSE = {x: 'PER' for x in ('GIVEN', 'FAMILY', 'MED')} | {x: 'LOC' for x in ('STREET', 'CITY', 'STATE', 'ZIP', 'COUNTRY', 'LOC')} | {x: 'ORG' for x in ('ORG', 'MEDORG')}


class Runtime:
    def __init__(self, path, caution):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session, self.caution = onnxruntime.InferenceSession(path, options), caution
        self.allow = np.zeros((len(TAGS), len(TAGS)))
        for i, a in enumerate(TAGS):
            for j, b in enumerate(TAGS):
                if b[0] == 'I' and (a == 'O' or GROUP[a[2:]] != GROUP[b[2:]]):
                    self.allow[i, j] = -1e9

    def scores(self, tokens):
        f, c = zip(*(token_features(t[0]) for t in tokens))
        features = np.concatenate([np.array(f, np.int32), np.array(layout(tokens), np.int32)], 1)
        return self.session.run(None, {'features': features, 'chars': np.array(c, np.int32)})[0].astype(float)

    def spans(self, text):
        """[(start, end, [labels of the tokens])]"""
        tokens = tokenise(text)
        if not tokens:
            return []
        s = self.scores(tokens)
        s[:, 1:] += self.caution
        best, back = s[0] + self.allow[0], []
        for row in s[1:]:
            m = best[:, None] + self.allow
            back.append(m.argmax(0))
            best = m.max(0) + row
        tags = [int(best.argmax())]
        for b in reversed(back):
            tags.append(int(b[tags[-1]]))
        out = []
        for (token, start, end), tag in zip(tokens, tags[::-1]):
            if tag == 0:
                continue
            if TAGS[tag][0] == 'B':
                out.append([start, end, []])
            out[-1][1] = end
            out[-1][2].append(TAGS[tag][2:])
        for span in out:
            while span[1] > span[0] and text[span[1] - 1] in ',;:|\n ':
                span[1] -= 1
        return [tuple(s) for s in out]


def strict(runtime, sentences):
    hit = found = true = 0
    by = {}
    for text, spans in sentences:
        gold = {}
        for a, b, label, n in spans:
            gold[n] = (min(a, gold.get(n, (a,))[0]), b, label)
        gold = {(a, b, 'ORG' if x == '/GROUP' else x[1:]) for a, b, x in gold.values() if x[0] == '/'}
        guess = {(a, b, COARSE[x[0]]) for a, b, x in runtime.spans(text) if x[0] in COARSE}
        hit, found, true = hit + len(gold & guess), found + len(guess), true + len(gold)
        for kind in ('PER', 'LOC', 'ORG'):
            t = by.setdefault(kind, [0, 0, 0])
            for i, s in enumerate((gold & guess, guess, gold)):
                t[i] += sum(x[2] == kind for x in s)
    f = lambda h, g, t: {'P': round(100 * h / max(g, 1), 1), 'R': round(100 * h / max(t, 1), 1), 'F1': round(200 * h / max(g + t, 1), 1)}
    return {'all': f(hit, found, true)} | {k: f(*v) for k, v in by.items()}


def coverage(runtime, documents):
    """Of held-back documents: entities with at least 90 % of their characters covered, characters covered, right labels, words outside entities flagged."""
    entities = whole = chars = covered = words = flagged = right = 0
    by = {}
    for text, spans in documents:
        guess = runtime.spans(text)
        mask, true = np.zeros(len(text), bool), np.zeros(len(text), bool)
        for a, b, _ in guess:
            mask[a:b] = True
        gold = {}
        for a, b, label, n in spans:
            true[a:b] = True
            g = gold.setdefault(n, [a, b, label])
            g[0], g[1] = min(a, g[0]), max(b, g[1])
        space = np.array([not c.isalnum() for c in text], bool) if text else mask
        for a, b, label in gold.values():
            solid = ~space[a:b]
            if not solid.any():
                continue
            entities += 1
            ok = mask[a:b][solid].mean() >= .9
            whole += ok
            overlapping = {x for s, e, labels in guess if s < b and e > a for x in labels}
            right += bool(overlapping) and GROUP[label] in {GROUP[x] for x in overlapping}
            t = by.setdefault(label, [0, 0])
            t[0] += ok
            t[1] += 1
        chars += (true & ~space).sum()
        covered += (true & mask & ~space).sum()
        at = 0
        for w in text.split():
            at = text.index(w, at)
            if not true[at:at + len(w)].any():
                words += 1
                flagged += mask[at:at + len(w)].any()
            at += len(w)
    pct = lambda a, b: round(100 * float(a) / max(b, 1), 1)
    return {'entities': pct(whole, entities), 'label': pct(right, entities), 'chars': pct(covered, chars), 'false per 100 words': pct(flagged, words), 'by': {k: pct(*v) for k, v in sorted(by.items())}}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--data', required=True)
    parser.add_argument('--lists', default='/tmp/lists.json')
    parser.add_argument('--model', default=str(Path(__file__).parent / '../../weights/names.onnx'))
    parser.add_argument('--caution', type=float, default=1.4)
    parser.add_argument('--documents', type=int, default=300)
    parser.add_argument('--limit', type=int, default=0, help='sentences of each corpus')
    args = parser.parse_args()
    runtime = Runtime(args.model, args.caution)
    sets = corpora.load(args.data)
    for name in ('wnut_test', 'btc_test', 'sec_test', 'germ_test'):
        print(name, json.dumps(strict(runtime, sets[name][:args.limit or None])), flush=True)
    lists, templates = Lists(args.lists, ordinary_runs(sets)), synth.Templates()
    for lang in [x for x in LANGUAGES if x in templates.sets]:
        for noise in (0, .05):
            rng = random.Random(99)
            documents = [synth.document(lists, templates, rng, lang, True, noise) for _ in range(args.documents if lang == 'en' else args.documents // 3)]
            result = coverage(runtime, documents)
            if lang != 'en':
                del result['by']
            print(f'held-back {lang} noise {noise}', json.dumps(result), flush=True)


if __name__ == '__main__':
    main()
