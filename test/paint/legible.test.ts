import t from 'tap'
import { fillOptions } from '../../lib/core/options.js'
import { stillThere } from '../../lib/paint/legible.js'
import type { Frame, PaintBox, Word } from '../../lib/core/types.js'

const box: PaintBox = { label: 'NAME', method: 'blackbox', x: 10, y: 10, w: 100, h: 20 }
const frame = { width: 500, height: 500, planned: [box], entities: [{ text: 'Ada Byron', bestLabel: 'NAME' }] } as unknown as Frame
const word = (text: string, x: number, y: number): Word => ({ text, x, y, w: 40, h: 10, confidence: 1, line: 0 })
const left = (seen: Parameters<typeof stillThere>[1], f = frame, options = {}): string[] => stillThere(f, seen, fillOptions(options)).map(b => b.label)

t.test('what is found in a painted box is still there', async t => {
  t.same(left({ objects: [{ type: 'FACE', score: 1, x: 12, y: 12, w: 10, h: 10 }], words: [word('xyzzy', 20, 15)] }), ['FACE', 'UNVERIFIED'])
})

t.test('a known entity is looked for everywhere, other words only in boxes', async t => {
  t.same(left({ objects: [], words: [word('BYRON,', 300, 300), word('Lovelace', 300, 320), word('Ada', 300, 340)] }), ['UNVERIFIED'])
})

t.test('a code that can be read beside its box is still there', async t => {
  t.same(left({ objects: [{ type: 'NUMERICAL_PII', score: 1, x: 10, y: 31, w: 100, h: 12 }, { type: 'URL', score: 1, x: 300, y: 300, w: 50, h: 50 }], words: [] }), ['NUMERICAL_PII', 'URL'])
})

t.test('objects elsewhere, specks, markers and kept regions are left alone', async t => {
  t.same(left({ objects: [{ type: 'FACE', score: 1, x: 300, y: 12, w: 10, h: 10 }], words: [word('-', 20, 15)] }), [])
  t.same(left({ objects: [], words: [word('NAME_1', 20, 15)] }, { ...frame, planned: [{ ...box, method: 'label' }] } as Frame), [])
  t.same(left({ objects: [], words: [word('Byron', 300, 300)] }, frame, { regions: { keep: [{ x: 290, y: 290, w: 100, h: 100 }] } }), [])
  t.same(left({ objects: [], words: [word('Byron', 300, 300)] }, frame, { labels: { NAME: { keep: 'last4' } } }), [])
})
