// Which finds somebody should look at, and what is shown of those that do not count.
import t from 'tap'
import { fillOptions } from '../../lib/core/options.js'
import type { Entity, Frame, VisualObject } from '../../lib/core/types.js'
import { closer, reviewPage, setApart, textsOf } from '../../lib/http/ui/finds.js'

const frameOf = (parts: Partial<Pick<Frame, 'objects' | 'entities' | 'unread' | 'failed' | 'planned'>>): Frame => ({
  index: 0, width: 400, height: 300, objects: [], words: [], unread: [], text: '', entities: [], painted: [], ms: {}, languages: {}, models: [],
  view: { width: 400, height: 300, channels: 1, data: new Uint8Array(0) }, ...parts,
} as unknown as Frame)
const face = (score: number, x = 10): VisualObject => ({ type: 'FACE', score, x, y: 10, w: 40, h: 50 })
const name = (score: number): Entity => ({
  text: 'Ada Byron', start: 0, end: 9, bestLabel: 'NAME', labels: { NAME: score }, processedText: 'NAME_1', boxes: [{ x: 100, y: 100, w: 80, h: 12 }],
})

t.test('what nearly counts is shown, left out, and the plan is what it would have been', async t => {
  const options = fillOptions({})
  t.equal(closer(options), 'high')
  const frame = frameOf({ objects: [face(0.9), face(0.2, 200), face(0.35, 300), { ...face(0.15, 12) }] })
  const unsure = new WeakMap<Frame, VisualObject[]>()
  setApart(frame, options, unsure)
  t.same(frame.objects.map(({ score }) => score), [0.9, 0.35], 'the report and the plan know nothing of the others')
  const { boxes } = reviewPage(frame, options, unsure)
  t.match(boxes, [{ label: 'FACE', score: 0.9, method: 'blur' }, { score: 0.35, doubt: true }, { score: 0.2, doubt: true, off: true }])
  t.equal(boxes.length, 3, 'a weaker look at a face that counts tells nothing')
  t.notOk(boxes[0]!.doubt)
  t.same(frame.planned?.length, 2)
})

t.test('thresholds are those of whoever asks', async t => {
  const unsure = new WeakMap<Frame, VisualObject[]>()
  const low = fillOptions({ sensitivity: 'low' })
  t.equal(closer(low), 'standard')
  const frame = frameOf({ objects: [face(0.65), face(0.5, 200)] })
  setApart(frame, low, unsure)
  t.match(reviewPage(frame, low, unsure).boxes, [{ score: 0.65, doubt: true }, { score: 0.5, off: true }])
  const own = fillOptions({ objects: { FACE: { threshold: 0.1 } } })
  const other = frameOf({ objects: [face(0.15), face(0.25, 200)] })
  setApart(other, own, unsure)
  t.match(reviewPage(other, own, unsure).boxes.map(({ off, doubt }) => [off, doubt]), [[undefined, true], [undefined, undefined]])
})

t.test('objects without a score to go by count as they are', async t => {
  const frame = frameOf({ objects: [{ type: 'BARCODE', score: 0.1, x: 1, y: 1, w: 20, h: 20 }, { type: 'TATTOO', score: 0.1, x: 100, y: 1, w: 20, h: 20 }] })
  setApart(frame, fillOptions({}), new WeakMap())
  t.equal(frame.objects.length, 2)
})

t.test('text: near its threshold; unread, painted or not; pages that failed', async t => {
  const unsure = new WeakMap<Frame, VisualObject[]>()
  t.match(reviewPage(frameOf({ entities: [name(0.55)] }), fillOptions({}), unsure).boxes, [{ label: 'NAME', score: 0.55, doubt: true }])
  t.notOk(reviewPage(frameOf({ entities: [name(0.7)] }), fillOptions({}), unsure).boxes[0]!.doubt)
  t.ok(reviewPage(frameOf({ entities: [name(0.7)] }), fillOptions({ labels: { NAME: { threshold: 0.65 } } }), unsure).boxes[0]!.doubt)
  const unread = [{ x: 10, y: 200, w: 60, h: 12 }, { x: 200, y: 200, w: 60, h: 12, cut: true as const }]
  t.match(reviewPage(frameOf({ unread }), fillOptions({}), unsure).boxes, [{ label: 'UNREAD', doubt: true, off: undefined }, { label: 'UNREAD', doubt: true, off: true }])
  t.match(reviewPage(frameOf({ unread }), fillOptions({ onUnread: 'redact' }), unsure).boxes.map(({ off }) => off), [undefined, undefined])
  const failed = frameOf({ failed: { code: 'ERR_OCR_FAILED' }, planned: [{ x: 0, y: 0, w: 400, h: 300, label: 'SKIPPED', method: 'blackbox' }] })
  t.match(reviewPage(failed, fillOptions({}), unsure).boxes, [{ label: 'SKIPPED', doubt: true }])
})

t.test('however much cannot be read, a page stays within its limit of boxes', async t => {
  const unread = Array.from({ length: 500 }, (_, i) => ({ x: i % 20 * 20, y: Math.floor(i / 20) * 11, w: 15, h: 6 }))
  t.equal(reviewPage(frameOf({ unread, entities: [name(0.9)] }), fillOptions({}), new WeakMap()).boxes.length, 201)
  t.equal(reviewPage(frameOf({ unread, entities: [name(0.9)] }), fillOptions({ limits: { boxesPerPage: 50 } }), new WeakMap()).boxes.length, 50)
})

t.test('what was read where something is painted, and nothing else', async t => {
  t.same(textsOf(frameOf({ entities: [name(0.9)] })), [{ x: 100, y: 100, w: 80, h: 12, text: 'Ada Byron' }])
})
