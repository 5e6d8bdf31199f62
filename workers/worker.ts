import { createHash } from 'node:crypto'
import type { MessagePort } from 'node:worker_threads'
import sharp from 'sharp'
import { toPlainError } from '../lib/core/errors.js'
import { codecOf } from '../lib/formats/index.js'
import { convert } from '../lib/formats/convert.js'
import { grownToBlocks } from '../lib/paint/coded-blocks.js'
import { encodeStore } from '../lib/paint/encode-store.js'
import { paintStore } from '../lib/paint/windows.js'
import { bandsOf, inMemory, rowsOf } from '../lib/core/pixel-store.js'
import { decodeInto } from '../lib/formats/large.js'
import { otherRenderings } from '../lib/core/renderings.js'
import { usesOf, withProviders } from '../lib/inference/providers.js'
import { telemetryIsSilent } from '../lib/inference/telemetry.js'
import { fillView } from '../lib/core/view.js'
import { detectSignatures } from '../lib/text/signatures.js'
import { tileView, wholeView } from '../lib/core/tiles.js'
import { recognizeSquare } from '../lib/text/pixel-aspect.js'
import { engines } from './engines.js'
import type { PixelStore } from '../lib/core/types.js'
import type { Answer, Job, TaskName, Tasks } from './protocol.js'

telemetryIsSilent() // by the pool, which makes no thread before

// One worker is one core: libvips threads of its own would only fight with the other workers.
sharp.concurrency(1)
sharp.cache(false)

type Handlers = { [T in TaskName]: (input: Tasks[T]['in']) => Promise<Tasks[T]['out']> }

const handlers: Handlers = {
  async decode({ page, raster, view, looked, state, digest }) {
    const notes: string[] = []
    const next = await decodeInto(raster, codecOf(page.format), page, state, note => notes.push(note))
    const decoded: Tasks['decode']['out'] = { renderings: [] }
    if (notes.length > 0) decoded.notes = notes
    if (looked) {
      if (inMemory(raster)) decoded.view = fillView(raster, page.orientation, view)
      decoded.renderings = otherRenderings(page.layout, bandsOf(raster))
    }
    if (next !== undefined) decoded.state = next
    if (digest) decoded.digest = digestOf(raster)
    return decoded
  },

  async detect({ view, settings }) {
    const detectors = await engines.detectors(settings)
    const found = await Promise.all(detectors.map(async detector => await detector.detect(view, {})))
    return found.flat()
  },

  async ocr({ view, dpi, aspect, document, settings }) {
    const engine = await engines.ocr(settings, document)
    return await recognizeSquare(engine, view, dpi === undefined ? {} : { dpi }, aspect)
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

  async view({ raster, orientation, tile, view, rendering }) {
    return tile ? tileView(raster, tile, orientation, view, rendering) : wholeView(raster, orientation, view, rendering)
  },

  async redact({ raster, boxes, growth }) {
    return paintStore(raster, growth ? grownToBlocks(boxes, growth, raster) : boxes)
  },

  async encode({ page, raster, painted, format = page.format, state, file, witness }) {
    const codec = codecOf(format)
    if (format === page.format) return await encodeStore(codec, page, raster, painted, { state, file, witness })
    // Another format takes the page whole.
    const target = convert(page, rowsOf(raster, 0, raster.height), format)
    return await encodeStore(codec, target.page, target.raster, [], { state, witness })
  },
}

function digestOf(raster: PixelStore): string {
  const hash = createHash('sha256')
  for (const { data } of bandsOf(raster)) hash.update(data)
  return hash.digest('base64')
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
async function answer({ task, input, providers }: Job, port: MessagePort): Promise<void> {
  const start = performance.now()
  try {
    const value = await withProviders(providers, () => (handlers[task] as (input: unknown) => Promise<Tasks[TaskName]['out']>)(input))
    port.postMessage({ ok: true, value, ms: performance.now() - start, ...providers && { ran: usesOf(providers) } } satisfies Answer, moved(value))
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
