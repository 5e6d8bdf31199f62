import { createHash } from 'node:crypto'
import type { MessagePort } from 'node:worker_threads'
import sharp from 'sharp'
import { malformed, toPlainError } from '../lib/core/errors.js'
import { codecOf } from '../lib/formats/index.js'
import { convert } from '../lib/formats/convert.js'
import { encodeWitnessed, markOf } from '../lib/paint/witness.js'
import { witnessStored } from '../lib/paint/witness-large.js'
import { grownToBlocks } from '../lib/paint/coded-blocks.js'
import { paint } from '../lib/paint/paint.js'
import { paintInFile } from '../lib/paint/tiled.js'
import { rasterOf } from '../lib/core/raster.js'
import { bandsOf } from '../lib/formats/large.js'
import { otherRenderings } from '../lib/core/renderings.js'
import { readStored, writeStored } from '../lib/core/private-file.js'
import { telemetryIsSilent } from '../lib/inference/telemetry.js'
import { fillView } from '../lib/core/view.js'
import { detectSignatures } from '../lib/vision/signatures.js'
import { readOverview, readTile } from '../lib/core/tiles.js'
import { engines } from './engines.js'
import type { Answer, Job, TaskName, Tasks } from './protocol.js'

telemetryIsSilent() // by the pool, which makes no thread before

// One worker is one core: libvips threads of its own would only fight with the other workers.
sharp.concurrency(1)
sharp.cache(false)

type Handlers = { [T in TaskName]: (input: Tasks[T]['in']) => Promise<Tasks[T]['out']> }

const handlers: Handlers = {
  async decode({ page, raster, view, state, digest }) {
    const notes: string[] = []
    const next = await codecOf(page.format).decodePage(page, raster, state, note => notes.push(note))
    const whole = rasterOf(page.layout, raster)
    const seen = fillView(whole, page.orientation, view)
    const decoded: Tasks['decode']['out'] = { view: seen, renderings: otherRenderings(page.layout, [whole]) }
    if (next !== undefined) decoded.state = next
    if (notes.length > 0) decoded.notes = notes
    if (digest) decoded.digest = createHash('sha256').update(raster).digest('base64')
    return decoded
  },

  async decodeLarge({ page, pixels }) {
    let at = 0
    const notes: string[] = []
    await codecOf(page.format).bands!.decode(page, rows => {
      if (at + rows.length <= pixels.length) writeStored(pixels, at, rows)
      at += rows.length
    }, note => notes.push(note))
    if (at !== pixels.length) throw malformed('The page is not as large as its header says')
    return { renderings: otherRenderings(page.layout, bandsOf(page.layout, pixels)), ...notes.length > 0 && { notes } }
  },

  async tile({ pixels, layout, orientation, tile, view, rendering }) {
    return tile ? fillView(readTile(pixels, layout, tile), orientation, view, rendering) : readOverview(pixels, layout, orientation, view, rendering)
  },

  async detect({ view, settings }) {
    const detectors = await engines.detectors(settings)
    const found = await Promise.all(detectors.map(async detector => await detector.detect(view, {})))
    return found.flat()
  },

  async ocr({ view, dpi, document, settings }) {
    const engine = await engines.ocr(settings, document)
    return await engine.recognize(view, dpi === undefined ? {} : { dpi })
  },

  async signatures({ view, words }) {
    return detectSignatures(view, words)
  },

  async codes({ view, settings }) {
    return await engines.findInCodes(view, settings)
  },

  async pii({ words, settings, spans }) {
    return await engines.findInWords(words, settings, spans)
  },

  async text({ text, settings, spans }) {
    return await engines.findInText(text, settings, spans)
  },

  async view({ raster, orientation, view, rendering }) {
    return fillView(raster, orientation, view, rendering)
  },

  async redact({ raster, boxes, growth }) {
    return paint(raster, growth ? grownToBlocks(boxes, growth, raster, raster) : boxes)
  },

  async redactLarge({ pixels, layout, boxes, growth }) {
    return paintInFile(pixels, layout, growth ? grownToBlocks(boxes, growth, layout) : boxes)
  },

  async encodeLarge({ page, layout, pixels, painted, format, file, witness }) {
    const { bands } = codecOf(page.format)
    let length = 0
    const write = (bytes: Uint8Array): void => {
      writeStored({ ...file, offset: 0 }, length, bytes)
      length += bytes.length
    }
    if (format === undefined || format === page.format) {
      const info = await bands!.encode(page, layout, pixels, painted, write)
      const bytes = (): Uint8Array => readStored({ ...file, offset: 0, length }, 0, new Uint8Array(length))
      if (witness) await witnessStored(codecOf(page.format), page, layout, pixels, painted, bytes)
      const seen = witness ? { seen: { by: 'own' as const, mark: markOf(codecOf(page.format), page, layout) } } : {}
      return { page: { data: new Uint8Array(0), stored: { ...file, offset: 0, length }, info, ...seen } }
    }
    // Another format takes the page whole.
    const raster = rasterOf(layout, readStored(pixels, 0, new Uint8Array(pixels.length)))
    const { page: written } = await handlers.encode({ page, raster, painted, format, witness })
    return { page: written }
  },

  async encode({ page, raster, painted, format = page.format, state, witness }) {
    const codec = codecOf(format)
    const target = format === page.format ? { page, raster, painted } : { ...convert(page, raster, format), painted: [] }
    if (witness) return await encodeWitnessed(codec, target.page, target.raster, target.painted, state)
    return await codec.encodePage(target.page, target.raster, target.painted, state)
  },
}

/** The entry that Piscina calls: a session, in which jobs come over a port until it is ended. */
export default async function work(port: MessagePort): Promise<void> {
  await new Promise<void>(end => {
    port.on('message', (job: Job | undefined) => {
      if (job) void answer(job, port)
      else end()
    })
  })
  port.close()
}

/** Errors travel as plain objects: a thrown error would lose its code on the way. */
async function answer({ task, input }: Job, port: MessagePort): Promise<void> {
  const start = performance.now()
  try {
    const value = await (handlers[task] as (input: unknown) => Promise<Tasks[TaskName]['out']>)(input)
    port.postMessage({ ok: true, value, ms: performance.now() - start } satisfies Answer, moved(value))
  } catch (error) {
    port.postMessage({ ok: false, error: toPlainError(error) } satisfies Answer)
  }
}

/** The memory of an encoded page goes over to the other thread, where it would else be copied. */
function moved(value: Tasks[TaskName]['out']): ArrayBuffer[] {
  const data = (value as Partial<Tasks['encode']['out']> | undefined)?.page?.data
  if (!data || !(data.buffer instanceof ArrayBuffer) || data.byteLength < data.buffer.byteLength) return []
  return [data.buffer]
}
