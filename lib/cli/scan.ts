import { scan as scanFile } from '../api/scan.js'
import { EffaceError } from '../core/errors.js'
import { codeTypes, objectLabels } from '../core/object-labels.js'
import { fillOptions } from '../core/options.js'
import type { FilledOptions } from '../core/option-types.js'
import { labelSelector } from '../pii/filters.js'
import { expandGroups, GROUPS } from '../core/groups.js'
import { LABELS, withGeneral } from '../core/labels.js'
import { toLocation } from '../api/report.js'
import { shown } from '../storage/names.js'
import { list, optionsOf, UsageError, type Flags } from './args.js'
import { findInputs } from './inputs.js'
import { describe } from '../api/failures.js'
import { withPool } from './redact.js'

/** `efface scan FILES`: a line of JSON a file with what was found. @returns the exit code */
export async function scan(names: readonly string[], flags: Flags): Promise<number> {
  if (names.length === 0) throw new UsageError('No input. Try: efface scan photo.jpg --fail-on FACE,SSN')
  const wanted = failOn(flags['fail-on'], fillOptions(optionsOf(flags)))
  let failed = false
  let hit = false
  await withPool(flags, async pool => {
    const inputs = names.length === 1 && names[0] === '-' ? [{ path: '-' }] : await findInputs(names)
    for (const { path } of inputs) {
      const file = shown(path)
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
            hit ||= labelsOf(object.type).some(label => wanted.has(label))
            finds.push({ label: object.type, score: object.score, location: toLocation(object, frame) })
          }
          for (const entity of frame.entities) {
            counts[entity.best_label] = (counts[entity.best_label] ?? 0) + 1
            hit ||= [entity.best_label, ...Object.keys(entity.labels)].some(label => wanted.has(label))
            const text = flags['report-text'] ? { text: entity.text } : {}
            const locations = entity.boxes.map(box => toLocation(box, frame))
            finds.push({ label: entity.best_label, score: entity.labels[entity.best_label], ...text, locations })
          }
        }
        process.stdout.write(`${JSON.stringify({ file, pages, counts, unread, finds })}\n`)
      } catch (error) {
        if (error instanceof EffaceError && error.code === 'ERR_INVALID_OPTION') throw new UsageError(error.message)
        failed = true
        process.stderr.write(`efface: ${file}: ${describe(error)}\n`)
      }
    }
  })
  return failed ? 1 : hit ? 3 : 0
}

/** What an object counts as: a code counts as BARCODE, too. */
const labelsOf = (type: string): string[] => codeTypes.includes(type) ? [type, 'BARCODE'] : [type]

/**
 * The labels that `--fail-on` names, groups spelt out.
 *
 * @throws UsageError for one that nothing of this scan can be reported as: the gate would stand open
 */
function failOn(value: string | undefined, options: FilledOptions): Set<string> {
  if (value === undefined) return new Set()
  const named = list(value)
  if (named.length === 0) throw new UsageError('--fail-on names no label')
  const known = [...objectLabels, ...Object.keys(LABELS), ...Object.keys(GROUPS)]
  const found = findable(options)
  for (const label of named) {
    if (!known.includes(label)) throw new UsageError(`Expected labels or groups for --fail-on (${known.join(', ')}) but received '${label}'`)
    if (![...expandGroups([label])].some(label => found.has(label))) throw new UsageError(`--fail-on ${label} can never be met: ${label} is not looked for`)
  }
  return expandGroups(named)
}

/** What a scan with these options may report, general labels included. */
function findable({ objects, ocr, entities }: FilledOptions): Set<string> {
  const wanted = labelSelector(entities)
  const read = ocr === 'none' ? [] : Object.keys(LABELS).filter(wanted).flatMap(label => withGeneral(label))
  return new Set([...objects, ...objects.includes('BARCODE') ? codeTypes : [], ...read])
}
