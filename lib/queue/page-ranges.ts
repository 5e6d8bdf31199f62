// A large document as jobs for page ranges, and a last one that joins what they found.
import type { Job, Queue } from 'bullmq'
import { Readable } from 'node:stream'
import { countSeparatePages, findPages, type PageFindings } from '../api/findings.js'
import type { PageRange } from '../api/stages.js'
import { EffaceError } from '../core/errors.js'
import type { FilledOptions } from '../core/option-types.js'
import { open } from '../storage/open.js'
import type { DocumentData, PagesData } from './documents.js'
import { KeptFailure, readReason } from './failures.js'
import type { FindingsStore } from './findings-store.js'
import { KeyReader } from './sealed.js'

function rangesOf(pages: number, size: number): PageRange[] {
  return Array.from({ length: Math.ceil(pages / size) }, (_, i) => ({ from: i * size, to: Math.min(pages, (i + 1) * size) }))
}

/** How many pages a document has that can be looked through apart. */
export async function pagesOf(source: string, options: FilledOptions): Promise<number> {
  const { stream } = await open(source, options.signal)
  return await countSeparatePages(stream, options)
}

/** The work of a job for a page range. */
export async function lookThrough(
  { source, parent, from, to }: PagesData, options: FilledOptions, store: FindingsStore, onPage: () => void,
): Promise<{ pages: number }> {
  const { stream } = await open(source, options.signal)
  const reader = new KeyReader(stream)
  const pages: PageFindings[] = []
  try {
    for await (const page of findPages(Readable.from(reader.chunks()), { from, to }, options, onPage)) pages.push(page)
    if (pages.length < to - from) throw changed()
    await store.put(parent, { from, to }, pages, await reader.key())
  } finally {
    stream.destroy()
  }
  return { pages: pages.length }
}

/** What was found in all ranges. @throws EffaceError where the document is another one by now; what was found is dropped then */
export async function joined(job: Job<DocumentData>, options: FilledOptions, store: FindingsStore): Promise<PageFindings[]> {
  const { source } = job.data
  const { stream } = await open(source, options.signal)
  const key = await new KeyReader(stream).key()
  try {
    return await store.all(job.id!, key)
  } catch (cause) {
    await store.drop(job.id!)
    await job.updateData({ ...job.data, parts: undefined })
    throw changed(cause)
  }
}

/** It may be so again, or stay as it is now: the next try begins anew. */
const changed = (cause?: unknown): EffaceError =>
  new EffaceError('ERR_STORAGE_FAILED', 'The document has changed while its pages were looked through', { stage: 'decode', cause })

/**
 * Adds jobs for the ranges that nothing is known of. They are added once a round: a document that is tried again begins another.
 *
 * @returns whether there is something to wait for
 * @throws KeptFailure of a range that failed in this round
 */
export async function split(job: Job<DocumentData>, queue: Queue, store: FindingsStore): Promise<boolean> {
  const { pages, size, round } = job.data.parts!
  const have = await store.have(job.id!)
  const missing = rangesOf(pages, size).filter(({ from }) => !have.has(from))
  if (missing.length === 0) return false
  const idOf = ({ from }: PageRange): string => `${job.id}-r${round}-p${from}`
  const failures = await job.getIgnoredChildrenFailures()
  const failed = missing.map(range => failures[queue.toKey(idOf(range))]).find(reason => reason !== undefined)
  if (failed !== undefined) {
    await job.updateData({ ...job.data, parts: { pages, size, round: round + 1 } })
    throw new KeptFailure(readReason(failed))
  }
  const { source, options } = job.data
  // All of them or none. Those that are there already stay as they are. What has failed is told by its parent, and need not be kept: a job of the
  // same id that has failed would keep the parent waiting for ever.
  await queue.addBulk(missing.map(range => ({
    name: 'pages',
    data: { source, options, parent: job.id!, ...range } satisfies PagesData,
    opts: {
      jobId: idOf(range), parent: { id: job.id!, queue: job.queueQualifiedName }, ignoreDependencyOnFailure: true, lifo: true,
      removeOnComplete: true, removeOnFail: true, attempts: job.opts.attempts, backoff: job.opts.backoff, priority: job.opts.priority,
    },
  })))
  return true
}
