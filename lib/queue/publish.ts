// One document, redacted and published once: whatever happens on the way, what stands at its target is complete, and does not change under
// those who read it.
import type { FrameEvent, FrameHooks } from '../api/efface.js'
import { redactFile } from '../api/efface.js'
import { fingerprint } from '../api/plan.js'
import { EffaceError } from '../core/errors.js'
import type { FilledOptions } from '../core/option-types.js'
import { storageFor } from '../storage/index.js'
import type { Fingerprint } from '../storage/transfer.js'
import { lineOf, type DocumentData, type ReportLine } from './documents.js'

/** What the publication of a document asks of whoever has its job. */
export interface Publishing {
  options: FilledOptions
  findings?: FrameHooks['findings']
  onFrame?: (event: FrameEvent) => void
  /** Writes down that the output is complete, before it appears. @throws when the job is no longer this worker's */
  complete(line: ReportLine): Promise<void>
}

/**
 * @returns what was done, now or by a worker before that died when it was as good as done
 * @throws EffaceError; ERR_OUTPUT_EXISTS when something else appeared at the target meanwhile
 */
export async function publishDocument(data: DocumentData, { options, findings, onFrame, complete }: Publishing): Promise<ReportLine> {
  const { source, target, plan, done } = data
  if (done && await holds(target, done.output)) return done
  const storage = await storageFor(target)
  const before = await storage.head(target, { signal: options.signal })
  let line: ReportLine | undefined
  try {
    await redactFile(source, target, options, {
      findings, onFrame, ...plan && { plan },
      written: async (files, report) => {
        if (plan && files.input.sha256 !== plan.input.sha256) throw new EffaceError('ERR_INVALID_OPTION', 'The plan was made for another file', { stage: 'options' })
        line = lineOf(data, report, files)
        await complete(line)
        // Written once more it would be a new version of the same.
        if (before && await holds(target, files.output)) throw new IsThere()
      },
    }, { ifVersion: before ? before.version : null })
  } catch (error) {
    // Of two workers on one job the first has published; both say so.
    const isOurs = error instanceof IsThere || (error as { code?: string }).code === 'ERR_OUTPUT_EXISTS' && line && await holds(target, line.output)
    if (!isOurs) throw error
  }
  return line!
}

class IsThere extends Error {}

/** Whether that is what stands at a place. */
async function holds(url: string, { bytes, sha256 }: Fingerprint): Promise<boolean> {
  const found = await (await storageFor(url)).head(url)
  if (!found || found.size !== undefined && found.size !== bytes) return false
  return (await fingerprint(url)).sha256 === sha256
}
