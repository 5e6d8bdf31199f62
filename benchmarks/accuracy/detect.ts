// Runs the built-in detectors over a folder with gt.jsonl and images/, and writes what they find as JSON lines for
// evaluate_boxes.py: node dist/benchmarks/accuracy/detect.js FOLDER OUT.jsonl [--objects FACE,LICENSE_PLATE] [--turn 90] [--every n] [--threads n]
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import type { VisualObject } from '../../lib/core/types.js'
import { createDetectors } from '../../lib/vision/detectors.js'

const { values, positionals: [folder, outFile] } = parseArgs({
  allowPositionals: true,
  options: {
    objects: { type: 'string', default: 'FACE' },
    turn: { type: 'string', default: '0' },
    every: { type: 'string', default: '1' },
    threads: { type: 'string', default: '1' },
    threshold: { type: 'string' },
  },
})
const turn = Number(values.turn)
const how = values.threshold === undefined ? {} : { threshold: Number(values.threshold) }
const detector = await createDetectors({ objects: Object.fromEntries(values.objects.split(',').map(label => [label, how])), threads: Number(values.threads) })

sharp.concurrency(1)
const out = createWriteStream(outFile)
const lines = (await readFile(join(folder, 'gt.jsonl'), 'utf8')).split('\n').filter(line => line.trim() !== '')
for (const line of lines.filter((_, i) => i % Number(values.every) === 0)) {
  const { file } = JSON.parse(line) as { file: string }
  const { data, info } = await sharp(join(folder, file)).removeAlpha().toColourspace('srgb').rotate(turn).raw().toBuffer({ resolveWithObject: true })
  // Frames lie on memory that threads share, which is not the same to every library.
  const shared = new Uint8Array(new SharedArrayBuffer(data.length))
  shared.set(data)
  const view = { width: info.width, height: info.height, channels: 3 as const, data: shared }
  const start = performance.now()
  const objects = await detector.detect(view, {})
  const ms = performance.now() - start
  const boxes = objects.map(({ score, type, ...object }) => ({ ...turnBack(object, turn, view.width, view.height), score, label: type }))
  out.write(`${JSON.stringify({ file, boxes, ms })}\n`)
}
out.end()

/** A box found in a picture turned clockwise → the same box in the unturned picture. */
function turnBack({ x, y, w, h }: Pick<VisualObject, 'x' | 'y' | 'w' | 'h'>, turn: number, width: number, height: number) {
  if (turn === 90) return { x: y, y: width - x - w, w: h, h: w }
  if (turn === 180) return { x: width - x - w, y: height - y - h, w, h }
  if (turn === 270) return { x: height - y - h, y: x, w: h, h: w }
  return { x, y, w, h }
}
