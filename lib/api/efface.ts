import { createReadStream } from 'node:fs'
import { type Duplex, Readable, finished } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Chain } from '../../streams/chain.js'
import { decode } from '../../streams/decode.js'
import { encode } from '../../streams/encode.js'
import { find } from '../../streams/find.js'
import { entitiesInText, pii } from '../../streams/pii.js'
import { redact } from '../../streams/redact.js'
import { split } from '../../streams/split.js'
import { track } from '../../streams/track.js'
import { stage, type Step } from '../../streams/work.js'
import { EffaceError } from '../core/errors.js'
import { invalidOption } from '../core/is.js'
import { fillOptions } from '../core/options.js'
import type { EffaceOptions, FilledOptions } from '../core/option-types.js'
import { planBoxes } from '../paint/boxes.js'
import { fingerprint, plainOptions, readPlan, type Plan, type PlanPage, type Source } from './plan.js'
import { ModelList, ReportBuilder, type Report, type ReportEntity } from './report.js'
import type { Box, Entity, Frame, FrameFailure, RecognizedEntity, VisualObject, Word } from '../core/types.js'
import { writeWhole } from './output-file.js'

/** What 'frame' events tell: counts only, never what was read. */
export interface FrameEvent {
  /** From 0. */
  index: number
  /** Number of pages, where the container tells it in advance. */
  total?: number
  /** Milliseconds of work on this frame, all stages together. */
  ms: number
  /** How many were found. */
  objects: number
  entities: number
}

/** Where the program's own tools look in. */
export interface FrameHooks {
  /** Frames in which everything was found, before they are painted. */
  inspect?: Step
  /** Painted frames, before they are encoded. */
  painted?: Step
  /** Paint this instead of looking for anything. */
  plan?: Plan
  onFrame?: (event: FrameEvent) => void
  /** The output, complete, before it takes its name. When this fails the output is gone and the file has failed. */
  written?: (path: string, report: Report) => Promise<void>
}

/**
 * The whole pipeline as one Duplex of bytes, made by {@link efface}. Emits 'frame' with a {@link FrameEvent} as each frame has been
 * encoded, in order.
 *
 * @example
 * const stream = efface()
 * stream.on('frame', ({ index, total, objects }) => console.log(index, total, objects))
 * await pipeline(source, stream, sink)
 * console.log((await stream.report).page_count)
 */
export class Efface extends Chain {
  /** Settles after the last byte: with the report, or with the error that ended the stream. */
  readonly report: Promise<Report>

  constructor(options: FilledOptions, { inspect, painted, plan, onFrame: tell }: FrameHooks = {}) {
    const builder = new ReportBuilder(options.report)
    const onFrame = (frame: Frame, note?: string): void => {
      builder.add(frame)
      if (note !== undefined) builder.skip(`page ${frame.index}: ${note}`)
      const event = eventOf(frame)
      tell?.(event)
      this.emit('frame', event)
    }
    const front = plan ? planned(plan, options) : analysis(options)
    super([...front, ...tap(inspect, options), redact(options), ...tap(painted, options), encode(options, { onFrame })])
    this.report = new Promise((resolve, reject) => {
      finished(this, error => {
        if (error) reject(this.errored ?? error)
        else resolve(builder.finish())
      })
    })
    // Whoever does not ask for the report hears of the error from the stream.
    this.report.catch(() => {})
  }
}

function eventOf({ index, total, ms, objects, entities }: Frame): FrameEvent {
  const event: FrameEvent = {
    index, ms: Object.values(ms).reduce((sum, ms) => sum + ms, 0), objects: objects.length, entities: entities.length,
  }
  if (total !== undefined) event.total = total
  return event
}

const tap = (step: Step | undefined, options: FilledOptions): Duplex[] => step ? [stage(step, options, { ofFailed: step })] : []

/** From bytes to frames in which everything has been found. A stage that has nothing to do would only hold frames back. */
function analysis(options: FilledOptions): Duplex[] {
  const reads = options.ocr !== 'none'
  const sees = options.objects.length > 0 || options.detectors.length > 0
  return [
    decode(options), split(options),
    ...reads || sees ? [find(options)] : [],
    ...sees ? [track(options)] : [],
    ...reads ? [pii(options)] : [],
  ]
}

/** From bytes to frames that bear the boxes of a plan. */
function planned(plan: Plan, options: FilledOptions): Duplex[] {
  const step: Step = async frame => {
    const page = plan.pages[frame.index]
    if (page?.width !== frame.width || page.height !== frame.height) {
      throw new EffaceError('ERR_INVALID_OPTION', `The plan has no page ${frame.index} of ${frame.width} × ${frame.height} pixels`, { stage: 'redact', frame: frame.index })
    }
    frame.planned = page.boxes.map(box => ({ ...box }))
  }
  return [decode(options), split(options), stage(step, options)]
}

/**
 * A Duplex: bytes of a JPEG, PNG, BMP, GIF, TIFF or WebP file in, the same file out with faces, license plates and
 * personal text painted over. Nothing is written of a page before all of it has been redacted; any failure destroys
 * the stream with an {@link EffaceError}.
 *
 * @throws EffaceError ERR_INVALID_OPTION
 * @example
 * await pipeline(createReadStream('scan.tif'), efface(), createWriteStream('clean.tif'))
 */
export function efface(options?: EffaceOptions): Efface {
  return new Efface(fillOptions(options))
}

/**
 * Redacts a file. Writes to a temporary file beside `output`, which takes its name when it is complete; on failure
 * nothing is left. `output` may be `input`.
 *
 * @throws EffaceError, or the file system's own error
 * @example
 * const report = await effaceFile('scan.tif', 'clean.tif', { ocr: 'paddle' })
 * console.log(report.page_count)
 */
export async function effaceFile(
  input: string | URL, output: string | URL, options?: EffaceOptions, onFrame?: (event: FrameEvent) => void,
): Promise<Report> {
  return await redactFile(input, output, fillOptions(options), onFrame ? { onFrame } : {})
}

/** {@link effaceFile} with hooks. */
export async function redactFile(input: string | URL, output: string | URL, options: FilledOptions, hooks?: FrameHooks): Promise<Report> {
  const stream = new Efface(options, hooks)
  return await writeWhole(output, async sink => {
    await pipeline(createReadStream(input), stream, sink)
    return await stream.report
  }, hooks?.written)
}

/**
 * Looks through a file and writes down what is to be painted, without painting it.
 *
 * @param input a path, the bytes, or a function that gives a stream of them each time
 * @returns the plan, which belongs to this input alone
 * @param hooks `inspect` gets every frame while its pixels are there, `onFrame` the counts of each as it is done, in order
 * @throws EffaceError, or the file system's own error
 * @example
 * const plan = await makePlan('scan.tif')
 * plan.pages[0].boxes.pop() // let somebody look it over
 * await applyPlan(plan, 'scan.tif', 'clean.tif')
 */
export async function makePlan(
  input: Source, options: EffaceOptions = {}, hooks: Pick<FrameHooks, 'inspect' | 'onFrame'> = {},
): Promise<Plan> {
  if (!(typeof input === 'string' || typeof input === 'function' || input instanceof URL || input instanceof Uint8Array)) {
    throw invalidOption('input', 'a path or the bytes (a plan belongs to a file, which is read twice: a stream cannot be)', input)
  }
  const filled = fillOptions(options)
  const pages: PlanPage[] = []
  const models = new ModelList()
  // Planned while the pixels are there.
  const inspect: Step = async (frame, signal) => {
    frame.planned ??= planBoxes(frame, filled)
    await hooks.inspect?.(frame, signal)
  }
  for await (const frame of findFrames(typeof input === 'function' ? input() : input, filled, inspect)) {
    pages.push(planPage(frame, filled))
    models.add(frame.models)
    hooks.onFrame?.(eventOf(frame))
  }
  return { version: 1, input: await fingerprint(input), options: plainOptions(options), models: models.list, pages }
}

/** What is to be painted on a frame in which everything was found. */
export function planPage(frame: Frame, options: FilledOptions): PlanPage {
  const { index, width, height } = frame
  frame.planned ??= planBoxes(frame, options)
  // The marker of method 'label' is no text that was read.
  const boxes = frame.planned.map(({ x, y, w, h, label, method, shape, color, text }) => ({ x, y, w, h, label, method, shape, color, text }))
  return { index, width, height, boxes }
}

/**
 * Paints what a plan says, without any model. Writes as {@link effaceFile} does.
 *
 * @returns the report: no entities and no objects, since nothing was looked for; `frames[].painted` counts boxes
 * @throws EffaceError ERR_INVALID_OPTION when the plan is wrong, or was made for another file
 * @example
 * const plan = readPlan(JSON.parse(await readFile('plan.json', 'utf8')))
 * await applyPlan(plan, 'scan.tif', 'clean.tif')
 */
export async function applyPlan(plan: Plan, input: string | URL, output: string | URL, options?: EffaceOptions, hooks?: FrameHooks): Promise<Report> {
  const filled = fillOptions({ ...options, verify: false })
  const checked = readPlan(plan, filled.limits)
  const { sha256 } = await fingerprint(input)
  if (sha256 !== checked.input.sha256) throw new EffaceError('ERR_INVALID_OPTION', 'The plan was made for another file', { stage: 'options' })
  return await redactFile(input, output, filled, { ...hooks, plan: checked })
}

/**
 * Redacts bytes in memory.
 *
 * @returns the whole redacted file, and the report
 * @throws EffaceError
 * @example
 * const { data, report } = await effaceBuffer(await readFile('photo.jpg'))
 */
export async function effaceBuffer(input: Uint8Array, options?: EffaceOptions): Promise<{ data: Buffer, report: Report }> {
  const stream = efface(options)
  const parts: Buffer[] = []
  stream.on('data', (part: Buffer) => parts.push(part))
  await pipeline(Readable.from([input], { objectMode: false }), stream)
  const report = await stream.report
  return { data: Buffer.concat(parts), report }
}

/** A piece of personal text and its boxes, by the names of Limina's answers. */
export type ScannedEntity = Omit<Entity, 'bestLabel' | 'processedText'> & Required<Pick<ReportEntity, 'best_label' | 'processed_text'>>

/** What {@link scan} found on one page or frame. */
export interface ScannedFrame {
  /** From 0. */
  index: number
  /** Of the upright frame, in pixels; all boxes are in it. */
  width: number
  height: number
  objects: VisualObject[]
  words: Word[]
  entities: ScannedEntity[]
  /** Regions where text was seen that could not be read. */
  unread: Box[]
  /** With `onError: 'skip'`: what failed here, so that nothing was found. */
  failed?: FrameFailure
}

/**
 * Finds without painting: one item a page or frame, in order, as they are ready.
 *
 * @param input a path, the bytes, or a stream of bytes
 * @throws EffaceError, or the source's own error
 * @example
 * for await (const { index, objects, entities } of scan('scan.tif')) console.log(index, objects.length, entities.length)
 */
export async function * scan(input: string | URL | Uint8Array | Readable, options?: EffaceOptions): AsyncGenerator<ScannedFrame> {
  for await (const { index, width, height, objects, words, entities, unread, failed } of findFrames(input, fillOptions(options))) {
    const scanned = entities.map(({ bestLabel, processedText, ...entity }) => ({ ...entity, best_label: bestLabel, processed_text: processedText }))
    yield { index, width, height, objects, words, entities: scanned, unread, ...failed && { failed } }
  }
}

/** Frames in which everything was found. Their pixels are there for `inspect`, and given back as they pass. */
async function * findFrames(input: string | URL | Uint8Array | Readable, options: FilledOptions, inspect?: Step): AsyncGenerator<Frame> {
  const frames = new Chain([...analysis(options), ...tap(inspect, options)])
  const source = input instanceof Readable ? input
    : input instanceof Uint8Array ? Readable.from([input], { objectMode: false }) : createReadStream(input)
  finished(source, error => { if (error) frames.destroy(error) })
  source.pipe(frames)
  try {
    for await (const frame of frames as AsyncIterable<Frame>) {
      frame.memory?.release()
      yield frame
    }
  } finally {
    frames.destroy()
    source.destroy()
  }
}

/** What {@link findEntities} found, by the names of Limina's answers. */
export type TextEntity = Omit<RecognizedEntity, 'bestLabel'> & Pick<ReportEntity, 'best_label'>

/**
 * The text half alone: the personal entities of a text.
 *
 * @returns entities in order, not overlapping
 * @throws EffaceError ERR_INVALID_OPTION; ERR_RECOGNIZER_FAILED when a recogniser of yours fails
 * @example
 * await findEntities('Call Ada Byron at +44 20 7946 0018') // [{ best_label: 'NAME', … }, { best_label: 'PHONE_NUMBER', … }]
 */
export async function findEntities(text: string, options?: EffaceOptions): Promise<TextEntity[]> {
  if (typeof text !== 'string') throw new EffaceError('ERR_INVALID_OPTION', `Expected a string for text but received ${typeof text}`, { stage: 'options' })
  return (await entitiesInText(text, fillOptions(options))).map(({ bestLabel, ...entity }) => ({ ...entity, best_label: bestLabel }))
}
