import type { RecognizedEntity, Span } from '../core/types.js'
import { LABELS, withGeneral } from '../core/labels.js'

/** A span, and whether it is the value of a form's caption: then the caption says what it is. */
export interface FoundSpan extends Span {
  captioned?: boolean
  /** Of a model's find: how likely it is of each kind, if it is anything at all, which is what its score says. */
  kinds?: Kinds
}

/** Kind → likelihood 0..1. */
export type Kinds = Record<string, number>

/** What labels are of one kind: NAME_GIVEN is a NAME, LOCATION_ZIP a LOCATION. */
export const kindOf = (label: string): string => label.split('_', 1)[0]

/** A label this much less likely than the likeliest is not the best one, however specific. */
const MARGIN = 0.15

/**
 * Joins spans to entities. What is masked is the union of all spans; overlap is resolved for labels only: spans of one
 * kind that overlap are one entity, a span inside a longer one adds its label to it, and crossing spans of different
 * kinds are one entity too, so that no character is in two.
 *
 * @param own labels that the user brought: what bears one is called by it, whatever else it may be
 */
export function mergeSpans(text: string, spans: readonly FoundSpan[], own: readonly string[] = []): RecognizedEntity[] {
  const trimmed = spans.map(span => trim(text, span)).filter(span => span.end > span.start)
  trimmed.sort((a, b) => a.start - b.start || b.end - a.end)
  const entities: RecognizedEntity[] = []
  for (let i = 0; i < trimmed.length;) {
    let end = trimmed[i].end
    let j = i + 1
    while (j < trimmed.length && trimmed[j].start < end) end = Math.max(end, trimmed[j++].end)
    entities.push(entity(text, trimmed.slice(i, j), trimmed[i].start, end, own))
    i = j
  }
  return entities
}

function entity(text: string, spans: readonly FoundSpan[], start: number, end: number, own: readonly string[]): RecognizedEntity {
  const labels: Record<string, number> = {}
  for (const { label, score } of spans) for (const name of withGeneral(label)) labels[name] = Math.max(labels[name] ?? 0, round(score))
  const weight = weigher(spans, start, end)
  const depth = (label: string): number => LABELS[label]?.general.length ?? 0
  const names = Object.keys(labels)
  const mine = names.filter(label => own.includes(label))
  const said = labelsByCaption(spans, start, end)
  const eligible = mine.length > 0 ? mine : said.size > 0 ? names.filter(label => said.has(label) || withGeneral(label).some(name => said.has(name))) : names
  const likeliest = Math.max(...eligible.map(weight))
  const top = eligible.filter(label => weight(label) >= likeliest - 1e-9)
  let best = top.sort((a, b) => depth(b) - depth(a))[0]
  for (const label of eligible) {
    if (withGeneral(label).includes(best) && depth(label) > depth(best) && weight(label) >= likeliest - MARGIN) best = label
  }
  const sorted = names.sort((a, b) => labels[b] - labels[a] || depth(b) - depth(a)).map(name => [name, labels[name]])
  return { start, end, text: text.slice(start, end), bestLabel: best, labels: Object.fromEntries(sorted) as Record<string, number> }
}

/**
 * How much speaks for a label of [start, end): the surest rule, and the model. A model says surely that something is there, less surely of what kind:
 * "France" may be somebody for it, where a list knows the country. So its likelihood of each kind is added to what rules find of that kind.
 */
function weigher(spans: readonly FoundSpan[], start: number, end: number): (label: string) => number {
  const ruled: Record<string, number> = {}
  const cover: Record<string, number> = {}
  const modelled: Record<string, number> = {}
  const own: Record<string, number> = {}
  for (const { label, score, kinds, ...span } of spans) {
    const share = (span.end - span.start) / (end - start)
    for (const [kind, likelihood] of Object.entries(kinds ?? {})) modelled[kind] = Math.max(modelled[kind] ?? 0, score * likelihood * share)
    for (const name of withGeneral(label)) {
      if (!kinds) ruled[name] = Math.max(ruled[name] ?? 0, score)
      else own[name] = Math.max(own[name] ?? 0, score * (kinds[kindOf(label)] ?? 0) * share)
      cover[name] = Math.max(cover[name] ?? 0, share)
    }
  }
  return label => Math.max(...withGeneral(label).map(name => ruled[name] ?? 0)) * cover[label] + (own[label] ?? (modelled[kindOf(label)] ?? 0) * cover[label])
}

/** Captions that account for so much of an entity name it, unless a number proves by its check digits or its form that it is something else. */
const WHOLE = 0.8
const SURE = 0.9

function labelsByCaption(spans: readonly FoundSpan[], start: number, end: number): Set<string> {
  const whole = spans.filter(span => span.end - span.start >= WHOLE * (end - start))
  const proved = whole.some(({ label, score, captioned, ...span }) =>
    !captioned && score >= SURE && LABELS[label]?.proved && span.start === start && span.end === end)
  return new Set(proved ? [] : whole.filter(({ captioned }) => captioned).map(({ label }) => label))
}

const round = (score: number): number => Math.round(Math.min(1, Math.max(0, score)) * 100) / 100

function trim(text: string, span: FoundSpan): FoundSpan {
  // ::1
  if (span.label === 'IP_ADDRESS') return span
  let { start, end } = span
  while (start < end && /[\s,;:>|]/.test(text[start])) start++
  while (end > start && /[\s,;:>|]/.test(text[end - 1])) end--
  // Of "Ada Byron's", the name.
  if (/^(?:NAME|ORG)/.test(span.label)) end -= /(?<=\p{L}{2})['’]s?$/u.exec(text.slice(start, end))?.[0].length ?? 0
  return { ...span, start, end }
}
