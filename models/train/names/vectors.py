"""Writes the test vectors that hold the TypeScript tokeniser and features to these: python vectors.py > ../../../test/pii/names-vectors.json"""
import json

from text import layout, token_features, tokenise

TEXTS = [
    'Dr. José O’Brien-Smith\n\n\n\nDOB: 12/03/1980 SM1TH',
    'NAME: ADA BYRON\nADDRESS: 12 ELM STREET\nSpringfield, IL 62704-1234',
    'ada@example.org wrote: "Ça va, Zoë?" — 5 € £3 ~ 100%',
    'Straße Łódź İzmir ÅNGSTRÖM Ñandú naïve Åse',
    'Иванов Пётр, Αθήνα, 東京 株式会社, Nguyễn Thị Hằng, أحمد',
    'x', '\n', ' \t ', 'a\u00a0b\u200bc\ufeffd', 'emoji 😀 and 𝒜lphabet 𝟙𝟚', 'Pneumonoultramicroscopicsilicovolcanoconiosis 123456789012345678',
    'McDONALD iPhone 4B B12 2021 1899 007 l1O0 rnodern vvater ½ ٣٤',
    'all lower\nALL UPPER CASE\nTitle Case Line\nMiXed case 1\n(),.;:!?\'"[]{}<>|=+*&^%$#@~`_\\/-',
]


def vector(text):
    tokens = tokenise(text)
    cut = lambda n: len(text[:n].encode('utf-16-le')) // 2
    rows = [[*token_features(t[0])[0], *place] for t, place in zip(tokens, layout(tokens))]
    return {'text': text, 'tokens': [[t, cut(a), cut(b)] for t, a, b in tokens], 'features': rows, 'chars': [token_features(t[0])[1] for t in tokens]}


print(json.dumps([vector(t) for t in TEXTS], ensure_ascii=True))
