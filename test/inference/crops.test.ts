import t from 'tap'
import { fills, isCut, scaleTo, tiles, windowAbout } from '../../lib/inference/crops.js'

t.test('the whole picture is brought to the net size, small ones are enlarged a little', async t => {
  t.equal(scaleTo({ width: 4000, height: 3000 }, 1280), 0.32)
  t.equal(scaleTo({ width: 100, height: 80 }, 1280), 2.2)
})

t.test('long pictures keep as many pixels as one of 2 : 1', async t => {
  t.equal(scaleTo({ width: 4000, height: 2000 }, 2000), 0.5)
  for (const [width, height] of [[1000, 16_000], [40_000, 400], [70_000, 300]]) {
    const scale = scaleTo({ width, height }, 2000)
    t.ok(Math.abs(width * scale * height * scale - 2_000_000) < 1, `${width} × ${height}`)
  }
  t.equal(scaleTo({ width: 1, height: 500 }, 2000), 2.2)
})

t.test('what fills the picture', async t => {
  t.ok(fills({ x: 0, y: 0, w: 31, h: 4 }, { width: 100, height: 50 }))
  t.notOk(fills({ x: 0, y: 0, w: 20, h: 29 }, { width: 60, height: 100 }))
})

t.test('tiles cover every pixel, overlap enough, and stay in the picture', async t => {
  const options = { side: 1344, overlap: 128 }
  for (const [width, height] of [[4000, 3000], [1920, 1440], [9000, 4000], [1345, 20], [1344, 1344], [30000, 300], [1, 1]]) {
    const scale = scaleTo({ width, height }, 2560)
    const crops = tiles({ width, height }, { ...options, scale })
    const columns = [...new Set(crops.map(crop => crop.window.x))].sort((a, b) => a - b)
    for (const { window } of crops) {
      const { x, y, w, h } = window
      t.ok(x >= 0 && y >= 0 && x + w <= width && y + h <= height && w >= 1 && h >= 1, JSON.stringify(window))
      t.ok([x, y, w, h].every(Number.isInteger))
      t.ok(w * scale <= 1344 + scale && h * scale <= 1344 + scale)
    }
    for (const [i, x] of columns.entries()) {
      const { w } = crops.find(crop => crop.window.x === x)!.window
      t.ok(x + w === width || columns[i + 1] + 126 / scale <= x + w, `${width}: ${columns} ${w}`)
    }
  }
  t.equal(tiles({ width: 4000, height: 3000 }, { ...options, scale: 0.64 }).length, 4)
  t.same(tiles({ width: 400, height: 300 }, { ...options, scale: 2.2 }), [{ window: { x: 0, y: 0, w: 400, h: 300 }, scale: 2.2 }])
})

t.test('finds at an inner edge of a tile are cut', async t => {
  const size = { width: 200, height: 100 }
  const left = { x: 0, y: 0, w: 120, h: 100 }
  t.notOk(isCut({ x: -3, y: 0, w: 20, h: 20 }, left, size, 2), 'the edge of the picture cuts nothing')
  t.ok(isCut({ x: 100, y: 20, w: 19, h: 20 }, left, size, 2))
  t.notOk(isCut({ x: 90, y: 20, w: 19, h: 20 }, left, size, 2))
  t.ok(isCut({ x: 81, y: 20, w: 19, h: 20 }, { x: 80, y: 0, w: 120, h: 100 }, size, 2))
})

t.test('a square about a box is moved into the picture, and no larger than it', t => {
  const box = { x: 10, y: 40, w: 20, h: 10 }
  t.same(windowAbout(box, { width: 200, height: 100 }, 30), { x: 5, y: 30, w: 30, h: 30 })
  t.same(windowAbout(box, { width: 200, height: 100 }, 60), { x: 0, y: 15, w: 60, h: 60 })
  t.same(windowAbout(box, { width: 40, height: 50 }, 60), { x: 0, y: 0, w: 40, h: 50 })
  t.end()
})

t.test('tiles cover a part of the picture, and nothing beside it', async t => {
  const within = { x: 900, y: 100, w: 2000, h: 700 }
  const crops = tiles({ width: 4000, height: 3000 }, { scale: 0.5, side: 736, overlap: 96, within })
  t.equal(crops.length, 2)
  t.equal(Math.min(...crops.map(({ window }) => window.x)), 900)
  t.equal(Math.max(...crops.map(({ window }) => window.x + window.w)), 2900)
  t.ok(crops.every(({ window }) => window.y === 100 && window.h === 700))
})
