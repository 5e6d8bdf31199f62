import { Readable } from 'node:stream'
import t from 'tap'
import { makePlan } from '../../lib/api/efface.js'
import { fillOptions } from '../../lib/core/options.js'
import { fingerprint, plainOptions, readPlan, type Plan } from '../../lib/api/plan.js'

const plan = (): Plan => ({
  version: 1, input: { sha256: 'a'.repeat(64), bytes: 5 }, options: {}, models: [],
  pages: [{ index: 0, width: 100, height: 50, boxes: [{ label: 'NAME', method: 'blackbox', x: 1, y: 2.5, w: 30, h: 10 }] }],
})

t.test('a plan survives JSON', async t => {
  t.same(readPlan(JSON.parse(JSON.stringify(plan()))), plan())
})

t.test('what was edited wrongly is said with its place', async t => {
  const cases: [(p: Plan) => unknown, RegExp][] = [
    [() => null, /the whole/],
    [p => ({ ...p, version: 2 }), /version/],
    [p => ({ ...p, input: { sha256: 'x', bytes: 1 } }), /input/],
    [p => ({ ...p, pages: {} }), /pages/],
    [p => { p.pages[0]!.index = 1; return p }, /pages\[0\].index/],
    [p => { p.pages[0]!.width = 0; return p }, /pages\[0\]/],
    [p => { p.pages[0]!.boxes[0]!.x = -1; return p }, /pages\[0\].boxes\[0\]/],
    [p => { p.pages[0]!.boxes[0]!.w = 0; return p }, /boxes\[0\]/],
    [p => { p.pages[0]!.boxes[0]!.h = NaN; return p }, /boxes\[0\]/],
    [p => { p.pages[0]!.boxes[0]!.method = 'smear' as 'blur'; return p }, /boxes\[0\].method/],
    [p => { p.pages[0]!.boxes[0]!.label = ''; return p }, /label/],
    [p => { p.pages[0]!.boxes[0]!.color = [1, 2, 300]; return p }, /color/],
    [p => { p.pages[0]!.boxes[0]!.shape = 'star' as 'box'; return p }, /shape/],
  ]
  for (const [edit, message] of cases) t.throws(() => readPlan(edit(plan())), { code: 'ERR_INVALID_OPTION', message })
})

t.test('a fingerprint is the SHA-256 and the size', async t => {
  t.same(await fingerprint(Buffer.from('abc')), { sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', bytes: 3 })
})

t.test('options in a plan are plain data', async t => {
  t.same(plainOptions({ objects: ['FACE'], signal: new AbortController().signal, detectors: [{ labels: [], detect: () => [] }] }), { objects: ['FACE'] })
})

t.test('regression: a plan, and a list of regions, has a limit', async t => {
  const plan = { version: 1, input: { sha256: 'a'.repeat(64), bytes: 1 }, pages: [{ index: 0, width: 9, height: 9, boxes: Array(11).fill({ x: 0, y: 0, w: 1, h: 1, label: 'NAME', method: 'blackbox' }) }] }
  t.throws(() => readPlan(plan, { frames: 1, boxesPerPage: 10 }), { code: 'ERR_LIMIT_EXCEEDED', limit: 'boxesPerPage', frame: 0 })
  t.throws(() => readPlan(plan, { frames: 0, boxesPerPage: 20 }), { code: 'ERR_LIMIT_EXCEEDED', limit: 'frames' })
  t.ok(readPlan(plan))
  const region = { x: 0, y: 0, w: 1, h: 1 }
  t.throws(() => fillOptions({ regions: { keep: Array(10_001).fill(region) } }), { code: 'ERR_INVALID_OPTION', message: /regions\.keep.*10001/ })
  t.ok(fillOptions({ regions: { keep: Array(10_001).fill(region) }, limits: { boxesPerPage: 20_000 } }))
})

t.test('regression: makePlan() says that it wants a path or bytes', async t => {
  await t.rejects(makePlan(Readable.from([]) as never), { code: 'ERR_INVALID_OPTION', message: /a path or the bytes/ })
})
