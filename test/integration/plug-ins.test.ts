// Plug-ins that return what they should not: nothing may come out unpainted because of it.
import sharp from 'sharp'
import t from 'tap'
import { createPool, effaceBuffer, EffaceError, findEntities, type EffaceOptions } from '../../lib/api/index.js'
import { createHandler } from '../../lib/http/index.js'
import { fillOptions } from '../../lib/core/options.js'

const pool = createPool({ threads: 1 })
t.teardown(() => pool.close())
const png = await sharp({ create: { width: 80, height: 60, channels: 3, background: '#8fb' } }).png().toBuffer()
const module = new URL('../../../test/fixtures/returning.mjs', import.meta.url)
const SECRET = 'Byron'

const stamp = { type: 'STAMP', score: 0.9, x: 10, y: 10, w: 20, h: 20 }
const objects: unknown[] = [
  undefined, null, 7, SECRET, {}, { objects: [stamp] }, [null], [[10, 10, 50, 50]], [SECRET], [{ ...stamp, score: undefined }], [{ ...stamp, score: 90 }],
  [{ ...stamp, score: '0.9' }], [{ ...stamp, type: undefined }], [{ ...stamp, type: SECRET }], [{ ...stamp, x: undefined }],
  [{ ...stamp, x: '10' }], [{ ...stamp, w: 0 }],
  [{ ...stamp, h: -4 }], [{ ...stamp, x: 90 }], [{ ...stamp, y: -30 }],
  [stamp, { ...stamp, y: NaN }], [{ ...stamp, quad: [1, 2] }], [{ label: 'STAMP', score: 1, box: [1, 2, 3, 4] }], new Array(3),
]
const word = { text: SECRET, x: 10, y: 10, w: 20, h: 20, confidence: 0.9, line: 0 }
const readings: unknown[] = [
  undefined, null, SECRET, [], [word], { text: SECRET }, { words: undefined }, { words: SECRET },
  { words: [SECRET] }, { words: [null] }, { words: [{ text: SECRET }] },
  { words: [{ ...word, text: undefined }] }, { words: [{ ...word, text: '' }] }, { words: [{ ...word, confidence: 95 }] }, { words: [{ ...word, confidence: undefined }] },
  { words: [{ ...word, line: undefined }] }, { words: [{ ...word, x: 200 }] }, { words: [{ ...word, w: 0 }] }, { words: [{ ...word, turn: 45 }] }, { words: [{ ...word, block: 'a' }] },
  { words: [word], unread: [{ x: 1 }] }, { words: [word], unread: 3 }, { words: [word], models: ['x'] }, { words: [[10, 10, 20, 20]] },
]
const find = { start: 0, end: 5, label: 'STAMP', score: 0.9 }
const spans: unknown[] = [
  undefined, null, 7, SECRET, {}, [SECRET], [null], [[0, 5]], [{ from: 0, to: 5 }],
  [{ ...find, label: undefined }], [{ ...find, label: SECRET }], [{ ...find, score: undefined }],
  [{ ...find, score: 2 }], [{ ...find, score: NaN }], [{ ...find, start: -1 }], [{ ...find, start: 0.5 }],
  [{ ...find, start: '0' }], [{ ...find, end: 0 }], [{ ...find, end: 5000 }],
  [{ ...find, end: undefined }], [{ ...find, start: 3, end: 2 }], [find, { ...find, start: Infinity }], new Array(2), { spans: [find] },
]
const read = { recognize: async () => ({ words: [word] }) }

const kinds: Record<string, [values: unknown[], code: string, own: (value: unknown) => EffaceOptions, inWorker: (value: unknown) => EffaceOptions]> = {
  detector: [objects, 'ERR_DETECTOR_FAILED',
    value => ({ detectors: [{ labels: ['STAMP'], detect: () => value as [] }], ocr: 'none' }), value => ({ detectors: [{ module, options: { value } }], ocr: 'none' })],
  faces: [objects, 'ERR_DETECTOR_FAILED',
    value => ({ objects: ['FACE'], faces: { labels: ['FACE'], detect: () => value as [] }, ocr: 'none' }), value => ({ objects: ['FACE'], faces: { module, options: { labels: ['FACE'], value } }, ocr: 'none' })],
  engine: [readings, 'ERR_OCR_FAILED', value => ({ ocr: { recognize: async () => value as never } }), value => ({ ocr: { module, options: { value } } })],
  recogniser: [spans, 'ERR_RECOGNIZER_FAILED',
    value => ({ recognizers: [{ labels: ['STAMP'], find: () => value as [] }], ocr: read }), value => ({ recognizers: [{ module, options: { value } }], ocr: read })],
}

t.test('regression: every wrong value of every kind of plug-in ends the stream with its code, and nothing is written', async t => {
  for (const [name, [values, code, own, inWorker]] of Object.entries(kinds)) {
    t.ok(values.length >= 20, `${name}: ${values.length} kinds of wrong value`)
    for (const value of values) {
      for (const options of [own(value), inWorker(value)]) {
        const shown = JSON.stringify(value)?.slice(0, 80)
        const outcome = await effaceBuffer(png, { objects: [], ...options, pool }).catch((error: unknown) => error)
        if (!(outcome instanceof EffaceError) || outcome.code !== code) t.fail(`${name} ${shown}: ${outcome instanceof Error ? outcome.message : 'success'}`)
        else if (!/Expected .* but received /.test(outcome.message) || outcome.message.includes(SECRET)) t.fail(`${name} ${shown}: ${outcome.message}`)
      }
    }
  }
})

t.test('what is right is taken, cut to the picture', async t => {
  for (const detectors of [[{ labels: ['STAMP'], detect: () => [{ ...stamp, x: -10, w: 500 }] }], [{ module, options: { value: [{ ...stamp, x: -10, w: 500 }] } }]]) {
    const { report } = await effaceBuffer(png, { objects: [], detectors, ocr: 'none', pool })
    t.match(report.objects, [{ type: 'STAMP', location: { x0: 0, x1: 1 } }])
  }
  t.match((await effaceBuffer(png, { objects: [], ocr: read, recognizers: [{ labels: ['STAMP'], find: () => [find] }], pool })).report.entities, [{ best_label: 'STAMP' }])
})

t.test('regression: a plug-in that throws, or cannot be loaded, is told by its kind', async t => {
  const fail = (): never => { throw new TypeError('own') }
  const cases: [EffaceOptions, string][] = [
    [{ detectors: [{ labels: ['STAMP'], detect: fail }] }, 'ERR_DETECTOR_FAILED'], [{ ocr: { recognize: fail } }, 'ERR_OCR_FAILED'],
    [{ ocr: read, recognizers: [{ labels: ['STAMP'], find: fail }] }, 'ERR_RECOGNIZER_FAILED'],
    [{ detectors: [{ module: './none.mjs' }] }, 'ERR_DETECTOR_FAILED'], [{ ocr: { module: './none.mjs' } }, 'ERR_OCR_FAILED'],
    [{ ocr: read, recognizers: [{ module: './none.mjs' }] }, 'ERR_RECOGNIZER_FAILED'], [{ detectors: [{ module, options: { labels: [] } }] }, 'ERR_INVALID_OPTION'],
  ]
  for (const [options, code] of cases) await t.rejects(effaceBuffer(png, { objects: [], ocr: 'none', ...options, pool }), { code })
  await t.rejects(findEntities('Ada Byron', { recognizers: [{ labels: ['STAMP'], find: fail }], pool }), { code: 'ERR_RECOGNIZER_FAILED', cause: { message: 'own' } })
})

t.test('regression: options of a plug-in, a pool and a server that are misspelt or missing are refused', t => {
  const wrong = { code: 'ERR_INVALID_OPTION' }
  t.throws(() => createPool({ thread: 2 } as object), { ...wrong, message: /no such option: thread\. Did you mean threads/ })
  t.throws(() => createPool(2 as never), wrong)
  t.throws(() => createHandler({ apikey: 'K' } as object), { ...wrong, message: /no such option: apikey\. Did you mean apiKey/ })
  t.throws(() => createHandler({ ui: { host: 'x' } as object, pool }), { ...wrong, message: /ui\.host/ })
  for (const labels of [undefined, [], 'STAMP', ['stamp'], [7]]) {
    t.throws(() => fillOptions({ detectors: [{ labels, detect: () => [] } as never] }), { ...wrong, message: /labels/ })
    t.throws(() => fillOptions({ recognizers: [{ labels, find: () => [] } as never] }), { ...wrong, message: /labels/ })
  }
  t.end()
})
