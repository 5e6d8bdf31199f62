import type { Plan } from '../../api/plan.js'
import { LABELS } from '../../core/labels.js'
import { defaultLimits } from '../../core/limits.js'
import { objectLabels } from '../../core/object-labels.js'
import { bodyOf, letGo } from '../body.js'
import { atWork, sendJson, type Exchange } from '../context.js'
import { errorBody, toHttpError } from '../errors.js'
import { hashing, reviewOf } from './analyse.js'
import { optionsOf, pathOf, type Desk } from './desk.js'
import type { Document } from './documents.js'
import { toPlan } from './file-review.js'
import { groupOf } from '../../paint/label-groups.js'
import { readChoices } from './page-options.js'
import type { Progress, Queue, Reviewed } from './wire.js'

/** GET /ui/files: what there is to review from the start. */
export async function listFiles({ files, marks }: Desk, { res }: Exchange): Promise<void> {
  const opened = await marks()
  sendJson(res, 200, { files: await files.list(opened), kept: opened.kept, written: files.written } satisfies Queue)
}

/** POST /ui/documents: the bytes of one file in; the answer of {@link open}. */
export async function openUpload(desk: Desk, exchange: Exchange): Promise<void> {
  const reading = new AbortController()
  const body = bodyOf(exchange, reading.signal)
  try {
    await open(desk, exchange, async () => body)
  } finally {
    letGo(body, reading)
  }
}

/** POST /ui/files/N: the answer of {@link open}. */
export async function openServerFile(desk: Desk, exchange: Exchange): Promise<void> {
  exchange.req.resume()
  await open(desk, exchange, async document => {
    const { source, bytes } = await desk.files.open(Number(pathOf(exchange.req).at(-1)))
    document.source = source
    return bytes
  })
}

/**
 * Newline-delimited JSON out: a line a page as it is done, `{"document": id, "page": 0, "total": 2, "boxes": …}`, then
 * `{"id": …, "plan": …, "labels": …}`, or `{"detail": …}` when a page failed after others were told of.
 */
async function open({ documents, marks }: Desk, exchange: Exchange, bytesOf: (document: Document) => Promise<AsyncIterable<Uint8Array>>): Promise<void> {
  const { req, res, signal, context } = exchange
  const limit = context.options.maxBody ?? context.options.defaults?.limits?.inputBytes ?? defaultLimits.inputBytes
  const { anew, said } = readChoices(req.headers)
  const tell = (line: Progress): void => {
    if (!res.headersSent) res.writeHead(200, { 'content-type': 'application/x-ndjson; charset=utf-8' })
    res.write(`${JSON.stringify(line)}\n`)
  }
  context.gate.checkRoom()
  const document = documents.create()
  try {
    const { bytes, sha256 } = hashing(await bytesOf(document))
    await document.put('input', bytes, { limit })
    await atWork(exchange, async () => await document.use(async () => {
      const onPage: Parameters<typeof reviewOf>[3]['onPage'] = (page, total) => {
        document.pages.push(page)
        tell({ ...page, document: document.id, page: page.index, ...total !== undefined && { total } })
      }
      const opened = await marks()
      const review = await reviewOf(document, sha256(), optionsOf(context, [signal, document.signal], said), { marks: opened, anew, onPage })
      document.review = { ...review, pages: document.pages }
      await opened.save(document.review, document.source?.at)
    }))
    const plan = toPlan(document.review!)
    context.metrics.bytes('in', plan.input.bytes)
    tell({ id: document.id, ...withLabels(plan) })
  } catch (cause) {
    await documents.remove(document.id)
    if (!res.headersSent || signal.aborted) throw cause
    const error = toHttpError(cause)
    context.metrics.error(error.code ?? String(error.status))
    tell(errorBody(error, cause) as { detail: unknown })
  }
  res.end()
}

/** A plan, with every label that its boxes may get. */
export function withLabels(plan: Plan): Reviewed {
  const inPlan = plan.pages.flatMap(({ boxes }) => boxes.map(({ label }) => label))
  const labels = new Set(['REGION', ...objectLabels, ...Object.keys(LABELS), ...inPlan])
  return { plan, labels: Object.fromEntries([...labels].map(label => [label, groupOf(label).colour])) }
}
