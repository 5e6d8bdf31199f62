import { createHash } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import { EffaceError } from '../core/errors.js'
import type { PlanPage } from './plan.js'
import type { ModelUse } from '../core/types.js'

/** One line of an audit log: what was done to one file, and no text that was read. */
export interface AuditEntry {
  /** ISO 8601. */
  time: string
  /** SHA-256 in hex and size, of what went in and of what came out. */
  input: { sha256: string, bytes: number }
  output: { sha256: string, bytes: number }
  /** As far as they are plain data. */
  options: Record<string, unknown>
  /** The weights that were at work. */
  models: ModelUse[]
  /** What was painted, in pixels of the upright pages. */
  pages: PlanPage[]
}

interface AuditLine extends AuditEntry { previous: string, hash: string }

const FIRST = '0'.repeat(64)

/**
 * A log whose lines are chained by hashes: to change, drop or reorder a line breaks every line after it. Cutting lines off the
 * end shows only against a hash kept elsewhere: keep the last one.
 *
 * @example
 * const log = await AuditLog.open('audit.ndjson')
 * const { input, options, models, pages } = await makePlan('scan.tif')
 * const last = await log.append({ time: new Date().toISOString(), input, output: input, options, models, pages })
 */
export class AuditLog {
  readonly #path: string
  #tail: Promise<string>

  private constructor(path: string, last: string) {
    this.#path = path
    this.#tail = Promise.resolve(last)
  }

  /** Opens a log to append to; it is verified first. @throws EffaceError ERR_MALFORMED_INPUT when it was tampered with */
  static async open(path: string): Promise<AuditLog> {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return ''
      throw error
    })
    return new AuditLog(path, verifyAudit(text).last)
  }

  /**
   * Appends one line.
   *
   * @returns its hash
   * @throws the file system's own error when it could not be written; nothing of the line stays then
   */
  append(entry: AuditEntry): Promise<string> {
    const before = this.#tail
    const written = before.then(async previous => {
      const line = seal(entry, previous)
      await appendWhole(this.#path, `${JSON.stringify(line)}\n`)
      return line.hash
    })
    // A line that could not be written does not break the chain of those after it.
    this.#tail = written.catch(() => before)
    return written
  }
}

/** All of the text or none of it: half a line would break the chain. */
async function appendWhole(path: string, text: string): Promise<void> {
  const file = await open(path, 'a', 0o600)
  try {
    const { size } = await file.stat()
    await file.appendFile(text).catch(async (error: unknown) => {
      await file.truncate(size).catch(() => {})
      throw error
    })
  } finally {
    await file.close()
  }
}

/**
 * Checks a whole log.
 *
 * @throws EffaceError ERR_MALFORMED_INPUT naming the first line that does not fit
 * @example
 * const { lines, last } = verifyAudit(await readFile('audit.ndjson', 'utf8'))
 */
export function verifyAudit(text: string): { lines: number, last: string } {
  let previous = FIRST
  const lines = text.split('\n').filter(line => line !== '')
  lines.forEach((json, i) => {
    let line: AuditLine
    try {
      line = JSON.parse(json) as AuditLine
    } catch {
      throw broken(i, 'is no JSON')
    }
    const { previous: said, hash, ...entry } = line
    if (said !== previous) throw broken(i, 'does not follow the line before it')
    if (seal(entry, previous).hash !== hash) throw broken(i, 'was changed')
    previous = hash
  })
  return { lines: lines.length, last: previous }
}

const broken = (i: number, what: string): EffaceError => new EffaceError('ERR_MALFORMED_INPUT', `Line ${i + 1} of the audit log ${what}`)

function seal(entry: AuditEntry, previous: string): AuditLine {
  // As it will be read again: JSON has no undefined.
  const body = JSON.parse(JSON.stringify({ ...entry, previous })) as AuditEntry & { previous: string }
  return { ...body, hash: createHash('sha256').update(canonical(body)).digest('hex') }
}

/** JSON with its keys in order, so that a hash does not depend on how the line was written. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    return `{${Object.keys(value).sort().map(key => `${JSON.stringify(key)}:${canonical((value as Record<string, unknown>)[key])}`).join(',')}}`
  }
  return JSON.stringify(value)
}
