import t from 'tap'
import { fills, isCut, looksAbout, roomyLook, tileLooks, wholeLook, windowAbout } from '../../lib/vision/crops.js'

t.test('the whole picture is brought to the net size, small ones are enlarged a little', async t => {
  t.same(wholeLook({ width: 4000, height: 3000 }, 1280), { scale: 0.32 })
  t.same(wholeLook({ width: 300, height: 1600 }, 1280), { scale: 0.8 })
  t.same(wholeLook({ width: 100, height: 80 }, 1280), { scale: 2.2 })
})

t.test('long pictures keep as many pixels as one of 2 : 1', async t => {
  t.same(roomyLook({ width: 4000, height: 3000 }, 2000), { scale: 0.5 })
  t.same(roomyLook({ width: 4000, height: 2000 }, 2000), { scale: 0.5 })
  for (const [width, height] of [[1000, 16_000], [40_000, 400], [70_000, 300]]) {
    const { scale } = roomyLook({ width, height }, 2000)
    t.ok(Math.abs(width * scale * height * scale - 2_000_000) < 1, `${width} × ${height}`)
  }
  t.same(roomyLook({ width: 1, height: 500 }, 2000), { scale: 2.2 })
})

t.test('what fills the picture', async t => {
  t.ok(fills({ x: 0, y: 0, w: 31, h: 4 }, { width: 100, height: 50 }))
  t.notOk(fills({ x: 0, y: 0, w: 20, h: 29 }, { width: 60, height: 100 }))
})

t.test('tiles cover every pixel, overlap enough, and stay in the picture', async t => {
  const options = { pictureSide: 2560, tileSide: 1344, overlap: 128 }
  for (const [width, height] of [[4000, 3000], [1920, 1440], [9000, 4000], [1345, 20], [1344, 1344], [30000, 300], [1, 1]]) {
    const looks = tileLooks({ width, height }, options)
    const scale = looks[0].scale
    const columns = [...new Set(looks.map(look => look.window!.x))].sort((a, b) => a - b)
    for (const { window } of looks) {
      const { x, y, w, h } = window!
      t.ok(x >= 0 && y >= 0 && x + w <= width && y + h <= height && w >= 1 && h >= 1, JSON.stringify(window))
      t.ok([x, y, w, h].every(Number.isInteger))
      t.ok(w * scale <= 1344 + scale && h * scale <= 1344 + scale)
    }
    for (const [i, x] of columns.entries()) {
      const { w } = looks.find(look => look.window!.x === x)!.window!
      t.ok(x + w === width || columns[i + 1] + 126 / scale <= x + w, `${width}: ${columns} ${w}`)
    }
  }
  t.equal(tileLooks({ width: 4000, height: 3000 }, options).length, 4)
  t.same(tileLooks({ width: 400, height: 300 }, options), [{ window: { x: 0, y: 0, w: 400, h: 300 }, scale: 2.2 }])
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

t.test('windows about boxes show each of them with room around it, and near ones share a window', async t => {
  const view = { width: 2000, height: 1500 }
  const how = { scale: 2, room: 40, least: 160, most: 400 }
  const lone = { x: 1500, y: 700, w: 20, h: 24 }
  const boxes = [{ x: 200, y: 300, w: 20, h: 20 }, lone, { x: 260, y: 310, w: 16, h: 20 }, { x: 5, y: 1480, w: 15, h: 18 }, { x: 900, y: 100, w: 300, h: 300 }]
  const looks = looksAbout(view, boxes, how)
  t.equal(looks.length, 4)
  for (const box of boxes) {
    const shown = looks.some(({ window }) => window!.x <= Math.max(0, box.x - 20) && window!.y <= Math.max(0, box.y - 20)
      && window!.x + window!.w >= Math.min(view.width, box.x + box.w + 20) && window!.y + window!.h >= Math.min(view.height, box.y + box.h + 20))
    t.ok(shown, `${box.x}, ${box.y}`)
  }
  for (const { window, scale } of looks) {
    t.ok(window!.x >= 0 && window!.y >= 0 && window!.x + window!.w <= view.width && window!.y + window!.h <= view.height)
    t.equal(scale, 2)
  }
  t.ok(looks.some(({ window }) => window!.w === 80 && window!.h === 80 && window!.x === lone.x + 10 - 40), 'a lone box stands in the middle of the least window')
  t.same(looksAbout(view, [], how), [])
})

t.test('a crowd takes no more windows than tiles without overlap would', async t => {
  const boxes = Array.from({ length: 400 }, (_, i) => ({ x: 40 + i % 20 * 90, y: 40 + Math.floor(i / 20) * 70, w: 20, h: 20 }))
  const looks = looksAbout({ width: 2000, height: 1500 }, boxes, { scale: 1, room: 40, least: 160, most: 400 })
  t.ok(looks.length <= 6 * 5 * 1.5, `${looks.length}`)
})
