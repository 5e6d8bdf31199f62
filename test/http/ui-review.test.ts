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
const { duration, doubtsOf, labelsOf, nextDoubt, nextUnreviewed } = await import(page('summary'))
const { between, clamp, resize } = await import(page('geometry'))

const SIZE = { width: 100, height: 50 }
const plan = (): Plan => ({
  version: 1, input: { sha256: 'a'.repeat(64), bytes: 5 }, options: {}, models: [],
  pages: [
    { index: 0, ...SIZE, boxes: [{ label: 'NAME', method: 'blackbox', x: 1.5, y: 2, w: 30, h: 10 }, { label: 'FACE', method: 'blur', shape: 'ellipse', x: 50, y: 2, w: 30, h: 10 }] },
    { index: 1, ...SIZE, boxes: [{ label: 'NAME', method: 'blackbox', x: 5, y: 5, w: 5, h: 5 }] },
  ],
})

/** All pages are there. */
function reviewOf({ pages, ...head }: Plan): InstanceType<typeof Review> {
  const review = new Review(METHODS)
  for (const each of pages) review.addPage(each)
  review.finish({ ...head, pages })
  return review
}

t.test('nothing changed: the same plan', async t => t.same(reviewOf(plan()).toPlan(), plan()))

t.test('edits, and the way back', async t => {
  const review = reviewOf(plan())
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
  const review = reviewOf(plan())
  t.match(labelsOf(review), [{ label: 'FACE', count: 1, on: 1, method: 'blur' }, { label: 'NAME', count: 2, on: 2, method: 'blackbox' }])
  review.changeLabel('NAME', { off: true })
  t.same(review.toPlan().pages.map((page: { boxes: { label: string }[] }) => page.boxes.map(box => box.label)), [['FACE'], []])
  review.change(review.page.boxes[0].id, { off: false })
  t.match(labelsOf(review)[1], { count: 2, on: 1 })
  review.change(review.page.boxes[0].id, { method: 'mosaic' })
  t.equal(labelsOf(review)[1].method, undefined)
})

t.test("the marker of method 'label' goes with the label, unless it is another's", async t => {
  const review = reviewOf(plan())
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

t.test('pages come while others are edited: undo keeps them', async t => {
  const { pages, ...head } = plan()
  const review = new Review(METHODS)
  review.addPage(pages[0])
  t.throws(() => review.toPlan(), /not all pages/i)
  review.remove(review.page.boxes[0].id)
  review.addPage(pages[1])
  review.finish({ ...head, pages })
  review.undo()
  t.same(review.toPlan(), plan())
  review.redo()
  t.same(review.toPlan().pages.map((each: { boxes: unknown[] }) => each.boxes.length), [1, 1])
})

t.test('a page that was marked is to be looked at again when it changes, and no other', async t => {
  const review = reviewOf(plan())
  const edits: number[][] = []
  review.addEventListener('edit', (event: CustomEvent<number[]>) => edits.push(event.detail))
  review.mark(0)
  review.mark(1)
  t.equal(nextUnreviewed(review, 0), undefined)
  review.changeLabel('FACE', { off: true })
  t.same([review.isReviewed(0), review.isReviewed(1)], [false, true])
  t.equal(nextUnreviewed(review, 1), 0, 'those before come after')
  review.mark(0)
  review.undo()
  t.same([review.isReviewed(0), review.isReviewed(1)], [false, true])
  t.same(edits, [[0], [0]])
})

t.test('finds in doubt, from page to page and back, but for reviewed pages', async t => {
  const doubtful = plan()
  for (const [at, i] of [[0, 1], [1, 0]] as const) Object.assign(doubtful.pages[at]!.boxes[i]!, { doubt: true, score: 0.4 })
  const review = reviewOf(doubtful)
  const ids = doubtsOf(review).map(({ id }: { id: number }) => id)
  t.equal(nextDoubt(review, 1).id, ids[0])
  review.select(ids[0])
  t.match(nextDoubt(review, 1), { at: 1, id: ids[1] })
  review.goTo(1)
  review.select(ids[1])
  t.equal(nextDoubt(review, 1), undefined)
  t.equal(nextDoubt(review, -1).id, ids[0])
  review.mark(0)
  t.equal(nextDoubt(review, -1), undefined)
  t.same(review.toPlan(), plan(), 'a plan tells nothing of doubts')
})

t.test('what is left out stays, for whoever opens the page again', async t => {
  const review = reviewOf(plan())
  review.change(review.page.boxes[0].id, { off: true })
  const again = new Review(METHODS)
  again.addPage({ ...plan().pages[0], boxes: review.boxesOf(0), reviewed: true })
  t.ok(again.isReviewed(0))
  t.same(again.page.boxes.map(({ off }: { off: boolean }) => off), [true, false])
})

t.test('time in words', async t => {
  t.same([10, 59_000, 61_000, 600_000, 9_000_000].map(duration), ['about 1 s', 'about 59 s', 'about 1 min', 'about 10 min', 'about 2.5 h'])
})
