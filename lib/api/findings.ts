// A document looked through page range by page range, elsewhere and in any order, and then painted as one.
import type { Duplex, Readable } from 'node:stream'
import { decode } from '../../streams/decode.js'
import { numberEntities } from '../../streams/pii.js'
import { split } from '../../streams/split.js'
import { stage } from '../../streams/work.js'
import { EffaceError } from '../core/errors.js'
import { fillOptions } from '../core/options.js'
import type { AnyOptions, FilledOptions } from '../core/option-types.js'
import type { EncodedPage, Frame } from '../core/types.js'
import { letGo, type PageRange } from './stages.js'
import { findFrames } from './scan.js'

/** What was found on a page, before it is decided what is painted. Plain data, and as personal as the page: it holds text that was read. */
export type PageFindings = Pick<Frame, 'index' | 'width' | 'height' | 'objects' | 'words' | 'unread' | 'text' | 'entities' | 'languages' | 'models' | 'ms' | 'failed'>

/**
 * Looks through some pages of a document: those before them are walked over and not decoded.
 *
 * @throws EffaceError, or the source's own error
 */
export async function * findPages(input: Readable, range: PageRange, options: FilledOptions, onPage?: (index: number) => void): AsyncGenerator<PageFindings> {
  for await (const frame of findFrames(input, options, { range })) {
    const { index, width, height, objects, words, unread, text, entities, languages, models, ms, failed } = frame
    onPage?.(index)
    // Of words no more is asked for than how they lie.
    const turned = words.filter(({ turn }) => turn).map(word => ({ ...word, text: '' }))
    yield { index, width, height, objects, words: turned, unread, text, entities, languages, models, ms, ...failed && { failed } }
    if (index === range.to - 1) return
  }
}

/** From bytes to frames that bear what was found before, as if it had been found now: entities are numbered over the whole document. */
export function found(pages: readonly PageFindings[], options: FilledOptions): Duplex[] {
  const number = numberEntities()
  return [decode(options), split(options), stage(async frame => {
    const page = pages[frame.index]
    if (page?.index !== frame.index || page.width !== frame.width || page.height !== frame.height) {
      throw new EffaceError('ERR_INVALID_OPTION', `Nothing was looked for on page ${frame.index} of ${frame.width} × ${frame.height} pixels`, { stage: 'redact', frame: frame.index })
    }
    // It is given up here as it was there.
    if (page.failed) throw new EffaceError(page.failed.code, `Page ${frame.index} failed`, { stage: page.failed.stage, frame: frame.index })
    const { objects, words, unread, text, entities, languages, models, ms } = page
    Object.assign(frame, { objects, words, unread, text, entities, languages })
    frame.models.push(...models)
    for (const [stage, time] of Object.entries(ms)) frame.ms[stage] = (frame.ms[stage] ?? 0) + time
  }, options, { inOrder: number })]
}

/**
 * How many pages a document has whose pages do not build on one another; 1 where they do, or where it is not of several pages. No pixels are
 * decoded. The rest of the input is not read then.
 *
 * @throws EffaceError, or the source's own error
 */
export async function countSeparatePages(input: Readable, options?: AnyOptions): Promise<number> {
  const pages = decode(fillOptions(options))
  input.once('error', error => pages.destroy(error))
  input.pipe(pages)
  let count = 0
  try {
    for await (const page of pages as AsyncIterable<EncodedPage>) {
      count++
      letGo(page)
      if (page.format !== 'tiff') return 1
    }
    return count
  } finally {
    pages.destroy()
    input.destroy()
  }
}
