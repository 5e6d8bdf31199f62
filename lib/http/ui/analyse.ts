import { createHash } from 'node:crypto'
import sharp, { type Sharp } from 'sharp'
import { makePlan, type PlanHooks } from '../../api/efface.js'
import { plainOptions } from '../../api/plan.js'
import { findFrames } from '../../api/scan.js'
import { EffaceError } from '../../core/errors.js'
import { sniff } from '../../core/formats.js'
import { fillOptions } from '../../core/options.js'
import type { AnyOptions, FilledOptions } from '../../core/option-types.js'
import { codecOf } from '../../formats/index.js'
import { viewOfFrame } from '../../core/tiles.js'
import type { Frame, View, VisualObject } from '../../core/types.js'
import type { Document } from './documents.js'
import { reviewedPages, type FileReview } from './file-review.js'
import { closer, reviewPage, setApart, textsOf } from './finds.js'
import type { Marks } from './marks.js'
import type { ReviewPage } from './wire.js'

/** Pixels of the longer side of the small picture of a page. */
const SMALL = 200

/** Shown each page in order, as soon as it and those before it are done. */
type OnPage = (page: ReviewPage, total: number | undefined) => void

/** The bytes as they pass, and their hash when they have. */
export function hashing(bytes: AsyncIterable<Uint8Array>): { bytes: AsyncIterable<Uint8Array>, sha256: () => string } {
  const hash = createHash('sha256')
  const passing = async function * (): AsyncGenerator<Uint8Array> {
    for await (const some of bytes) {
      hash.update(some)
      yield some
    }
  }
  return { bytes: passing(), sha256: () => hash.digest('hex') }
}

/**
 * What is to be reviewed of a document: what is kept of an earlier review, if it was begun or was made with the same options; else what is found now.
 *
 * @param anew whatever is kept does not count
 */
export async function reviewOf(
  document: Document, sha256: string, options: AnyOptions, { marks, anew, onPage }: { marks: Marks, anew: boolean, onPage: OnPage },
): Promise<FileReview> {
  const filled = fillOptions(options)
  const kept = anew ? undefined : await marks.review(sha256, filled.limits)
  const isSame = JSON.stringify(kept?.options) === JSON.stringify(plainOptions(options))
  if (kept && (isSame || reviewedPages(kept) > 0)) {
    await showAgain(document, kept, filled, onPage)
    return kept
  }
  return await lookThrough(document, options, filled, onPage)
}

/** Finds everything anew. */
async function lookThrough(document: Document, options: AnyOptions, filled: FilledOptions, onPage: OnPage): Promise<FileReview> {
  const pages: ReviewPage[] = []
  const unsure = new WeakMap<Frame, VisualObject[]>()
  // What somebody's own detector finds counts as it is.
  const looksCloser = filled.faces === undefined && filled.detectors.length === 0
  const count = await pagesOf(document, filled)
  const hooks: PlanHooks = {
    firstAlone: true,
    ...looksCloser && { found: async frame => setApart(frame, filled, unsure) },
    inspect: async frame => {
      pages[frame.index] = reviewPage(frame, filled, unsure)
      await putPictures(document, frame)
      const texts = textsOf(frame)
      if (texts.length > 0) await document.put(textPart(frame.index), [Buffer.from(JSON.stringify(texts))])
    },
    onFrame: ({ index, total = count }) => onPage(pages[index], total),
  }
  const plan = await makePlan(() => document.read('input'), looksCloser ? { ...options, sensitivity: closer(filled) } : options, hooks)
  return { ...plan, options: plainOptions(options), pages }
}

/** How many pages there are, where that can be counted without reading them; what is wrong with the file is told by whoever does. */
async function pagesOf(document: Document, { limits }: FilledOptions): Promise<number | undefined> {
  const format = sniff(await document.head('input'))
  return format && await codecOf(format).count?.(document.sourceOf('input'), { limits }).catch(() => undefined)
}

/** Makes the pictures of pages that are known already. */
async function showAgain(document: Document, { pages }: FileReview, options: FilledOptions, onPage: OnPage): Promise<void> {
  const nothing = fillOptions({ ocr: 'none', objects: [], detectors: [], regions: { redact: [], keep: [] } }, options)
  let next = 0
  for await (const { index, width, height } of findFrames(document.read('input'), nothing, { inspect: async frame => await putPictures(document, frame) })) {
    const page = pages[next++]
    if (page?.width !== width || page.height !== height) throw otherFile(index)
    onPage(page, pages.length)
  }
  if (next !== pages.length) throw otherFile(next)
}

const otherFile = (index: number): EffaceError => new EffaceError('ERR_INVALID_OPTION', `What is kept of this file's review does not fit page ${index + 1}; look through it anew`, { stage: 'options' })

export const picturePart = (index: number): string => `${index}.png`
export const smallPart = (index: number): string => `${index}.small`
export const textPart = (index: number): string => `${index}.text`

async function putPictures(document: Document, frame: Frame): Promise<void> {
  const view = viewOfFrame(frame)
  const [picture, small] = await Promise.all([toPng(view), toSmall(view)])
  await document.put(picturePart(frame.index), [picture])
  await document.put(smallPart(frame.index), [small])
}

const raw = ({ width, height, channels, data }: View): Sharp => sharp(Buffer.from(data), { raw: { width, height, channels } })

export const toPng = (view: View): Promise<Buffer> => raw(view).png({ compressionLevel: 3 }).toBuffer()

const toSmall = (view: View): Promise<Buffer> => raw(view).resize(SMALL, SMALL, { fit: 'inside', withoutEnlargement: true }).webp({ quality: 70 }).toBuffer()
