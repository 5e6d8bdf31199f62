import { addAbortSignal, type Duplex } from 'node:stream'
import { EffaceError, type Stage } from '../lib/core/errors.js'
import { LARGE } from '../lib/formats/large.js'
import type { FilledOptions } from '../lib/core/option-types.js'
import type { Frame } from '../lib/core/types.js'
import type { ProviderUse } from '../lib/core/types.js'
import { poolOf, type Timed } from '../workers/pool.js'
import type { TaskName, Tasks } from '../workers/protocol.js'
import { ordered } from './ordered.js'
import { giveUp } from './skipping.js'
import { toStageError } from './stage-error.js'

/** What a stage does to one frame. The signal is aborted when the stage's stream is gone. */
export type Step = (frame: Frame, signal: AbortSignal) => Promise<void>

/** The stream around a step: frames in, the same frames out, in order. Frames that were given up are passed on. */
export function stage(step: Step, options: FilledOptions, { inOrder, ofFailed }: { inOrder?: (frame: Frame) => void, ofFailed?: Step } = {}): Duplex {
  return abortable(ordered<Frame, Frame>({
    concurrency: poolOf(options).threads + 1,
    run: async (frame, signal) => {
      if (!frame.failed) await step(frame, signal).catch((error: unknown) => giveUp(frame, error, options))
      if (frame.failed) await ofFailed?.(frame, signal)
      return frame
    },
    inOrder,
  }), options)
}

/** Destroys the stream with AbortError when the signal says so. */
export function abortable<T extends Duplex>(stream: T, { signal }: { signal?: AbortSignal }): T {
  if (signal) addAbortSignal(signal, stream)
  return stream
}

/** One task on a worker, with the frame's memory held meanwhile and its time noted on the frame. */
export async function work<T extends TaskName>(options: FilledOptions, name: Stage, frame: Frame, task: T, input: Tasks[T]['in']): Promise<Tasks[T]['out']> {
  // What is too large for memory may take its time as well.
  const seconds = options.limits.stageSeconds * (1 + Math.ceil((frame.raster.file?.length ?? 0) / LARGE))
  const run = (): Promise<Timed<Tasks[T]['out']>> => poolOf(options).run(task, input, { seconds, ...USES_NETS.includes(task) && { providers: options.providers } }).catch((error: unknown) => {
    if (error instanceof EffaceError && (error.code === 'ERR_WORKER_DIED' || error.limit === 'stageSeconds')) frame.memory?.spoil()
    throw toStageError(error, name, frame.index)
  })
  const { value, ms, ran } = await (frame.memory?.hold(run) ?? run())
  frame.ms[name] = (frame.ms[name] ?? 0) + ms
  if (ran) frame.ran = joined(frame.ran, ran)
  return value
}

/** Tasks that may open a net. */
const USES_NETS: readonly TaskName[] = ['detect', 'ocr', 'codes', 'pii']

const joined = (a: ProviderUse = { used: [], fallbacks: [] }, b: ProviderUse): ProviderUse =>
  ({ used: [...new Set([...a.used, ...b.used])], fallbacks: [...new Set([...a.fallbacks, ...b.fallbacks])] })
