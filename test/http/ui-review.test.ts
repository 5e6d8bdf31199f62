// The state behind the review page, without a page.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { METHODS } from '../../lib/core/methods.js'
import { packageRoot } from '../../lib/inference/manifest.js'
import type { Plan } from '../../lib/api/plan.js'

// Plain JavaScript that the browser runs as it is; checked by `tsc -p tsconfig.page.json`.
const page = (name: string): string => pathToFileURL(join(packageRoot(), 'lib', 'http', 'ui', 'page', `${name}.js`)).href
const { Review } = await import(page('review'))
const { between, clamp, resize } = await import(page('geometry'))

const SIZE = { width: 100, height: 50 }
const plan = (): Plan => ({
  version: 1, input: { sha256: 'a'.repeat(64), bytes: 5 }, options: {}, models: [],
  pages: [
    { index: 0, ...SIZE, boxes: [{ label: 'NAME', method: 'blackbox', x: 1.5, y: 2, w: 30, h: 10 }, { label: 'FACE', method: 'blur', shape: 'ellipse', x: 50, y: 2, w: 30, h: 10 }] },
    { index: 1, ...SIZE, boxes: [{ label: 'NAME', method: 'blackbox', x: 5, y: 5, w: 5, h: 5 }] },
  ],
})

t.test('nothing changed: the same plan', async t => t.same(new Review(plan(), METHODS).toPlan(), plan()))

t.test('edits, and the way back', async t => {
  const review = new Review(plan(), METHODS)
  const [name, face] = review.page.boxes.map(({ id }: { id: number }) => id)
  review.remove(name)
  t.equal(review.selected.id, face)
  review.goTo(1)
  const added = review.add({ label: 'REGION', method: 'blackbox', x: 95, y: -3, w: 10, h: 10 })
  t.match(review.selected, { id: added, x: 90, y: 0, w: 10, h: 10 }, 'a box lies on the page')
  const gesture = Symbol('drag')
  for (const x of [80, 70, 60]) review.change(added, { x }, gesture)
  t.same(review.toPlan().pages.map((page: { boxes: unknown[] }) => page.boxes.length), [1, 2])
  review.undo()
  t.equal(review.selected.x, 90, 'a gesture is one step')
  review.undo()
  review.goTo(0)
  review.undo()
  t.equal(review.at, 0)
  t.same(review.toPlan(), plan())
  t.notOk(review.canUndo)
  for (let i = 0; i < 5; i++) review.redo()
  t.match(review.toPlan().pages[1].boxes[1], { x: 60 })
  review.undo()
  review.remove(added)
  t.notOk(review.canRedo, 'a new edit ends what could be done again')
})

t.test('labels as a whole', async t => {
  const review = new Review(plan(), METHODS)
  t.match(review.labels(), [{ label: 'FACE', count: 1, on: 1, method: 'blur' }, { label: 'NAME', count: 2, on: 2, method: 'blackbox' }])
  review.changeLabel('NAME', { off: true })
  t.same(review.toPlan().pages.map((page: { boxes: { label: string }[] }) => page.boxes.map(box => box.label)), [['FACE'], []])
  review.change(review.page.boxes[0].id, { off: false })
  t.match(review.labels()[1], { count: 2, on: 1 })
  review.change(review.page.boxes[0].id, { method: 'mosaic' })
  t.equal(review.labels()[1].method, undefined)
})

t.test("the marker of method 'label' goes with the label, unless it is another's", async t => {
  const review = new Review(plan(), METHODS)
  const { id } = review.page.boxes[0]
  review.change(id, { method: 'label' })
  t.match(review.toPlan().pages[0].boxes[0], { text: '[NAME]' })
  review.change(id, { label: 'DOB' })
  t.match(review.toPlan().pages[0].boxes[0], { text: '[DOB]' })
  review.change(id, { text: '[NAME_1]' })
  review.change(id, { label: 'NAME' })
  t.match(review.toPlan().pages[0].boxes[0], { text: '[NAME_1]' })
})

t.test('geometry stays on the page', async t => {
  t.same(clamp({ x: -5, y: 60, w: 200, h: 0 }, SIZE), { x: 0, y: 49, w: 100, h: 1 })
  t.same(between({ x: 10.4, y: 8.6 }, { x: 3.2, y: 20.1 }, SIZE), { x: 3, y: 8, w: 8, h: 13 })
  t.same(between({ x: -10, y: 500 }, { x: 500, y: 500 }, SIZE), { x: 0, y: 49, w: 100, h: 1 })
  t.same(resize({ x: 10, y: 10, w: 20, h: 20 }, 'nw', 50, -50, SIZE), { x: 29, y: 0, w: 1, h: 30 })
  t.same(resize({ x: 10, y: 10, w: 20, h: 20 }, 'e', 500, 500, SIZE), { x: 10, y: 10, w: 90, h: 20 })
})
