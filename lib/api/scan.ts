import { Readable, finished, type Duplex } from 'node:stream'
import { Chain } from '../../streams/chain.js'
import { entitiesInText } from '../../streams/pii.js'
import type { Step } from '../../streams/work.js'
import { EffaceError } from '../core/errors.js'
import { fillOptions } from '../core/options.js'
import type { EffaceOptions, FilledOptions } from '../core/option-types.js'
import type { Box, Entity, Frame, FrameFailure, RecognizedEntity, VisualObject, Word } from '../core/types.js'
import { open } from '../storage/open.js'
import type { ReportEntity } from './report.js'
import { checkSource } from './check-input.js'
import { analysis, tap, type AnalysisHooks } from './stages.js'

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
 * @param input a path or URL, the bytes, or a stream of bytes
 * @throws EffaceError, or the source's own error
 * @example
 * for await (const { index, objects, entities } of scan('scan.tif')) console.log(index, objects.length, entities.length)
 */
export async function * scan<Own extends string = never>(
  input: string | URL | Uint8Array | Readable, options?: EffaceOptions<Own>,
): AsyncGenerator<ScannedFrame> {
  checkSource('scan()', input)
  for await (const { index, width, height, objects, words, entities, unread, failed } of findFrames(input, fillOptions(options))) {
    const scanned = entities.map(({ bestLabel, processedText, ...entity }) => ({ ...entity, best_label: bestLabel, processed_text: processedText }))
    yield { index, width, height, objects, words, entities: scanned, unread, ...failed && { failed } }
  }
}

/** Frames in which everything was found. Their pixels are there for `inspect`, and given back as they pass. */
export async function * findFrames(
  input: string | URL | Uint8Array | Readable, options: FilledOptions, { inspect, ...hooks }: AnalysisHooks & { inspect?: Step } = {},
): AsyncGenerator<Frame> {
  yield * framesThrough(input, [...analysis(options, { looked: true, ...hooks }), ...tap(inspect, options)], options.signal)
}

/** What comes out at the end of some stages, which are destroyed when no more is asked for. */
export async function * framesThrough(input: string | URL | Uint8Array | Readable, stages: readonly Duplex[], signal?: AbortSignal): AsyncGenerator<Frame> {
  const frames = new Chain(stages)
  const source = input instanceof Readable ? input
    : input instanceof Uint8Array ? Readable.from([input], { objectMode: false }) : (await open(input, signal)).stream
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
export async function findEntities<Own extends string = never>(text: string, options?: EffaceOptions<Own>): Promise<TextEntity[]> {
  if (typeof text !== 'string') throw new EffaceError('ERR_INVALID_OPTION', `Expected a string for text but received ${typeof text}`, { stage: 'options' })
  return (await entitiesInText(text, fillOptions(options))).map(({ bestLabel, ...entity }) => ({ ...entity, best_label: bestLabel }))
}
