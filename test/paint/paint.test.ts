import t from 'tap'
import { methodNames } from '../../lib/core/methods.js'
import { apply, paint } from '../../lib/paint/paint.js'
import type { Painting } from '../../lib/paint/read-back.js'
import { verifyPainted } from '../../lib/paint/read-back.js'
import { gridSize } from '../../lib/paint/grid.js'
import { readRect, writeRect } from '../../lib/core/pixels.js'
import { rasterBytes, rowBytes } from '../../lib/core/raster.js'
import type { Method, PaintBox, Raster, RasterLayout } from '../../lib/core/types.js'
import { layouts } from '../fixtures/layouts.js'

const METHODS = methodNames
const W = 45
const H = 22

function picture(layout: RasterLayout, seed = 1): Raster {
  const raster: Raster = { ...layout, data: new Uint8Array(rasterBytes(layout)) }
  const rgba = new Uint8Array(layout.width * layout.height * 4)
  let s = seed
  for (let i = 0; i < rgba.length; i++) {
    s = Math.imul(s, 1664525) + 1013904223 | 0
    rgba[i] = i % 4 === 3 && layout.alpha === undefined ? 255 : s >>> 24
  }
  writeRect(raster, 0, 0, layout.width, layout.height, rgba)
  return raster
}

const box = (more: Partial<PaintBox> = {}): PaintBox => ({ x: 11, y: 7, w: 30, h: 12, label: 'NAME', method: 'blackbox', ...more })
function holds(raster: Raster, painting: Painting): boolean {
  try {
    verifyPainted(raster, painting)
    return true
  } catch (error) {
    if ((error as { code?: string }).code !== unverified.code) throw error
    return false
  }
}

const unverified = { code: 'ERR_REDACTION_UNVERIFIED' }

t.test('every method and shape in every layout: painted inside, untouched outside, whatever lay below is gone', async t => {
  for (const [name, layout] of Object.entries(layouts(W, H))) {
    for (const method of METHODS) {
      for (const shape of ['box', 'ellipse'] as const) {
        const raster = picture(layout)
        const before = raster.data.slice()
        const what = `${name}, ${method}, ${shape}`
        const [painted] = paint(raster, [box({ method, shape, text: '[X]', color: [200, 30, 30] })])
        if (painted.x !== 11 || painted.y !== 7 || painted.w !== 30 || painted.h !== 12) t.fail(`${what}: ${JSON.stringify(painted)}`)
        const pixelBits = layout.bits * layout.channels
        const row = rowBytes(layout)
        let stray = 0
        for (let bit = 0; bit < before.length * 8; bit++) {
          if (before[bit >> 3] === raster.data[bit >> 3]) continue
          const y = Math.floor(bit / (row * 8))
          const x = Math.floor(bit % (row * 8) / pixelBits)
          if (y >= 7 && y < 19 && x >= 11 && x < 41) continue
          const mask = 128 >> (bit & 7)
          if ((before[bit >> 3] & mask) !== (raster.data[bit >> 3] & mask)) stray++
        }
        if (stray > 0) t.fail(`${what}: ${stray} bits outside the box changed`)
        if (method === 'blackbox' && shape === 'box' && layout.model !== 'palette') {
          const rgba = readRect(raster, 11, 7, 30, 12)
          if (!rgba.every((v, i) => i % 4 === 3 ? v === 255 : v === 0)) t.fail(`${what}: not black`)
        }
      }
    }
  }
  t.pass('all layouts')
})

t.test('a painting that does not hold is found out', async t => {
  for (const [name, layout] of Object.entries(layouts(W, H))) {
    for (const method of METHODS) {
      for (const [x, y] of [[11, 7], [40, 18], [25, 12]]) {
        const raster = picture(layout)
        const painting = apply(raster, [box({ method, text: '[X]' })])
        verifyPainted(raster, painting)
        // One bit of the pixel's last sample.
        const bit = ((x + 1) * layout.channels * layout.bits - 1)
        raster.data[y * rowBytes(layout) + (bit >> 3)] ^= 128 >> (bit & 7)
        if (holds(raster, painting)) t.fail(`${name}, ${method}: one bit at ${x}, ${y} goes unnoticed`)
      }
    }
  }
  t.pass('all layouts')
})

t.test('a painting that never happened is found out', async t => {
  const layout = layouts(W, H)['rgb 8']
  for (const method of METHODS) {
    const painting = apply(picture(layout), [box({ method })])
    t.throws(() => verifyPainted(picture(layout), painting), unverified, method)
  }
  const fine = { columns: 30, rows: 12, colours: new Uint8Array(30 * 12 * 3) }
  t.throws(() => verifyPainted(picture(layout), { boxes: [box({ method: 'mosaic' })], grids: [fine], rooms: [], range: { min: 0, max: 1 } }), unverified, 'a grid that is too fine')
})

t.test('boxes are rounded outward and clipped; those without area or off the page are refused', async t => {
  const raster = picture(layouts(W, H)['rgb 8'])
  t.match(paint(raster, [box({ x: -5.5, y: 3.2, w: 8.1, h: 1.1 })])[0], { x: 0, y: 3, w: 3, h: 2 })
  for (const bad of [{ w: 0 }, { h: 0 }, { w: -3 }, { x: W }, { x: -40 }, { y: H }, { x: NaN }, { w: NaN }]) {
    t.throws(() => paint(raster, [box(bad)]), unverified, JSON.stringify(bad))
  }
})

t.test('boxes may overlap in any order', async t => {
  const raster = picture(layouts(W, H)['rgb 8 + alpha'])
  const step = 20 / METHODS.length
  const boxes = METHODS.flatMap((method, i) => (['box', 'ellipse'] as const).map((shape, j) => box({ x: 3 + i * step, y: 2 + i * step + j * 3, method, shape, label: i % 2 ? 'FACE' : 'NAME' })))
  t.equal(paint(raster, boxes.reverse()).length, 2 * METHODS.length)
})

t.test('blur and mosaic depend on the grid alone', async t => {
  // Two pictures of equal cell means, one a fine stripe pattern: what is painted may differ by the noise only.
  const layout = layouts(128, 32)['grey 8']
  for (const method of ['blur', 'mosaic'] as const) {
    const striped: Raster = { ...layout, data: new Uint8Array(128 * 32).map((_, i) => i & 1 ? 255 : 0) }
    const flat: Raster = { ...layout, data: new Uint8Array(128 * 32).fill(127) }
    for (const raster of [striped, flat]) paint(raster, [box({ x: 0, y: 0, w: 128, h: 32, method })])
    for (const raster of [striped, flat]) t.ok(raster.data.every(v => Math.abs(v - 127) < 45), `${method}: no stripe is left`)
    const again: Raster = { ...layout, data: new Uint8Array(128 * 32).map((_, i) => i & 1 ? 255 : 0) }
    paint(again, [box({ x: 0, y: 0, w: 128, h: 32, method })])
    t.ok(Buffer.compare(again.data, striped.data) !== 0, `${method}: noise differs each time`)
  }
  t.same(gridSize(box({ w: 128, h: 32 })), { columns: 4, rows: 1 }, 'text: one cell a line height')
  t.same(gridSize(box({ w: 20, h: 90 })), { columns: 1, rows: 4 }, 'vertical text likewise')
  t.same(gridSize(box({ label: 'FACE', w: 80, h: 100 })), { columns: 6, rows: 8 }, 'a face: eight cells')
})

t.test('colour under full transparency goes, in the corners around an ellipse too', async t => {
  const layout = layouts(W, H)['rgb 8 + alpha']
  const raster: Raster = { ...layout, data: new Uint8Array(rasterBytes(layout)).map((_, i) => i % 4 === 3 ? 0 : 77) }
  paint(raster, [box({ shape: 'ellipse', method: 'blur' })])
  t.same([...readRect(raster, 11, 7, 1, 1)], [0, 0, 0, 0])
  t.same([...readRect(raster, 26, 13, 1, 1)].at(-1), 255, 'what is painted is opaque')
  t.same([...readRect(raster, 5, 5, 1, 1)], [77, 77, 77, 0], 'outside nothing changes')
})

t.test('a marker can be read in the box, upright whatever way the raster lies', async t => {
  const layout = layouts(60, 60)['grey 8']
  const shown = (orientation: PaintBox['orientation']): Uint8Array => {
    const raster: Raster = { ...layout, data: new Uint8Array(3600).fill(128) }
    paint(raster, [box({ x: 0, y: 0, w: 60, h: 60, method: 'label', text: '[AB]', orientation })])
    return raster.data
  }
  const upright = shown(1)
  t.ok(upright.some(v => v === 255) && upright.some(v => v === 0) && !upright.includes(128), 'nothing shows through')
  const upside = shown(3)
  t.equal(Buffer.compare(upside, upright.slice().reverse()), 0, 'turned by 180 degrees')
  t.not(Buffer.compare(shown(6), upright), 0)
})

t.test('regression: many boxes on one another cost little more than one', async t => {
  const layout = layouts(1200, 900)['rgb 8']
  // Each box more once took twice the time: the bounds are far from that, and processor time does not count what else the machine does.
  const time = (boxes: PaintBox[]): number => {
    const times = Array.from({ length: 3 }, () => {
      const raster: Raster = { ...layout, data: new Uint8Array(rasterBytes(layout)).fill(200) }
      const start = process.cpuUsage()
      paint(raster, boxes)
      return process.cpuUsage(start).user / 1000
    })
    return Math.min(...times)
  }
  const one = (method: Method, shape: PaintBox['shape'] = 'box'): PaintBox => box({ x: 100, y: 100, w: 1000, h: 700, method, shape, text: '[X]' })
  time([one('blackbox')])
  for (const [method, shape] of [['blackbox', 'box'], ['blackbox', 'ellipse'], ['blur', 'box'], ['mosaic', 'ellipse'], ['label', 'box']] as const) {
    const single = time([one(method, shape)])
    const equal = time(Array.from({ length: 22 }, () => one(method, shape)))
    const shifted = time(Array.from({ length: 2000 }, (_, i) => ({ ...one(method, shape), x: 100 + i % 50, y: 100 + Math.floor(i / 50) })))
    t.ok(equal < 5 * single + 100, `${method} ${shape}: 22 equal ones ${(equal / single).toFixed(2)} ×`)
    t.ok(shifted < 40 * single + 1000, `${method} ${shape}: 2,000 ${(shifted / single).toFixed(2)} ×`)
  }
})

t.test('regression: boxes on one another show the one painted last, and are proved, in every layout', async t => {
  const boxes = METHODS.flatMap((method, i) => [box({ x: 2 + i * 3, y: 1 + i, w: 26, h: 13, method, text: '[X]', color: [9, 99, 199] }), box({ x: 6 + i * 2, y: 5, w: 15, h: 9, method, shape: 'ellipse' })])
  for (const [name, layout] of Object.entries(layouts(W, H))) {
    const raster = picture(layout)
    const painting = apply(raster, boxes)
    if (!holds(raster, painting)) t.fail(name)
    // The last in order is whole.
    const alone: Raster = { ...raster, data: raster.data.slice() }
    const last = painting.boxes.at(-1)!
    paint(alone, [last])
    if (Buffer.compare(alone.data, raster.data) !== 0) t.fail(`${name}: the uppermost box is covered`)
  }
  t.pass('all layouts')
})
