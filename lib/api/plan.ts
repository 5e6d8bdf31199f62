import { EffaceError, limitExceeded } from '../core/errors.js'
import type { Readable } from 'node:stream'
import { defaultLimits, type Limits } from '../core/limits.js'
import type { AnyOptions } from '../core/option-types.js'
import { methodNames } from '../core/methods.js'
import { exactly, integer, list, named, number, object, oneOf, readBy, text, type JsonSchema } from '../core/schema.js'
import type { ModelUse, PaintBox } from '../core/types.js'
import { open } from '../storage/open.js'
import { Tally, type Fingerprint } from '../storage/transfer.js'

/** A box to be painted, in pixels of the upright page. */
export type PlanBox = Pick<PaintBox, 'x' | 'y' | 'w' | 'h' | 'label' | 'method' | 'shape' | 'color' | 'text'>

/** One page of a plan; `index` counts from 0, `width` and `height` are those of the upright page in pixels. */
export interface PlanPage { index: number, width: number, height: number, boxes: PlanBox[] }

/**
 * What is to be painted in one file, decided and written down: to be looked at, edited and applied without any model. It belongs
 * to the file whose SHA-256 it bears, and holds no text that was read.
 */
export interface Plan {
  version: 1
  /** Fingerprint of the file it belongs to: SHA-256 in hex, and size. */
  input: { sha256: string, bytes: number }
  /** The options it was made with, as far as they are plain data. */
  options: Record<string, unknown>
  /** The weights that were at work. */
  models: ModelUse[]
  pages: PlanPage[]
}

const pageSide = integer({ minimum: 1, maximum: 1e9 })

const box = object({
  label: text({ minLength: 1 }), method: oneOf(...methodNames), x: number({ minimum: 0 }), y: number({ minimum: 0 }),
  w: number({ exclusiveMinimum: 0 }), h: number({ exclusiveMinimum: 0 }), shape: oneOf('box', 'ellipse'),
  color: list(integer({ minimum: 0, maximum: 255 }), { minItems: 3, maxItems: 3 }), text: text(),
}, ['label', 'method', 'x', 'y', 'w', 'h'])

/** The JSON Schema of a plan, published for editors. {@link readPlan} checks by it, and a little more. */
export const planSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  ...named('efface plan', object({
    version: exactly(1),
    input: object({ sha256: text({ pattern: '^[0-9a-f]{64}$' }), bytes: integer({ minimum: 0 }) }, ['sha256', 'bytes']),
    options: object({}),
    models: list(object({ file: text(), sha256: text() })),
    pages: list(object({ index: integer({ minimum: 0 }), width: pageSide, height: pageSide, boxes: list(box) }, ['index', 'width', 'height', 'boxes'])),
  }, ['version', 'input', 'pages'])),
}

/**
 * A plan from JSON that somebody may have edited.
 *
 * @param limits no plan has more pages or boxes than a file may have
 * @throws EffaceError ERR_INVALID_OPTION, saying where and what; ERR_LIMIT_EXCEEDED
 * @example
 * const plan = readPlan(JSON.parse(await readFile('plan.json', 'utf8')))
 * console.log(plan.pages.map(page => page.boxes.length))
 */
export function readPlan(value: unknown, { frames, boxesPerPage }: Pick<Limits, 'frames' | 'boxesPerPage'> = defaultLimits): Plan {
  const wrong = (where: string, what: string): EffaceError =>
    new EffaceError('ERR_INVALID_OPTION', `The plan is wrong at ${where}: ${what}`, { stage: 'options' })
  const [fault] = readBy(planSchema, value).faults
  if (fault) throw wrong(fault.loc.map((key, i) => typeof key === 'number' ? `[${key}]` : i === 0 ? key : `.${key}`).join('') || 'the whole', fault.msg)
  const plan = value as Plan
  if (plan.pages.length > frames) throw limitExceeded('frames', frames, plan.pages.length, { stage: 'options' })
  plan.pages.forEach(({ index, width, height, boxes }, i) => {
    if (index !== i) throw wrong(`pages[${i}].index`, `value is not ${i}`)
    if (boxes.length > boxesPerPage) throw limitExceeded('boxesPerPage', boxesPerPage, boxes.length, { stage: 'options', frame: i })
    const outside = boxes.findIndex(({ x, y, w, h }) => x > width || y > height || w > width || h > height)
    if (outside >= 0) throw wrong(`pages[${i}].boxes[${outside}]`, 'x, y, w and h are not within the page')
  })
  return plan
}

/** Options as plain data: no functions, signals, pools or plug-in objects. */
export function plainOptions(options: AnyOptions): Record<string, unknown> {
  const { pool: _pool, signal: _signal, faces: _faces, detectors: _detectors, recognizers: _recognizers, ...rest } = options
  return JSON.parse(JSON.stringify(rest, (_key, value: unknown) => value instanceof RegExp ? String(value) : value)) as Record<string, unknown>
}

/** Where bytes come from: a path or URL (`file:`, `s3:`, `http:`, `https:`), the bytes, or what gives a stream of them, from the beginning each time. */
export type Source = string | URL | Uint8Array | (() => Readable)

/** SHA-256 and size of a file or of bytes. */
export async function fingerprint(input: Source): Promise<Fingerprint> {
  const tally = new Tally()
  const parts = input instanceof Uint8Array ? [input] : (typeof input === 'function' ? input() : (await open(input)).stream) as AsyncIterable<Uint8Array>
  for await (const part of parts) tally.add(part)
  return tally.finish()
}
