/**
 * What plug-ins return, checked: a value of the wrong shape would go unnoticed otherwise, and nothing be painted. What is right
 * comes back as an object of our own, with boxes cut to the picture.
 */
import { clip } from './geometry.js'
import { EffaceError, type ErrorCode, type Stage } from './errors.js'
import { invalidOption, isFunction, isIntegerIn, isNumberIn, isObject, isString } from './is.js'
import type { Box, Detector, OcrEngine, Point, Reading, Recognizer, Span, UnreadText, View, VisualObject, Word } from './types.js'

/** Who returned it: the code of its failures, where they happen, and what it is called. */
interface Kind { code: ErrorCode, stage: Stage, name: string, method: string }
const DETECTOR: Kind = { code: 'ERR_DETECTOR_FAILED', stage: 'detect', name: 'detector', method: 'detect' }
const ENGINE: Kind = { code: 'ERR_OCR_FAILED', stage: 'ocr', name: 'OCR engine', method: 'recognize' }
const RECOGNIZER: Kind = { code: 'ERR_RECOGNIZER_FAILED', stage: 'pii', name: 'recogniser', method: 'find' }

export const pluginKinds = { detector: DETECTOR, engine: ENGINE, recognizer: RECOGNIZER } as const

/** More of anything on one page is no page. */
const MOST = 1_000_000

/** The detector, with its finds checked. */
export function checkedDetector(made: unknown): Detector {
  const detector = plugin<Detector>(made, DETECTOR, true)
  return {
    labels: detector.labels,
    async detect(view, context) {
      const found = await calling(DETECTOR, () => detector.detect(view, context))
      return list(found, 'the result', DETECTOR, 'an array of {type, score, x, y, w, h}', (v, at) => visualObject(v, at, detector.labels, view))
    },
  }
}

/** The engine, with what it read checked. */
export function checkedEngine(made: unknown): OcrEngine {
  const engine = plugin<OcrEngine>(made, ENGINE, false)
  return {
    async recognize(view, context) {
      return reading(await calling(ENGINE, () => engine.recognize(view, context)), view)
    },
    reset: () => engine.reset?.(),
    close: () => engine.close?.(),
  }
}

/** The recogniser, with its finds checked. */
export function checkedRecognizer(made: unknown): Recognizer {
  const recognizer = plugin<Recognizer>(made, RECOGNIZER, true)
  return {
    labels: recognizer.labels,
    async find(text, context) {
      const found = await calling(RECOGNIZER, () => recognizer.find(text, context))
      return list(found, 'the result', RECOGNIZER, 'an array of {start, end, label, score}', (v, at) => span(v, at, recognizer.labels, text.length))
    },
  }
}

/** Its form is an option like any other. @throws EffaceError ERR_INVALID_OPTION */
function plugin<T>(made: unknown, { name, method }: Kind, labelled: boolean): T {
  const labels = (made as { labels?: unknown } | null)?.labels
  if (!isObject(made) || !isFunction(made[method])) throw invalidOption(`a plug-in ${name}`, `an object with ${method}()`, made)
  if (labelled && !(Array.isArray(labels) && labels.length > 0 && labels.every(isString))) throw invalidOption(`labels of a plug-in ${name}`, 'an array of labels', labels)
  return made as T
}

/** The plug-in's own error is the cause of ours. */
async function calling<T>({ code, stage, name }: Kind, call: () => T | Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (cause) {
    if (cause instanceof EffaceError || (cause instanceof Error && cause.name === 'AbortError')) throw cause
    throw new EffaceError(code, `A ${name} failed`, { stage, cause })
  }
}

/** The message tells what came by its kind alone: a text in it may have been read from the picture. */
function wrong({ code, stage, name }: Kind, at: string, expected: string, received: unknown): EffaceError {
  return new EffaceError(code, `Expected ${expected} for ${at} of a ${name} but received ${kindOf(received)}`, { stage })
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return `an array of ${value.length}`
  if (value === '') return 'an empty text'
  return typeof value === 'string' ? 'a text' : typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

function list<T>(value: unknown, at: string, kind: Kind, expected: string, item: (value: unknown, at: string) => T): T[] {
  if (!Array.isArray(value)) throw wrong(kind, at, expected, value)
  if (value.length > MOST) throw wrong(kind, at, `no more than ${MOST} items`, value)
  const place = at === 'the result' ? '' : at
  // Array.from, unlike map(), does not pass over holes.
  return Array.from(value, (v: unknown, i) => item(v, `${place}[${i}]`))
}

/** The part of a box that lies in the picture. One without area, or outside, would cover nothing. */
function box(value: unknown, at: string, kind: Kind, { width, height }: Pick<View, 'width' | 'height'>): Box {
  if (!isObject(value)) throw wrong(kind, at, 'an object {x, y, w, h}', value)
  for (const side of ['x', 'y'] as const) if (!isNumberIn(value[side], -1e9, 1e9)) throw wrong(kind, `${at}.${side}`, 'a number', value[side])
  for (const side of ['w', 'h'] as const) if (!isNumberIn(value[side], Number.MIN_VALUE, 1e9)) throw wrong(kind, `${at}.${side}`, 'a number above 0', value[side])
  const { x, y, w, h } = value as unknown as Box
  const cut = clip({ x, y, w, h }, width, height)
  if (!cut) {
    throw new EffaceError(kind.code, `Expected a box in the picture of ${width} × ${height} for ${at} of a ${kind.name} but received ${w} × ${h} at ${x}, ${y}`, { stage: kind.stage })
  }
  return cut
}

function share(value: unknown, at: string, kind: Kind): number {
  if (!isNumberIn(value, 0, 1)) throw wrong(kind, at, 'a number from 0 to 1', value)
  return value
}

function labelOf(value: unknown, at: string, kind: Kind, labels: readonly string[]): string {
  if (!isString(value) || !labels.includes(value)) throw wrong(kind, at, `one of its labels (${labels.join(', ')})`, value)
  return value
}

function visualObject(value: unknown, at: string, labels: readonly string[], view: View): VisualObject {
  const place = box(value, at, DETECTOR, view)
  const { type, score, quad } = value as Record<string, unknown>
  const object: VisualObject = { type: labelOf(type, `${at}.type`, DETECTOR, labels), score: share(score, `${at}.score`, DETECTOR), ...place }
  if (quad === undefined) return object
  const isPoint = (p: unknown): p is Point => isObject(p) && isNumberIn(p.x, -1e9, 1e9) && isNumberIn(p.y, -1e9, 1e9)
  if (!Array.isArray(quad) || quad.length !== 4 || !quad.every(isPoint)) throw wrong(DETECTOR, `${at}.quad`, 'four points {x, y}', quad)
  object.quad = quad.map(({ x, y }: Point) => ({ x, y })) as VisualObject['quad']
  return object
}

function reading(value: unknown, view: View): Reading {
  if (!isObject(value)) throw wrong(ENGINE, 'the result', 'an object {words, unread, models}', value)
  const result: Reading = { words: list(value.words, 'words', ENGINE, 'an array of words', (v, at) => word(v, at, view)) }
  if (value.unread !== undefined) {
    result.unread = list(value.unread, 'unread', ENGINE, 'an array of boxes', (v, at): UnreadText => {
      const place = box(v, at, ENGINE, view)
      return (v as UnreadText).cut === true ? { ...place, cut: true } : place
    })
  }
  if (value.models !== undefined) {
    result.models = list(value.models, 'models', ENGINE, 'an array of {file, sha256}', (v, at) => {
      if (!isObject(v) || !isString(v.file) || !isString(v.sha256)) throw wrong(ENGINE, at, 'an object {file, sha256}', v)
      return { file: v.file, sha256: v.sha256 }
    })
  }
  return result
}

const TURNS: readonly unknown[] = [0, 90, 180, 270]

function word(value: unknown, at: string, view: View): Word {
  const place = box(value, at, ENGINE, view)
  const { text, confidence, line, block, turn } = value as Record<string, unknown>
  if (!isString(text)) throw wrong(ENGINE, `${at}.text`, 'a text that is not empty', text)
  if (!isIntegerIn(line, 0, Number.MAX_SAFE_INTEGER)) throw wrong(ENGINE, `${at}.line`, 'the number of its line', line)
  const result: Word = { text, ...place, confidence: share(confidence, `${at}.confidence`, ENGINE), line }
  if (block !== undefined) {
    if (!isIntegerIn(block, 0, Number.MAX_SAFE_INTEGER)) throw wrong(ENGINE, `${at}.block`, 'the number of its block', block)
    result.block = block
  }
  if (turn !== undefined) {
    if (!TURNS.includes(turn)) throw wrong(ENGINE, `${at}.turn`, '0, 90, 180 or 270', turn)
    result.turn = turn as number
  }
  return result
}

function span(value: unknown, at: string, labels: readonly string[], length: number): Span {
  if (!isObject(value)) throw wrong(RECOGNIZER, at, 'an object {start, end, label, score}', value)
  const { start, end, label, score } = value
  if (!isIntegerIn(start, 0, length - 1)) throw wrong(RECOGNIZER, `${at}.start`, `a whole number from 0 to ${length - 1}`, start)
  if (!isIntegerIn(end, start + 1, length)) throw wrong(RECOGNIZER, `${at}.end`, `a whole number from ${start + 1} to ${length}`, end)
  return { start, end, label: labelOf(label, `${at}.label`, RECOGNIZER, labels), score: share(score, `${at}.score`, RECOGNIZER) }
}
