"""Public corpora as (text, spans, open labels): WNUT17, BTC, WikiGold, SEC filings, GermEval 2014. All CC BY."""
from pathlib import Path

NO_SPACE_BEFORE = set('.,;:!?)]}%\'’”»') | {"'s", "n't", "'m", "'re", "'ve", "'ll", "'d"}
NO_SPACE_AFTER = set('([{$#“„«')


def sentences(path, word, tag, comment='#\t'):
    words, tags = [], []
    for line in Path(path).read_text('utf8', errors='replace').splitlines():
        cells = line.split('\t') if '\t' in line else line.split(' ')
        if not line.strip() or line.startswith(comment):
            if words:
                yield words, tags
            words, tags = [], []
        elif len(cells) > tag and cells[word] and cells[word] != '-DOCSTART-':
            words.append(cells[word].replace('&lt;', '<').replace('&gt;', '>').replace('&amp;', '&'))
            tags.append(cells[tag].strip())
    if words:
        yield words, tags


def to_text(words, tags, names):
    """Words joined as they would be written. names: tag type → span label ('?': may be anything)."""
    text, spans, n, previous, glue = '', [], 0, 'O', False
    for word, tag in zip(words, tags):
        if text and not glue and not (word in NO_SPACE_BEFORE or word.startswith("'") and len(word) < 4):
            text += ' '
        glue = word in NO_SPACE_AFTER
        start = len(text)
        text += word
        kind = tag[2:] if tag[1:2] == '-' else None
        label = names.get(kind) if kind else None
        if word.startswith('@') and len(word) > 2:
            spans.append((start + 1, len(text), 'USER', n := n + 1))
            tag = 'O'
        elif label:
            if tag[0] == 'B' or previous[2:] != kind:
                n += 1
                spans.append((start, len(text), label, n))
            else:
                spans[-1] = (spans[-1][0], len(text), label, spans[-1][3])
        previous = tag
    return text, spans


WNUT = {'person': '/PER', 'location': '/LOC', 'corporation': '/ORG', 'group': '/GROUP', 'product': '?', 'creative-work': '?'}
CONLL = {'PER': '/PER', 'LOC': '/LOC', 'ORG': '/ORG', 'MISC': '?'}
GERM = {'PER': '/PER', 'LOC': '/LOC', 'ORG': '/ORG', 'OTH': '?', 'LOCderiv': '?', 'PERderiv': '?', 'ORGderiv': '?', 'LOCpart': '?', 'PERpart': '?', 'ORGpart': '?', 'OTHderiv': '?', 'OTHpart': '?'}


def load(data):
    """{name: [(text, spans)]}; the parts ending in _test are never trained on."""
    d = Path(data)
    read = lambda path, word, tag, names: [to_text(w, t, names) for w, t in sentences(d / path, word, tag)]
    btc = {k: read(f'btc/{k}.conll', 0, 1, CONLL) for k in 'abefgh'}
    out = {
        'wnut_train': read('wnut17/wnut17train.conll', 0, 1, WNUT), 'wnut_dev': read('wnut17/emerging.dev.conll', 0, 1, WNUT), 'wnut_test': read('wnut17/emerging.test.annotated', 0, 1, WNUT),
        'btc_train': [s for k in 'abeg' for s in btc[k]], 'btc_test': btc['f'] + btc['h'],
        'wikigold': read('wikigold/wikigold.conll.txt', 0, 1, CONLL),
        'sec_train': read('sec-filings/FIN5.txt', 0, 3, CONLL), 'sec_test': read('sec-filings/FIN3.txt', 0, 3, CONLL),
        'germ_train': read('germeval14/test.txt', 0, 3, GERM), 'germ_test': read('germeval14/dev.txt', 0, 3, GERM),
    }
    return out
