"""From lists and corpora to models/weights/names.onnx: python train.py --data ../../../../shared/data/ner"""
import argparse
import json
import random
import subprocess
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

import corpora
import synth
from data import ROWS, Vocabulary
from model import Tagger
from slots import HERE, Lists

WINDOW, BATCH = 192, 2048


def ordinary_runs(sets):
    """Runs of 2 to 7 words that no corpus marks as an entity, for headings, labels and junk."""
    runs = {'en': [], 'de': []}
    for name in ('wikigold', 'sec_train', 'germ_train'):
        for text, spans in sets[name]:
            marks = [(a, b) for a, b, _, _ in spans]
            run, at = [], 0
            for w in text.split(' '):
                if w.isalpha() and not any(a < at + len(w) and b > at for a, b in marks) and (w.islower() or name == 'germ_train' and run):
                    run.append(w)
                else:
                    for i in range(0, len(run) - 1, 6):
                        runs['de' if name == 'germ_train' else 'en'].append(run[i:i + 6])
                    run = []
                at += len(w) + 1
    return runs


def build(args, rng):
    sets = corpora.load(args.data)
    lists = Lists(args.lists, ordinary_runs(sets))
    templates = synth.Templates()
    vocabulary = Vocabulary()
    pieces, total = [], 0
    while total < args.tokens:
        a = vocabulary.encode(*synth.document(lists, templates, rng))
        total += len(a)
        pieces += [a[i:i + WINDOW] for i in range(0, len(a), WINDOW) if len(a) - i > 2]
    n = len(pieces)
    for name, sents in sets.items():
        if name.endswith('_test'):
            continue
        for copy in range(args.copies):
            i = 0
            while i < len(sents):
                # One to four sentences a text: what stands beside an entity is not always the end of the text.
                text, spans = sents[i]
                i += 1
                for _ in range(rng.choice([0, 0, 1, 3])):
                    if i < len(sents):
                        shift, base = len(text) + 1, len(spans)
                        text += rng.choice([' ', '\n']) + sents[i][0]
                        spans = spans + [(a + shift, b + shift, x, n2 + 1000 * (base + 1)) for a, b, x, n2 in sents[i][1]]
                        i += 1
                if copy:
                    text = synth.with_case(text, rng, .15, .1, .03)
                    if rng.random() < .3:
                        text = synth.wrap(text, rng)
                    if rng.random() < .25:
                        text, spans = synth.with_noise(text, spans, rng, rng.choice([.02, .05]))
                a = vocabulary.encode(text, spans, coarse=True)
                pieces += [a[k:k + WINDOW] for k in range(0, len(a), WINDOW) if len(a) - k > 2]
    print(f'{n} synthetic and {len(pieces) - n} corpus pieces, {sum(map(len, pieces)) / 1e6:.2f} M tokens, {len(vocabulary.features)} different', flush=True)
    return pieces, vocabulary


def batches(pieces, rng):
    order = sorted(range(len(pieces)), key=lambda i: len(pieces[i]) + rng.random() * 12)
    out, group, longest = [], [], 0
    for i in order:
        longest = max(longest, len(pieces[i]))
        if group and longest * (len(group) + 1) > BATCH:
            out.append(group)
            group, longest = [], len(pieces[i])
        group.append(i)
    out.append(group)
    rng.shuffle(out)
    return out


def train(args):
    rng = random.Random(args.seed)
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    t0 = time.time()
    pieces, vocabulary = build(args, rng)
    features, chars = (torch.from_numpy(x) for x in vocabulary.tables())
    rows = torch.from_numpy(ROWS).log()
    rows = torch.nan_to_num(rows, neginf=-1e4)
    model = Tagger()
    average = [p.detach().clone() for p in model.parameters()]
    print(f'{sum(p.numel() for p in model.parameters())} parameters; built in {time.time() - t0:.0f} s', flush=True)
    plan = [b for _ in range(args.epochs) for b in batches(pieces, rng)]
    steps = len(plan)
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=.01, betas=(.9, .98))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, args.rate, total_steps=steps, pct_start=.08)
    t0, running = time.time(), 0.
    for step, group in enumerate(plan):
        model.train()
        length = max(len(pieces[i]) for i in group)
        x = np.zeros((len(group), length, 4), np.int64)
        x[:, :, 3] = -1
        for k, i in enumerate(group):
            x[k, :len(pieces[i])] = pieces[i]
        x = torch.from_numpy(x)
        mask = x[..., 3] >= 0
        unique, inverse = x[..., 0].unique(return_inverse=True)
        tokens = model.tokens(features[unique], chars[unique])[inverse]
        logits = model.context(tokens, x[..., 1], x[..., 2], mask[..., None].float())[mask]
        loss = -(logits.log_softmax(-1) + rows[x[..., 3][mask]]).logsumexp(-1).mean()
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 2.)
        optimiser.step()
        schedule.step()
        decay = min(.998, (step + 1) / (step + 20))
        torch._foreach_lerp_(average, [p.detach() for p in model.parameters()], 1 - decay)
        running += loss.item()
        if step % 100 == 99:
            print(f'{step + 1}/{steps} loss {running / 100:.4f} {time.time() - t0:.0f} s', flush=True)
            running = 0.
    with torch.no_grad():
        for p, a in zip(model.parameters(), average):
            p.copy_(a)
    model.eval()
    return model


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--data', required=True, help='folder with wnut17, btc, wikigold, sec-filings, germeval14')
    parser.add_argument('--out', default=str(HERE / '../../weights/names.onnx'))
    parser.add_argument('--work', default='/tmp', help='where lists.json and names.pt go')
    parser.add_argument('--tokens', type=float, default=6e6, help='synthetic tokens')
    parser.add_argument('--copies', type=int, default=5, help='copies of the corpora, all but one in other cases and with noise')
    parser.add_argument('--epochs', type=int, default=1)
    parser.add_argument('--rate', type=float, default=3e-3)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--threads', type=int, default=2)
    args = parser.parse_args()
    work = Path(args.work)
    args.lists = work / 'lists.json'
    args.lists.write_text(subprocess.run(['node', str(HERE / 'lists.mjs')], check=True, capture_output=True, text=True).stdout)
    model = train(args)
    torch.save(model.state_dict(), work / 'names.pt')
    from export import export
    export(model, args.out)


if __name__ == '__main__':
    main()
