import { EffaceError } from '../lib/core/errors.js'
import type { FilledOptions } from '../lib/core/option-types.js'
import { inMemory } from '../lib/core/pixel-store.js'
import { rasterOf, rasterBytes } from '../lib/core/raster.js'
import type { Frame } from '../lib/core/types.js'

/**
 * Gives a frame up, with `onError: 'skip'`: nothing of what was found or of its pixels stays. Those it has from now on are new, since a
 * worker that was killed may still be writing to the old ones.
 *
 * @throws the error, where the whole is to fail: unless asked otherwise, for what is no EffaceError, and for what is no page's own failure
 */
export function giveUp(frame: Frame, error: unknown, { onError }: FilledOptions): void {
  if (onError !== 'skip' || !(error instanceof EffaceError) || WHOLE.includes(error.code)) throw error
  // Pixels in a file cannot be left to a worker that may still be writing.
  if (frame.raster.file && (error.code === 'ERR_WORKER_DIED' || error.limit === 'stageSeconds')) throw error
  frame.failed = error.stage === undefined ? { code: error.code } : { code: error.code, stage: error.stage }
  frame.objects = []
  frame.words = []
  frame.unread = []
  frame.entities = []
  frame.text = ''
  frame.painted = []
  frame.planned = [{ x: 0, y: 0, w: frame.width, h: frame.height, label: 'SKIPPED', method: 'blackbox' }]
  if (inMemory(frame.raster)) frame.raster = rasterOf(frame.page.layout, new Uint8Array(new SharedArrayBuffer(rasterBytes(frame.page.layout))))
}

/** Not of one page: these would fail on every other as well. */
const WHOLE: readonly string[] = ['ERR_INVALID_OPTION', 'ERR_MODEL_INTEGRITY', 'ERR_CONTAINER_OVERFLOW']
