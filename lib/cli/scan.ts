import { createPool } from '../../workers/pool.js'
import { scan as scanFile } from '../efface.js'
import { EffaceError } from '../errors.js'
import { toLocation } from '../report.js'
import { count, optionsOf, UsageError, type Flags } from './args.js'
import { findInputs } from './inputs.js'
import { describe } from './redact.js'

/** `efface scan FILES`: a line of JSON a file with what was found. @returns the exit code */
export async function scan(names: readonly string[], flags: Flags): Promise<number> {
  if (names.length === 0) throw new UsageError('No input. Try: efface scan photo.jpg --fail-on FACE,SSN')
  const wanted = new Set(flags['fail-on']?.split(',').map(label => label.trim()))
  const pool = createPool({ threads: count(flags.threads, 'threads') })
  let failed = false
  let hit = false
  try {
    const inputs = names.length === 1 && names[0] === '-' ? [{ path: '-' }] : await findInputs(names)
    for (const { path } of inputs) {
      const counts: Record<string, number> = {}
      const finds: unknown[] = []
      let unread = 0
      let pages = 0
      try {
        for await (const frame of scanFile(path === '-' ? process.stdin : path, { ...optionsOf(flags), pool })) {
          pages++
          unread += frame.unread.length
          for (const object of frame.objects) {
            counts[object.type] = (counts[object.type] ?? 0) + 1
            finds.push({ label: object.type, score: object.score, location: toLocation(object, frame) })
          }
          for (const entity of frame.entities) {
            counts[entity.best_label] = (counts[entity.best_label] ?? 0) + 1
            for (const label of Object.keys(entity.labels)) hit ||= wanted.has(label)
            const text = flags['report-text'] ? { text: entity.text } : {}
            const locations = entity.boxes.map(box => toLocation(box, frame))
            finds.push({ label: entity.best_label, score: entity.labels[entity.best_label], ...text, locations })
          }
        }
        hit ||= Object.keys(counts).some(label => wanted.has(label))
        process.stdout.write(`${JSON.stringify({ file: path, pages, counts, unread, finds })}\n`)
      } catch (error) {
        if (error instanceof EffaceError && error.code === 'ERR_INVALID_OPTION') throw new UsageError(error.message)
        failed = true
        process.stderr.write(`efface: ${path}: ${describe(error)}\n`)
      }
    }
  } finally {
    await pool.close()
  }
  return failed ? 1 : hit ? 3 : 0
}
