import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { EffaceError, limitExceeded } from '../core/errors.js'
import type { Readable } from 'node:stream'
import { isIntegerIn, isNumberIn, isObject, isString } from '../core/is.js'
import { defaultLimits, type Limits } from '../core/limits.js'
import type { EffaceOptions } from '../core/option-types.js'
import { methodNames, type Method } from '../core/methods.js'
import type { ModelUse, PaintBox } from '../core/types.js'

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

/** The JSON Schema of a plan, published for editors. {@link readPlan} checks the same and a little more. */
export const planSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'efface plan', type: 'object', required: ['version', 'input', 'pages'],
  properties: {
    version: { const: 1 },
    input: { type: 'object', required: ['sha256', 'bytes'], properties: { sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' }, bytes: { type: 'integer', minimum: 0 } } },
    options: { type: 'object' },
    models: { type: 'array', items: { type: 'object', properties: { file: { type: 'string' }, sha256: { type: 'string' } } } },
    pages: {
      type: 'array',
      items: {
        type: 'object', required: ['index', 'width', 'height', 'boxes'],
        properties: {
          index: { type: 'integer', minimum: 0 }, width: { type: 'integer', minimum: 1 }, height: { type: 'integer', minimum: 1 },
          boxes: {
            type: 'array',
            items: {
              type: 'object', required: ['label', 'method', 'x', 'y', 'w', 'h'],
              properties: {
                label: { type: 'string' }, method: { enum: methodNames }, x: { type: 'number', minimum: 0 }, y: { type: 'number', minimum: 0 },
                w: { type: 'number', exclusiveMinimum: 0 }, h: { type: 'number', exclusiveMinimum: 0 }, shape: { enum: ['box', 'ellipse'] },
                color: { type: 'array', items: { type: 'integer', minimum: 0, maximum: 255 }, minItems: 3, maxItems: 3 }, text: { type: 'string' },
              },
            },
          },
        },
      },
    },
  },
} as const

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
  const wrong = (where: string, expected: string): never => {
    throw new EffaceError('ERR_INVALID_OPTION', `Expected ${expected} for ${where} of the plan`, { stage: 'options' })
  }
  if (!isObject(value)) return wrong('the whole', 'an object')
  if (value.version !== 1) wrong('version', '1')
  const input = value.input
  if (!isObject(input) || !isString(input.sha256) || !/^[0-9a-f]{64}$/.test(input.sha256) || !isIntegerIn(input.bytes, 0, Number.MAX_SAFE_INTEGER)) wrong('input', '{sha256, bytes}')
  if (!Array.isArray(value.pages)) wrong('pages', 'an array')
  const pages = value.pages as unknown[]
  if (pages.length > frames) throw limitExceeded('frames', frames, pages.length, { stage: 'options' })
  pages.forEach((page, i) => {
    if (!isObject(page) || page.index !== i) return wrong(`pages[${i}].index`, String(i))
    if (!isIntegerIn(page.width, 1, 1e9) || !isIntegerIn(page.height, 1, 1e9)) wrong(`pages[${i}]`, 'a width and a height')
    if (!Array.isArray(page.boxes)) return wrong(`pages[${i}].boxes`, 'an array')
    if (page.boxes.length > boxesPerPage) throw limitExceeded('boxesPerPage', boxesPerPage, page.boxes.length, { stage: 'options', frame: i })
    page.boxes.forEach((box: unknown, k) => {
      const where = `pages[${i}].boxes[${k}]`
      if (!isObject(box)) return wrong(where, 'an object')
      if (!isString(box.label)) wrong(`${where}.label`, 'a label')
      if (!methodNames.includes(box.method as Method)) wrong(`${where}.method`, `one of ${methodNames.join(', ')}`)
      const inside = isNumberIn(box.x, 0, page.width as number) && isNumberIn(box.y, 0, page.height as number) &&
        isNumberIn(box.w, Number.MIN_VALUE, page.width as number) && isNumberIn(box.h, Number.MIN_VALUE, page.height as number)
      if (!inside) wrong(where, 'x, y, w and h within the page')
      if (box.shape !== undefined && box.shape !== 'box' && box.shape !== 'ellipse') wrong(`${where}.shape`, 'box or ellipse')
      if (box.color !== undefined && !(Array.isArray(box.color) && box.color.length === 3 && box.color.every(c => isIntegerIn(c, 0, 255)))) wrong(`${where}.color`, 'three values from 0 to 255')
      if (box.text !== undefined && typeof box.text !== 'string') wrong(`${where}.text`, 'a string')
    })
  })
  return value as unknown as Plan
}

/** Options as plain data: no functions, signals, pools or plug-in objects. */
export function plainOptions(options: EffaceOptions): Record<string, unknown> {
  const { pool: _pool, signal: _signal, faces: _faces, detectors: _detectors, recognizers: _recognizers, ...rest } = options
  return JSON.parse(JSON.stringify(rest, (_key, value: unknown) => value instanceof RegExp ? String(value) : value)) as Record<string, unknown>
}

/** Where bytes come from: a path, the bytes, or what gives a stream of them, from the beginning each time. */
export type Source = string | URL | Uint8Array | (() => Readable)

/** SHA-256 and size of a file or of bytes. */
export async function fingerprint(input: Source): Promise<{ sha256: string, bytes: number }> {
  const hash = createHash('sha256')
  let bytes = 0
  const parts = input instanceof Uint8Array ? [input] : (typeof input === 'function' ? input() : createReadStream(input)) as AsyncIterable<Uint8Array>
  for await (const part of parts) {
    hash.update(part)
    bytes += part.length
  }
  return { sha256: hash.digest('hex'), bytes }
}
