import { scan as scanFile } from '../api/scan.js'
import { didYouMean } from '../core/closest.js'
import { EffaceError } from '../core/errors.js'
import { codeTypes, objectLabels } from '../core/object-labels.js'
import { fillOptions } from '../core/options.js'
import type { AnyOptions, FilledOptions } from '../core/option-types.js'
import { labelSelector } from '../pii/filters.js'
import { expandGroups, GROUPS } from '../core/groups.js'
import { LABELS, withGeneral } from '../core/labels.js'
import { toLocation } from '../api/report.js'
import { shown } from '../storage/names.js'
import { list, optionsOf, UsageError, type Flags } from './args.js'
import { eachFile, type Input, noImages } from './inputs.js'
import { describe } from '../api/failures.js'
import { withPool } from './redact.js'
import { rowOf, totalOf, type Scanned } from './scan-table.js'
import { Skipped } from './summary.js'
import { forStream } from './wrap.js'

/** `efface scan FILES`: what was found in each file, a row of a table on a terminal, else a line of JSON. @returns the exit code */
export async function scan(names: readonly string[], flags: Flags): Promise<number> {
  if (names.length === 0) throw new UsageError('No input. Try: efface scan photo.jpg --fail-on FACE,SSN')
  const wanted = failOn(flags['fail-on'], fillOptions(optionsOf(flags)))
  const width = process.stdout.isTTY && !flags.json ? process.stdout.columns || 80 : undefined
  const all = { files: 0, failed: 0, hits: 0, pages: 0, unread: 0, counts: {} as Record<string, number> }
  const skipped = new Skipped()
  await withPool(flags, async pool => {
    const inputs: Iterable<Input> | AsyncIterable<Input> = names.length === 1 && names[0] === '-' ? [{ path: '-', place: '-' }] : eachFile(names, { ignore: flags.base?.ignore })
    for await (const { path, skipped: why } of inputs) {
      if (why !== undefined) {
        skipped.add(path, why)
        continue
      }
      all.files++
      try {
        const { finds, hit, ...scanned } = await scanOne(path, { ...optionsOf(flags), pool }, { wanted, text: flags['report-text'] ?? false })
        if (hit) all.hits++
        all.pages += scanned.pages
        all.unread += scanned.unread
        for (const [label, n] of Object.entries(scanned.counts)) all.counts[label] = (all.counts[label] ?? 0) + n
        process.stdout.write(width === undefined ? `${JSON.stringify({ ...scanned, finds })}\n` : rowOf(scanned, width))
      } catch (error) {
        if (error instanceof EffaceError && error.code === 'ERR_INVALID_OPTION') throw new UsageError(error.message)
        all.failed++
        process.stderr.write(`${forStream(`efface: ${shown(path)}: ${describe(error)}`, process.stderr)}\n`)
      }
    }
  })
  if (all.files === 0) throw new UsageError(`${noImages(names)}\n${skipped.text()}`.trimEnd())
  if (width !== undefined) process.stdout.write(totalOf(all, width))
  if (!flags.quiet) process.stderr.write(skipped.text())
  return all.failed > 0 ? 1 : all.hits > 0 ? 3 : 0
}

interface Wanted { wanted: ReadonlySet<string>, text: boolean }

async function scanOne(file: string, options: AnyOptions, { wanted, text }: Wanted): Promise<Scanned & { finds: unknown[], hit: boolean }> {
  const counts: Record<string, number> = {}
  const finds: unknown[] = []
  let [pages, unread, hit] = [0, 0, false]
  const note = (label: string, labels: readonly string[], find: object): void => {
    counts[label] = (counts[label] ?? 0) + 1
    hit ||= labels.some(label => wanted.has(label))
    finds.push({ label, ...find })
  }
  for await (const frame of scanFile(file === '-' ? process.stdin : file, options)) {
    pages++
    unread += frame.unread.length
    for (const object of frame.objects) note(object.type, labelsOf(object.type), { score: object.score, location: toLocation(object, frame) })
    for (const { best_label: label, labels, boxes, ...entity } of frame.entities) {
      const locations = boxes.map(box => toLocation(box, frame))
      note(label, [label, ...Object.keys(labels)], { score: labels[label], ...text && { text: entity.text }, locations })
    }
  }
  return { file: shown(file), pages, counts, unread, finds, hit }
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
    if (!known.includes(label)) throw new UsageError(`There is no label or group ${label} for --fail-on.${didYouMean(label, known) || " 'efface labels' lists them"}`)
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
