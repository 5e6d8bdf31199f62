import t from 'tap'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import sharp, { type Sharp } from 'sharp'
import type { Box, View } from '../../lib/core/types.js'
import { createDetectors } from '../../lib/vision/detectors.js'
import { containment } from '../../lib/core/geometry.js'
import { leastScore } from '../../lib/core/object-labels.js'
import { drawFace, ground } from './fixtures/pictures.js'

const detector = await createDetectors({ objects: { FACE: {} } })

t.test('a drawn face is found whichever way up the picture is, in colour and in grey', async t => {
  const upright = ground(600, 450)
  drawFace(upright, 200, 180, 60)
  for (const turn of [0, 90, 180, 270]) {
    const { data, info } = await sharp(upright.data, { raw: upright }).rotate(turn).raw().toBuffer({ resolveWithObject: true })
    const centre = { 0: [200, 180], 90: [270, 200], 180: [400, 270], 270: [180, 400] }[turn]!
    const [face, ...rest] = await detector.detect({ width: info.width, height: info.height, channels: 3, data }, {})
    t.equal(rest.length, 0)
    t.match(face, { type: 'FACE' }, `turned by ${turn}`)
    t.ok(Math.hypot(face.x + face.w / 2 - centre[0], face.y + face.h / 2 - centre[1]) < 25, JSON.stringify(face))
  }
  const grey = new Uint8Array(new SharedArrayBuffer(600 * 450))
  for (let i = 0; i < grey.length; i++) grey[i] = upright.data[i * 3 + 1]
  t.equal((await detector.detect({ width: 600, height: 450, channels: 1, data: grey }, {})).length, 1)
})

t.test('regression: a frame that lies on shared memory and needs no scaling, 1280 or 320 pixels long, is taken', async t => {
  const all = await createDetectors({ objects: ['FACE', 'LICENSE_PLATE'] })
  for (const [width, height] of [[1280, 960], [960, 1280], [1280, 64], [320, 256], [256, 320]]) {
    const picture = ground(width, height)
    const size = Math.round(height / 5)
    drawFace(picture, width / 2, height / 2, size)
    const data = new Uint8Array(new SharedArrayBuffer(picture.data.length))
    data.set(picture.data)
    const found = await all.detect({ width, height, channels: 3, data }, {})
    if (size > 20) t.same(found.map(object => object.type), ['FACE'], `${width} × ${height}`)
  }
})

t.test('regression: a face that fills the picture is found', async t => {
  for (const [width, height, size] of [[1280, 1280, 462], [900, 700, 279], [900, 700, 302], [400, 500, 180], [90, 90, 32]]) {
    const picture = ground(width, height)
    drawFace(picture, width / 2, height / 2, size)
    const [face, ...rest] = await detector.detect(picture, {})
    t.same(rest, [])
    t.ok(face && face.w > size && face.h > size, `${width} × ${height}, ${size}: ${JSON.stringify(face)}`)
  }
})

t.test('regression: a face is not taken for a plate besides', async t => {
  const both = await createDetectors({ objects: ['FACE', 'LICENSE_PLATE'] })
  for (const size of [40, 60, 90, 140]) {
    const picture = ground(600, 450)
    drawFace(picture, 300, 220, size)
    t.same((await both.detect(picture, {})).map(object => object.type), ['FACE'])
  }
})

t.test('a crowd of small faces is found', async t => {
  const crowd = ground(1280, 960)
  for (let i = 0; i < 24; i++) drawFace(crowd, 120 + i % 6 * 80, 120 + Math.floor(i / 6) * 90, 14)
  t.equal((await detector.detect(crowd, {})).length, 24)
})

t.test('the sensitivity moves the thresholds that the caller does not set', async t => {
  const open = ground(300, 225)
  drawFace(open, 150, 110, 30)
  const bare = ground(300, 225).data
  const [all, high, low, set] = await Promise.all([
    createDetectors({ objects: { FACE: { threshold: 0.01 } } }), createDetectors({ objects: ['FACE'], sensitivity: 'high' }),
    createDetectors({ objects: ['FACE'], sensitivity: 'low' }), createDetectors({ objects: { FACE: { threshold: 1 } }, sensitivity: 'high' }),
  ])
  let apart = 0
  for (const share of [0.3, 0.2, 0.15, 0.12, 0.1, 0.08, 0.06]) { // the face fades
    const data = new Uint8Array(new SharedArrayBuffer(bare.length))
    for (let i = 0; i < data.length; i++) data[i] = bare[i] + share * (open.data[i] - bare[i])
    const view: View = { width: 300, height: 225, channels: 3, data }
    const scores = (await all.detect(view, {})).map(({ score }) => score)
    const [most, usual, least] = await Promise.all([high, detector, low].map(async one => (await one.detect(view, {})).length))
    const [lowest, middle, highest] = (['high', 'standard', 'low'] as const).map(sensitivity => leastScore('FACE', sensitivity))
    t.same([most, usual, least], [lowest, middle, highest].map(from => scores.filter(score => score >= from!).length))
    t.same(await set.detect(view, {}), [])
    if (most > least) apart++
  }
  t.ok(apart > 0, 'some face counts for one and not for the other')
})

t.test('pictures of any shape are taken', async t => {
  for (const [width, height] of [[1, 1], [1, 3000], [3000, 2], [7, 5]]) t.same(await detector.detect(ground(width, height), {}), [])
})

t.test('labels that nobody finds are refused, an aborted signal stops', async t => {
  await t.rejects(createDetectors({ objects: ['FACE', 'TATTOO'] }), { code: 'ERR_INVALID_OPTION' })
  await t.rejects(async () => detector.detect(ground(64, 64), { signal: AbortSignal.abort() }), { name: 'AbortError' })
})

/** Labelled photos of a folder, the first `count`. */
async function photos(folder: string, count: number): Promise<{ file: string, path: string, boxes: Box[] }[]> {
  const lines = (await readFile(`${folder}/gt.jsonl`, 'utf8')).trim().split('\n').slice(0, count)
  return lines.map(line => JSON.parse(line) as { file: string, boxes: Box[] }).map(photo => ({ ...photo, path: `${folder}/${photo.file}` }))
}
async function open(picture: Sharp): Promise<View> {
  const { data, info } = await picture.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, channels: 3, data }
}
const [dlib, groups] = ['../shared/data/faces/dlib', '../shared/data/faces/groups']

t.test('faces of real photos are covered', { skip: existsSync(dlib) ? false : `${dlib} absent` }, async t => {
  for (const { file, path, boxes } of await photos(dlib, 4)) {
    const found = await detector.detect(await open(sharp(path)), {})
    for (const box of boxes) t.ok(found.some(face => containment(face, box) > 0.6), `${file} ${JSON.stringify(box)}`)
  }
})

t.test('regression: so are faces that a photo was cut down to', { skip: existsSync(groups) ? false : `${groups} absent` }, async t => {
  const [seen, missed]: string[][] = [[], []]
  for (const { file, path, boxes } of await photos(groups, 2)) {
    for (const { x, y, w, h } of boxes.filter(({ w }) => w >= 60)) {
      const [left, top, width, height] = [x, y, w, h].map(Math.round)
      const face = await open(sharp(path).extract({ left, top, width, height }).resize({ width: 700 }))
      const found = await detector.detect(face, {})
      const covers = found.some(one => containment(one, { x: 0, y: 0, w: face.width, h: face.height }) > 0.6)
      ;(covers ? seen : missed).push(`${file} ${x}, ${y}`)
    }
  }
  t.ok(missed.length <= 0.05 * (seen.length + missed.length), `${seen.length} seen, missed: ${missed.join('; ')}`)
})

t.test('a crowd of faces of 14 pixels is found', async t => {
  const picture = ground(1000, 700)
  const centres = Array.from({ length: 24 }, (_, i) => ({ x: 60 + i % 6 * 110, y: 60 + Math.floor(i / 6) * 90 }))
  for (const { x, y } of centres) drawFace(picture, x, y, 7)
  const faces = await detector.detect(picture, {})
  for (const { x, y } of centres) t.equal(faces.filter(face => containment({ x: x - 2, y: y - 2, w: 4, h: 4 }, face) === 1).length, 1, `${x}, ${y}`)
  t.equal(faces.length, centres.length)
})
