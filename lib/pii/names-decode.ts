import { kindOf, type FoundSpan, type Kinds } from './merge.js'
import type { Token } from './names-text.js'

/** The model's labels in the order of its tags: tag 0 is O, then B and I of each label. */
const LABELS = [
  'NAME_GIVEN', 'NAME_FAMILY', 'NAME_MEDICAL_PROFESSIONAL', 'LOCATION_ADDRESS_STREET', 'LOCATION_CITY', 'LOCATION_STATE', 'LOCATION_ZIP', 'LOCATION_COUNTRY', 'LOCATION',
  'ORGANIZATION', 'ORGANIZATION_MEDICAL_FACILITY', 'OCCUPATION', 'ORIGIN', 'RELIGION', 'LANGUAGE', 'CONDITION', 'DRUG', 'INJURY', 'MEDICAL_PROCESS', 'EVENT',
  'POLITICAL_AFFILIATION', 'MARITAL_STATUS', 'PHYSICAL_ATTRIBUTE', 'DATE', 'DOB', 'USERNAME',
] as const
type Label = typeof LABELS[number]

export const TAGS = 1 + 2 * LABELS.length

/** Every label the decoder gives: the model's own, and the wholes that it puts together. */
export const NAMES_LABELS: readonly string[] = ['NAME', 'LOCATION_ADDRESS', ...LABELS]

const isPart = (label: Label): boolean => label === 'NAME_GIVEN' || label === 'NAME_FAMILY'
/** Parts of one name continue each other; every other label continues itself alone. */
const group = (label: number): number => isPart(LABELS[label]) ? 0 : label

const ADDRESS: ReadonlySet<string> = new Set<Label>(['LOCATION_ADDRESS_STREET', 'LOCATION_CITY', 'LOCATION_STATE', 'LOCATION_ZIP', 'LOCATION_COUNTRY'])
/** Signs that do not belong to an entity at its ends. */
const LOOSE = /^[,;:|\n]$/

/** An entity as decoded: tokens [first, last], the label of each, how sure it is that they are one at all, and if so, of what kind. */
interface Run { first: number, last: number, labels: Label[], score: number, kinds: Kinds }

/**
 * The likeliest sequence of tags in which I only continues its own group, as spans.
 *
 * @param scores log-probabilities [T, TAGS]
 * @param caution added to the logits of everything but O: above 0 finds more, below 0 less
 */
export function decode(tokens: readonly Token[], scores: Float32Array, caution: number): FoundSpan[] {
  const tags = bestTags(tokens.length, scores, caution)
  const runs: Run[] = []
  let open: Run | undefined
  for (const [index, tag] of tags.entries()) {
    const blank = tokens[index].text === '\n' && tokens[index + 1]?.text === '\n'
    if (tag === 0 || blank) {
      open = undefined
      continue
    }
    if (!open || tag % 2 === 1) runs.push(open = { first: index, last: index - 1, labels: [], score: 0, kinds: {} })
    open.last = index
    open.labels.push(LABELS[(tag - 1) >> 1])
    const none = Math.exp(scores[index * TAGS])
    open.score += 1 - none / (none + (1 - none) * Math.exp(caution))
    for (let label = 0; label < LABELS.length; label++) {
      const share = (Math.exp(scores[index * TAGS + 2 * label + 1]) + Math.exp(scores[index * TAGS + 2 * label + 2])) / (1 - none)
      open.kinds[kindOf(LABELS[label])] = (open.kinds[kindOf(LABELS[label])] ?? 0) + share
    }
  }
  for (const run of runs) {
    for (const kind of Object.keys(run.kinds)) run.kinds[kind] /= run.labels.length
    run.score /= run.labels.length
  }
  const trimmed = runs.map(run => trim(tokens, run)).filter(run => run.labels.length > 0)
  return [...trimmed.flatMap(run => spansOf(tokens, run)), ...addresses(tokens, trimmed)]
}

function bestTags(length: number, scores: Float32Array, caution: number): number[] {
  const from = new Int16Array(length * TAGS)
  let before = new Float64Array(TAGS).fill(-Infinity)
  before[0] = 0
  for (let t = 0; t < length; t++) {
    let best = 0
    for (let tag = 1; tag < TAGS; tag++) if (before[tag] > before[best]) best = tag
    // Names alone have two labels that may continue each other.
    let name = 1
    for (let tag = 2; tag <= 4; tag++) if (before[tag] > before[name]) name = tag
    const now = new Float64Array(TAGS)
    for (let tag = 0; tag < TAGS; tag++) {
      let source = best
      if (tag > 0 && tag % 2 === 0) source = group((tag >> 1) - 1) === 0 ? name : before[tag - 1] > before[tag] ? tag - 1 : tag
      from[t * TAGS + tag] = source
      now[tag] = before[source] + scores[t * TAGS + tag] + (tag > 0 ? caution : 0)
    }
    before = now
  }
  const tags = new Array<number>(length)
  let tag = 0
  for (let k = 1; k < TAGS; k++) if (before[k] > before[tag]) tag = k
  for (let t = length - 1; t >= 0; t--) {
    tags[t] = tag
    tag = from[t * TAGS + tag]
  }
  return tags
}

function trim(tokens: readonly Token[], run: Run): Run {
  let { first, last } = run
  while (first <= last && LOOSE.test(tokens[first].text)) first++
  while (last >= first && LOOSE.test(tokens[last].text)) last--
  return { ...run, first, last, labels: run.labels.slice(first - run.first, last - run.first + 1) }
}

/** One span; of a name with several parts, the whole and each of its parts. */
function spansOf(tokens: readonly Token[], { first, labels, last, score, kinds }: Run): FoundSpan[] {
  const span = (from: number, to: number, label: string): FoundSpan => ({ start: tokens[from].start, end: tokens[to].end, label, score, kinds })
  const parts: FoundSpan[] = []
  for (let i = 0; i < labels.length;) {
    let j = i
    while (j + 1 < labels.length && labels[j + 1] === labels[i]) j++
    let end = j
    while (end > i && LOOSE.test(tokens[first + end].text)) end--
    parts.push(span(first + i, first + end, labels[i]))
    i = j + 1
  }
  return parts.length === 1 ? parts : [span(first, last, 'NAME'), ...parts]
}

/** Parts of an address, a street among them, with only signs and line feeds between, are parts of an address too. */
function addresses(tokens: readonly Token[], runs: readonly Run[]): FoundSpan[] {
  const spans: FoundSpan[] = []
  for (let i = 0; i < runs.length; i++) {
    let j = i
    while (j + 1 < runs.length && ADDRESS.has(runs[j].labels[0]) && ADDRESS.has(runs[j + 1].labels[0]) && adjacent(tokens, runs[j].last, runs[j + 1].first)) j++
    const parts = runs.slice(i, j + 1)
    if (parts.length > 1 && parts.some(({ labels }) => labels[0] === 'LOCATION_ADDRESS_STREET')) {
      // In running text an address is one; of a block of lines each part is something by itself.
      const { first } = runs[i]
      const { last } = runs[j]
      let before = first - 1
      while (before >= 0 && /^[^\p{L}\n]+$/u.test(tokens[before].text)) before--
      const block = (before < 0 || tokens[before].text === '\n') && tokens.slice(first, last).some(({ text }) => text === '\n')
      const whole = !block && parts.some(({ labels: [label] }) => label === 'LOCATION_ZIP' || label === 'LOCATION_COUNTRY')
      const score = parts.reduce((sum, part) => sum + part.score, 0) / parts.length
      if (whole) spans.push({ start: tokens[first].start, end: tokens[last].end, label: 'LOCATION_ADDRESS', score, kinds: parts[0].kinds })
      else for (const { first, last, score, kinds } of parts) spans.push({ start: tokens[first].start, end: tokens[last].end, label: 'LOCATION_ADDRESS', score: score - 0.1, kinds })
    }
    i = j
  }
  return spans
}

function adjacent(tokens: readonly Token[], last: number, next: number): boolean {
  if (next - last > 4) return false
  for (let i = last + 1; i < next; i++) if (!/^[\p{P}\p{S}\n]$/u.test(tokens[i].text)) return false
  return true
}
