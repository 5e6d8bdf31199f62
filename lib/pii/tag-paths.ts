/** What is added to the logits of a step from one tag to the next, by the kind of step. */
export interface Calibration { stay: number, start: number, goOn: number, end: number, leave: number, restart: number }

const NONE: Calibration = { stay: 0, start: 0, goOn: 0, end: 0, leave: 0, restart: 0 }
/** As viterbi_calibration.json names the steps. */
const STEPS: Readonly<Record<string, keyof Calibration>> = {
  transition_bias_background_stay: 'stay', transition_bias_background_to_start: 'start', transition_bias_inside_to_continue: 'goOn', transition_bias_inside_to_end: 'end',
  transition_bias_end_to_background: 'leave', transition_bias_end_to_start: 'restart',
}

/** The calibration in a viterbi_calibration.json: of its default operating point, where it has several. What it does not name is 0. */
export function calibrationOf(file: unknown): Calibration {
  const found = { ...NONE }
  const read = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    const entries = Object.entries(value)
    for (const [key, inner] of entries) {
      if (key in STEPS && typeof inner === 'number' && Number.isFinite(inner)) found[STEPS[key]!] = inner
      else if (key !== 'operating_points') read(inner)
    }
    const points = (value as { operating_points?: Record<string, unknown> }).operating_points
    if (points) read(points.default ?? Object.values(points)[0])
  }
  read(file)
  return found
}

/** Whether tags say where an entity ends. */
export const endsAreTagged = (names: readonly string[]): boolean => names.some(name => /^[ESLU]-/.test(name))

/**
 * The likeliest path through tags of the kind B, I, E, S and O, in which an entity that has begun goes on until it ends.
 *
 * @param logits [length, names.length]
 */
export function likeliestTags(logits: Float32Array, names: readonly string[], length: number, calibration: Calibration): number[] {
  const parts = names.map(name => /^([BIESLU])-(.*)$/.exec(name))
  const place = parts.map(part => part ? ({ L: 'E', U: 'S' }[part[1]!] ?? part[1]!) : 'O')
  const kind = parts.map(part => part?.[2] ?? '')
  /** The bias of a step, or undefined where there is no such step. */
  const step = (from: number, to: number): number | undefined => {
    const [a, b] = [place[from]!, place[to]!]
    const open = a === 'B' || a === 'I'
    if (open) return kind[from] !== kind[to] ? undefined : b === 'I' ? calibration.goOn : b === 'E' ? calibration.end : undefined
    if (b === 'I' || b === 'E') return undefined
    const outside = a === 'O'
    return b === 'O' ? outside ? calibration.stay : calibration.leave : outside ? calibration.start : calibration.restart
  }
  const steps = names.map((_, to) => names.flatMap((_, from) => {
    const bias = step(from, to)
    return bias === undefined ? [] : [{ from, bias }]
  }))
  const back: Int32Array[] = []
  let scores = Float64Array.from(names, (_, tag) => place[tag] === 'I' || place[tag] === 'E' ? -Infinity : logits[tag]!)
  for (let t = 1; t < length; t++) {
    const next = new Float64Array(names.length).fill(-Infinity)
    const origin = new Int32Array(names.length)
    for (const [to, list] of steps.entries()) {
      for (const { from, bias } of list) {
        const score = scores[from]! + bias + logits[t * names.length + to]!
        if (score > next[to]!) [next[to], origin[to]] = [score, from]
      }
    }
    back.push(origin)
    scores = next
  }
  // What has begun at the end may not be over: a window, or the text, cuts it.
  let tag = scores.indexOf(Math.max(...scores))
  const tags = [tag]
  for (const origin of back.reverse()) tags.push(tag = origin[tag]!)
  return length === 0 ? [] : tags.reverse()
}
