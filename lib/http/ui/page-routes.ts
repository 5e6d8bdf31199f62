import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { Efface } from '../../api/efface.js'
import { writeWhole } from '../../storage/output-file.js'
import { sniff, typeOf } from '../../core/formats.js'
import { fsPath } from '../../core/fs-path.js'
import { fillOptions } from '../../core/options.js'
import type { FilledOptions } from '../../core/option-types.js'
import { readJson } from '../body.js'
import { atWork, sendJson, type Exchange } from '../context.js'
import { HttpError } from '../errors.js'
import { picturePart, smallPart, textPart, toPng } from './analyse.js'
import { optionsOf, pathOf, type Desk } from './desk.js'
import type { Document } from './documents.js'
import { readPage, reviewedPages, toPlan, type FileReview } from './file-review.js'
import { paintedPage, readTexts } from './one-page.js'
import type { Marked, ReadText, ReviewPage } from './wire.js'

/** The page whose number stands last in the path, as `N.png` or `N`. @throws HttpError 404 */
function pageOf(document: Document, { req }: Exchange): ReviewPage {
  const path = pathOf(req)
  const page = document.pages[parseInt(path[path.lastIndexOf('pages') + 1], 10)]
  if (!page) throw new HttpError(404, 'There is no such page')
  return page
}

/** GET /ui/documents/ID/pages/N.png: what the boxes of page N lie on. */
export async function picture(document: Document, exchange: Exchange): Promise<void> {
  await send(document, picturePart(pageOf(document, exchange).index), exchange.res)
}

/** GET /ui/documents/ID/pages/N/small: the same, small. */
export async function smallPicture(document: Document, exchange: Exchange): Promise<void> {
  await send(document, smallPart(pageOf(document, exchange).index), exchange.res)
}

/** POST /ui/documents/ID/pages/N/painted: boxes in, the picture of the page as it will be written out. */
export async function painted(document: Document, exchange: Exchange): Promise<void> {
  const { res, context } = exchange
  const page = pageOf(document, exchange)
  const { boxes } = readPage(planOf(document), page.index, await readJson(exchange), context.defaults.own.limits)
  const png = await atWork(exchange, async () => await toPng(await paintedPage(document, page.index, boxes, paintOptions(document, exchange))))
  res.writeHead(200, { 'content-type': 'image/png', 'content-length': png.length })
  res.end(png)
}

/** GET /ui/documents/ID/pages/N/text: what was read where something personal stands. Told to whoever asks for it, and to nobody else. */
export async function texts(document: Document, exchange: Exchange): Promise<void> {
  const { index } = pageOf(document, exchange)
  const part = textPart(index)
  if (document.has(part)) {
    const { res } = exchange
    res.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': document.size(part) })
    return await pipeline(document.read(part), res)
  }
  const found: ReadText[] = await atWork(exchange, async () => await readTexts(document, index, paintOptions(document, exchange)))
  sendJson(exchange.res, 200, found)
}

/**
 * PUT /ui/documents/ID/pages/N: a page as somebody left it, which is kept. When it was the last one that was not reviewed, a file of the server's is
 * written.
 */
export async function putPage(document: Document, desk: Desk, exchange: Exchange): Promise<void> {
  const { index } = pageOf(document, exchange)
  const page = readPage(planOf(document), index, await readJson(exchange), exchange.context.defaults.own.limits)
  document.pages[index] = page
  const { review, source } = document
  // Of a file that is still looked through, what was said is kept with the rest.
  if (!review) return sendJson(exchange.res, 200, { reviewed: document.pages.filter(({ reviewed }) => reviewed).length } satisfies Marked)
  const reviewed = reviewedPages(review)
  const isDone = page.reviewed === true && reviewed === review.pages.length
  if (isDone && source?.output !== undefined) await write(document, review, source.output, exchange)
  // Marked when it is written: what a crash came between is not taken for done.
  await (await desk.marks()).save(review, source?.at)
  sendJson(exchange.res, 200, { reviewed, ...isDone && source?.output !== undefined && { written: true } } satisfies Marked)
}

async function write(document: Document, review: FileReview, output: string, exchange: Exchange): Promise<void> {
  const plan = toPlan(review)
  await document.inTurn(async () => await atWork(exchange, async () => {
    await mkdir(fsPath(dirname(output)), { recursive: true })
    await writeWhole(output, async sink => {
      const stream = new Efface(paintOptions(document, exchange), { plan })
      await pipeline(document.read('input'), stream, sink)
      exchange.context.metrics.report(await stream.report)
    })
  }))
}

/** What a plan is painted with: nothing is looked for. */
export const paintOptions = (document: Document, { context, signal }: Exchange): FilledOptions =>
  fillOptions({ ...optionsOf(context, [signal, document.signal]), verify: false })

/** The head of a plan that is still being made says nothing of pages: they are checked by themselves. */
const planOf = ({ review, pages }: Document): Parameters<typeof readPage>[0] => review ?? { version: 1, input: { sha256: '0'.repeat(64), bytes: 0 }, pages }

/** @returns its size */
export async function send(document: Document, name: string, res: ServerResponse): Promise<number> {
  const size = document.size(name)
  res.writeHead(200, { 'content-type': typeOf(sniff(await document.head(name))), 'content-length': size, 'content-disposition': 'attachment' })
  await pipeline(document.read(name), res)
  return size
}
