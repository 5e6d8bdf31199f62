import { Readable, finished, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Chain } from '../../streams/chain.js'
import { encode } from '../../streams/encode.js'
import { redact } from '../../streams/redact.js'
import type { Step } from '../../streams/work.js'
import { EffaceError } from '../core/errors.js'
import { invalidOption } from '../core/is.js'
import { fillOptions } from '../core/options.js'
import type { EffaceOptions, FilledOptions } from '../core/option-types.js'
import { planBoxes } from '../paint/boxes.js'
import { found, type PageFindings } from './findings.js'
import { pageCount } from './page-count.js'
import { fingerprint, plainOptions, readPlan, type Plan, type PlanPage, type Source } from './plan.js'
import { ModelList, ReportBuilder, type Report } from './report.js'
import { checkBytes, checkNoInput, checkPaths } from './check-input.js'
import { findFrames } from './scan.js'
import { analysis, planned, tap, type AnalysisHooks } from './stages.js'
import type { Frame } from '../core/types.js'
import { storageFor } from '../storage/index.js'
import { contentTypeOf, isRemote } from '../storage/names.js'
import type { StoredObject, WriteRequest } from '../storage/storage.js'
import { Tally, writeTo, type Fingerprint } from '../storage/transfer.js'

/** What 'frame' events tell: counts only, never what was read. */
export interface FrameEvent {
  /** From 0. */
  index: number
  /** Number of pages, as soon as it is known: of a file or bytes almost at once, of a stream when its last page has been found, if its head does not tell. */
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
  /** What was found before on each of the pages, instead of looking for it. */
  findings?: readonly PageFindings[]
  onFrame?: (event: FrameEvent) => void
  /** The input, opened: what the storage tells of it. */
  opened?: (input: StoredObject) => void
  /** The output is complete, and not there yet. When this fails the output is gone and the file has failed. */
  written?: (files: { input: Fingerprint, output: Fingerprint }, report: Report) => Promise<void>
}

/** Where the program's own tools look in while a plan is made. */
export type PlanHooks = Pick<FrameHooks, 'inspect' | 'onFrame'> & AnalysisHooks

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
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- the interface below adds nothing but the type of an event
export class Efface extends Chain {
  /** Settles after the last byte: with the report, or with the error that ended the stream. */
  readonly report: Promise<Report>

  constructor(options: FilledOptions, { inspect, painted, plan, findings, total, onFrame: tell }: FrameHooks & { total?: Promise<number | undefined> } = {}) {
    const builder = new ReportBuilder(options.report)
    const onFrame = (frame: Frame, note?: string): void => {
      builder.add(frame)
      if (note !== undefined) builder.skip(`page ${frame.index}: ${note}`)
      const event = eventOf(frame, known)
      tell?.(event)
      this.emit('frame', event)
    }
    const looked = inspect !== undefined || painted !== undefined
    const front = plan ? planned(plan, options, looked) : findings ? found(findings, options) : analysis(options, { looked })
    let known: number | undefined
    front[0]!.once('pages', (count: number) => { known = count })
    void total?.then(count => { known ??= count })
    super([...front, ...tap(inspect, options), redact(options), ...tap(painted, options), encode(options, { onFrame })])
    this.report = new Promise((resolve, reject) => {
      // With the last byte it is complete, whatever becomes of the stream.
      this.once('end', () => { resolve(builder.finish()) })
      finished(this, error => { if (error) reject(this.errored ?? error) })
    })
    // Whoever does not ask for the report hears of the error from the stream.
    this.report.catch(() => {})
  }
}

/* eslint-disable @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-explicit-any -- adds nothing but the type of an event */
export interface Efface {
  /** 'frame': once for each frame, in order, when it has been encoded. */
  on(event: 'frame', listener: (event: FrameEvent) => void): this
  /** Of a Duplex. */
  on(event: string | symbol, listener: (...args: any[]) => void): this
  /** The first 'frame' alone. */
  once(event: 'frame', listener: (event: FrameEvent) => void): this
  /** Of a Duplex. */
  once(event: string | symbol, listener: (...args: any[]) => void): this
}
/* eslint-enable @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-explicit-any */

function eventOf({ index, total: told, ms, objects, entities }: Frame, known?: number): FrameEvent {
  const total = told ?? known
  const event: FrameEvent = {
    index, ms: Object.values(ms).reduce((sum, ms) => sum + ms, 0), objects: objects.length, entities: entities.length,
  }
  if (total !== undefined) event.total = total
  return event
}

/**
 * A Duplex: bytes of a JPEG, PNG, BMP, GIF, TIFF, WebP or AVIF file in, the same file out with faces, license plates and
 * personal text painted over. Nothing is written of a page before all of it has been redacted; any failure destroys
 * the stream with an {@link EffaceError}.
 *
 * @throws EffaceError ERR_INVALID_OPTION
 * @example
 * await pipeline(createReadStream('scan.tif'), efface(), createWriteStream('clean.tif'))
 */
export function efface<Own extends string = never>(options?: EffaceOptions<Own>): Efface {
  checkNoInput('efface()', options)
  return new Efface(fillOptions(options))
}

/**
 * Redacts a file, given and written by path or URL: `file:`, `s3://bucket/key`, and to read only `http:` and `https:`. Of the output
 * nothing is seen before it is complete, and on failure nothing is left; its folder is made. `output` may be `input`.
 *
 * @throws EffaceError, or the file system's own error
 * @example
 * const report = await effaceFile('scan.tif', 'clean.tif', { ocr: 'paddle' })
 * console.log(report.page_count)
 */
export async function effaceFile<Own extends string = never>(
  input: string | URL, output: string | URL, options?: EffaceOptions<Own>, onFrame?: (event: FrameEvent) => void,
): Promise<Report> {
  checkPaths('effaceFile()', input, output)
  return await redactFile(input, output, fillOptions(options), onFrame ? { onFrame } : {})
}

/** {@link effaceFile} with hooks. `ifVersion`: replace that version of the output alone, see WriteRequest. */
export async function redactFile(
  input: string | URL, output: string | URL, options: FilledOptions, hooks: FrameHooks = {}, { ifVersion }: Pick<WriteRequest, 'ifVersion'> = {},
): Promise<Report> {
  const { signal } = options
  const [from, to] = [String(input), String(output)]
  const [source, target] = await Promise.all([storageFor(from), storageFor(to)])
  const opened = await source.read(from, { signal })
  try {
    hooks.opened?.(opened)
    const total = isRemote(from) ? undefined : pageCount(from, options.limits)
    const stream = new Efface(options, { total, ...hooks })
    const [read, made] = [new Tally(), new Tally()]
    const write = async (sink: Writable): Promise<Report> => {
      await (hooks.written ? pipeline(opened.stream, read.through, stream, made.through, sink) : pipeline(opened.stream, stream, sink))
      return await stream.report
    }
    const complete = async (report: Report): Promise<void> => await hooks.written?.({ input: read.finish(), output: made.finish() }, report)
    return (await writeTo(target, to, write, { signal, contentType: contentTypeOf(to), ifVersion, complete })).result
  } finally {
    opened.stream.destroy()
  }
}

/**
 * Looks through a file and writes down what is to be painted, without painting it.
 *
 * @param input a path or URL, the bytes, or a function that gives a stream of them each time
 * @returns the plan, which belongs to this input alone
 * @param hooks `inspect` gets every frame while its pixels are there, `onFrame` the counts of each as it is done, in order
 * @throws EffaceError, or the file system's own error
 * @example
 * const plan = await makePlan('scan.tif')
 * plan.pages[0].boxes.pop() // let somebody look it over
 * await applyPlan(plan, 'scan.tif', 'clean.tif')
 */
export async function makePlan<Own extends string = never>(
  input: Source, options: EffaceOptions<Own> = {}, { inspect: look, onFrame, ...hooks }: PlanHooks = {},
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
    await look?.(frame, signal)
  }
  let known: number | undefined
  if (typeof input !== 'function') void pageCount(input, filled.limits).then(count => { known = count })
  for await (const frame of findFrames(typeof input === 'function' ? input() : input, filled, { inspect, ...hooks })) {
    pages.push(planPage(frame, filled))
    models.add(frame.models)
    onFrame?.(eventOf(frame, known))
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
export async function applyPlan<Own extends string = never>(
  plan: Plan, input: string | URL, output: string | URL, options?: EffaceOptions<Own>, hooks?: FrameHooks,
): Promise<Report> {
  checkPaths('applyPlan()', input, output)
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
export async function effaceBuffer<Own extends string = never>(
  input: Uint8Array, options?: EffaceOptions<Own>,
): Promise<{ data: Buffer, report: Report }> {
  checkBytes('effaceBuffer()', input)
  const filled = fillOptions(options)
  const stream = new Efface(filled, { total: pageCount(input, filled.limits) })
  const parts: Buffer[] = []
  stream.on('data', (part: Buffer) => parts.push(part))
  await pipeline(Readable.from([input], { objectMode: false }), stream)
  const report = await stream.report
  return { data: Buffer.concat(parts), report }
}
