import t from 'tap'
import type { Orientation } from '../../lib/core/types.js'
import { Coverage } from '../../lib/paint/coverage.js'
import { drawLines, textWidth } from '../../lib/paint/font.js'
import { drawMarker } from '../../lib/paint/marker.js'
import { roomIn } from '../../lib/paint/room.js'
import { paint } from '../../lib/paint/paint.js'
import type { PaintBox, Raster } from '../../lib/core/types.js'

const inkOf = (ink: Uint8Array): number => ink.reduce((sum, v) => sum + v, 0) / 255

t.test('an outline covers exactly what lies in it', async t => {
  const square = new Coverage(6, 5)
  const corners: [number, number][] = [[1.25, 1.5], [1.25, 3], [4.5, 3], [4.5, 1.5]]
  corners.forEach(([x, y], i) => square.line(x, y, ...corners[(i + 1) % 4]!))
  const bytes = square.bytes()
  t.equal(bytes[2 * 6 + 2], 255, 'inside')
  t.equal(bytes[1 * 6 + 2], 128, 'half a row')
  t.equal(bytes[2 * 6 + 1], 191, 'three quarters of a column')
  t.equal(bytes[2 * 6 + 5], 0, 'outside')
  t.ok(Math.abs(inkOf(bytes) - 3.25 * 1.5) < 0.02)
  const out = new Coverage(4, 4)
  ;[[-9, -9], [-9, 20], [20, 20], [20, -9]].forEach(([x, y], i, all) => out.line(x!, y!, ...all[(i + 1) % 4] as [number, number]))
  t.ok(out.bytes().every(v => v === 255), 'edges beyond the sides')
})

t.test('text has the width that it says, and takes more ink the larger it is', async t => {
  for (const size of [8, 12, 40]) {
    const width = Math.ceil(textWidth('[NAME_1]', size)) + 2
    const { ink, height } = drawLines(['[NAME_1]'], size, width)
    const columns = Array.from({ length: width }, (_, x) => Array.from({ length: height }, (_, y) => ink[y * width + x]!).some(v => v > 0))
    t.ok(columns.indexOf(true) <= size / 6 + 1 && columns.lastIndexOf(true) >= width - size / 6 - 3, `${size} px: from side to side`)
    t.ok(inkOf(ink) > 0.1 * size * width * 0.7 && inkOf(ink) < 0.5 * size * width)
  }
  t.same(drawLines(['Ł'], 20, 30).ink, drawLines(['?'], 20, 30).ink, 'a letter that the font lacks')
  t.same(drawLines(['ę'], 20, 30).ink, drawLines(['e'], 20, 30).ink, 'one that it has without the mark')
})

t.test('a marker is as large as it fits, and never smaller than can be read', async t => {
  const box = { x: 5, y: 9, w: 200, h: 40 }
  const { place } = drawMarker('[NAME_1]', box)!
  t.ok(place.h >= 38 && place.x >= 5 && place.x + place.w <= 205 && place.y >= 9, 'the height of a line of text is used')
  const narrow = drawMarker('[LICENSE_PLATE_1]', { x: 0, y: 0, w: 60, h: 30 })!
  t.ok(narrow.place.h >= 24 && narrow.place.w <= 60, 'two lines')
  const tall = drawMarker('[NAME_1]', { x: 0, y: 0, w: 20, h: 120 })!
  t.ok(tall.place.h > 60 && tall.place.w > 14, 'on its side')
  t.ok(inkOf(drawMarker('[NAME_FAMILY_12]', { x: 0, y: 0, w: 40, h: 16 })!.ink) > 20, 'cut')
  t.equal(drawMarker('[NAME_1]', { x: 0, y: 0, w: 40, h: 5 }), undefined)
  t.equal(drawMarker('', box), undefined)
  t.ok(drawMarker('[FACE_1]', { x: 0, y: 0, w: 9000, h: 9000 })!.place.h < 400, 'no larger than need be')
})

t.test('a marker reads upright in every orientation', async t => {
  const upright = drawMarker('[AB_1]', { x: 0, y: 0, w: 80, h: 30 })!
  for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8] as Orientation[]) {
    const [w, h] = orientation > 4 ? [30, 80] : [80, 30]
    const { place, ink } = drawMarker('[AB_1]', { x: 0, y: 0, w, h }, orientation)!
    t.same([place.w, place.h], orientation > 4 ? [upright.place.h, upright.place.w] : [upright.place.w, upright.place.h], String(orientation))
    t.ok(Math.abs(inkOf(ink) - inkOf(upright.ink)) < 1e-6)
  }
  t.same(drawMarker('[AB_1]', { x: 0, y: 0, w: 80, h: 30 }, 3)!.ink, upright.ink.slice().reverse())
})

t.test('the room of a marker is what no later box covers', async t => {
  const box: PaintBox = { x: 10, y: 10, w: 100, h: 20, label: 'NAME', method: 'label' }
  t.same(roomIn(box, []), { x: 0, y: 0, w: 100, h: 20 })
  t.same(roomIn(box, [{ ...box, x: 80 }]), { x: 0, y: 0, w: 70, h: 20 })
  t.same(roomIn(box, [{ ...box, x: 0, w: 30, y: 0, h: 100 }, { ...box, y: 24 }]), { x: 20, y: 0, w: 80, h: 14 })
  t.match(roomIn(box, [box]), { w: 0, h: 0 })
  const round = roomIn({ ...box, h: 100, shape: 'ellipse' }, [])
  t.ok(round.x >= 14 && round.w <= 71 && round.w > 65)
})

t.test('markers of boxes that overlap are not painted over one another', async t => {
  const raster: Raster = { width: 300, height: 40, model: 'grey', bits: 8, channels: 1, sample: 'uint', data: new Uint8Array(12000).fill(255) }
  const under: PaintBox = { x: 0, y: 0, w: 300, h: 40, label: 'LOCATION', method: 'label', text: '[LOCATION_1]' }
  paint(raster, [under, { ...under, x: 150, text: '[NAME_1]', w: 150 }])
  const alone: Raster = { ...raster, data: new Uint8Array(12000).fill(255) }
  paint(alone, [{ ...under, w: 150 }, { ...under, x: 150, text: '[NAME_1]', w: 150 }])
  t.equal(Buffer.compare(raster.data, alone.data), 0)
})
