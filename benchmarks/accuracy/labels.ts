/**
 * What of each label is found, on sentences and form lines written for that (labels-sentences.ts).
 *
 *     node benchmarks/accuracy/labels.js [--no-names] [--missed LABEL|ALL] [--false] [--write]
 *
 * `--write` keeps the figures in labels.json, from which docs/tables.mjs takes them for docs/entities.md. The default labels are looked for, and
 * for those that are only found when asked for, all.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { findEntities, GROUPS, LABELS } from '../../lib/pii/index.js'
import type { RecognizedEntity } from '../../lib/core/types.js'
import { withGeneral } from '../../lib/core/labels.js'
import { CHECK, CHECK_CLEAN, CLEAN, SENTENCES } from './labels-sentences.js'

interface Mark { start: number, end: number, label: string }
/** Tells nothing when what stands beside it is masked: articles, prepositions, and the unit of an age. As in pii.ts, such words do not count. */
const SMALL = /^(?:the|an?|from|of|and|to|between|years?|months?|old|y|o|ans|años|[Jj]ahre|jaar)$/u

/** Spans, and how many of them were masked and named. */
interface Row { n: number, masked: number, named: number }

const { values } = parseArgs({ options: {
  'no-names': { type: 'boolean' }, missed: { type: 'string' }, false: { type: 'boolean' }, write: { type: 'boolean' },
} })
const FILE = 'benchmarks/accuracy/labels.json'

/** The text of a line, and where its marks were. */
function read(line: string): { text: string, marks: Mark[] } {
  const marks: Mark[] = []
  let text = ''
  for (const part of line.split(/(\[\[[A-Z_]+:.*?\]\])/)) {
    const mark = /^\[\[([A-Z_]+):(.*)\]\]$/.exec(part)
    if (mark) marks.push({ start: text.length, end: text.length + mark[2].length, label: mark[1] })
    text += mark ? mark[2] : part
  }
  return { text, marks }
}

const find = (text: string, all: boolean): Promise<RecognizedEntity[]> =>
  findEntities(text, { names: values['no-names'] !== true, ...all && { entities: { enable: ['ALL'] } } })
const byDefault = (label: string): boolean => GROUPS.DEFAULT.includes(label)
const inside = (at: number, list: readonly { start: number, end: number }[]): boolean => list.some(({ start, end }) => at >= start && at < end)
/** Where the words of a text begin and end. */
const wordsOf = (text: string): { start: number, end: number }[] => [...text.matchAll(/\S*[\p{L}\p{N}]\S*/gu)].map(m => ({ start: m.index, end: m.index + m[0].length }))

/** Lines in, rows by label out. */
async function measure(lines: readonly string[]): Promise<Map<string, Row>> {
  const rows = new Map<string, Row>(Object.keys(LABELS).map(label => [label, { n: 0, masked: 0, named: 0 }]))
  for (const line of lines) {
    const { text, marks } = read(line)
    for (const all of [false, true]) {
      const wanted = marks.filter(({ label }) => byDefault(label) !== all)
      if (wanted.length === 0) continue
      const entities = await find(text, all)
      for (const { start, end, label } of wanted) {
        const row = rows.get(label)
        if (!row) throw new Error(`no label ${label}: ${line}`)
        const words = [...text.slice(start, end).matchAll(/[\p{L}\p{N}\p{M}]+/gu)]
        const telling = words.filter(([word]) => !SMALL.test(word))
        const masked = (telling.length > 0 ? telling : words).every(({ 0: word, index }) => [...word].every((_, i) => inside(start + index + i, entities)))
        const named = entities.some(e => e.start < end && e.end > start && Object.keys(e.labels).some(l => withGeneral(l).includes(label)))
        row.n++
        row.masked += Number(masked)
        row.named += Number(named)
        if ((values.missed === label || values.missed === 'ALL') && !(masked && named)) {
          const found = entities.map(e => `${Object.keys(e.labels).join('+')} <${e.text}>`).join(', ')
          console.log(`${masked ? 'UNNAMED' : 'MISSED'} ${label} <${text.slice(start, end)}> in ${JSON.stringify(text)} found ${found}`)
        }
      }
    }
  }
  return rows
}

/** Words that no one asked to hide, for each hundred of the clean lines. */
async function alarms(lines: readonly string[], all: boolean): Promise<number> {
  let words = 0, wrong = 0
  for (const text of lines) {
    const entities = await find(text, all)
    for (const word of wordsOf(text)) {
      words++
      if (!entities.some(e => e.start < word.end && e.end > word.start)) continue
      wrong++
      if (values.false) console.log(`FALSE <${text.slice(word.start, word.end)}> in ${JSON.stringify(text)} as ${entities.map(e => `${e.bestLabel} <${e.text}>`).join(', ')}`)
    }
  }
  return 100 * wrong / words
}
const rows = await measure(SENTENCES)
const checked = await measure(CHECK)
const falseDefault = await alarms(CLEAN, false)
const falseAll = await alarms(CLEAN, true)
const falseCheck = await alarms(CHECK_CLEAN, false)

const percent = (a: number, b: number): number => Math.round(100 * a / Math.max(1, b))
console.log('label                             n  masked %  named %')
const shares = ({ n, masked, named }: Row): Row => ({ n, masked: percent(masked, n), named: percent(named, n) })
const total = (rows: Map<string, Row>): Row =>
  [...rows.values()].reduce((a, b) => ({ n: a.n + b.n, masked: a.masked + b.masked, named: a.named + b.named }), { n: 0, masked: 0, named: 0 })
const show = (name: string, row: Row): void => {
  console.log(`${name.padEnd(30)} ${String(row.n).padStart(4)}     ${String(percent(row.masked, row.n)).padStart(5)}    ${String(percent(row.named, row.n)).padStart(5)}`)
}
for (const [label, row] of rows) show(label, row)
show('all', total(rows))
show('check set, all', total(checked))
console.log(`false words per 100 of ${CLEAN.length} clean lines: ${falseDefault.toFixed(2)}, with every label asked for ${falseAll.toFixed(2)}; of ${CHECK_CLEAN.length} clean lines of the check set ${falseCheck.toFixed(2)}`)

if (values.write) {
  // How it was before anything was mended for these lines: written once, kept.
  const { first } = JSON.parse(await readFile(FILE, 'utf8').catch(() => '{}')) as { first?: unknown }
  const figures = {
    lines: SENTENCES.length, clean: CLEAN.length, false: Number(falseDefault.toFixed(2)), falseAll: Number(falseAll.toFixed(2)),
    labels: Object.fromEntries([...rows].map(([label, row]) => [label, shares(row)])), all: shares(total(rows)),
    check: { ...shares(total(checked)), clean: CHECK_CLEAN.length, false: Number(falseCheck.toFixed(2)) },
    first,
  }
  const text = `${JSON.stringify(figures, null, 2).replace(/\{\n\s+"n": (\d+),\n\s+"masked": (\d+),\n\s+"named": (\d+)\n\s+\}/g, '{ "n": $1, "masked": $2, "named": $3 }')}\n`
  if (await readFile(FILE, 'utf8').catch(() => '') !== text) await writeFile(FILE, text)
}
