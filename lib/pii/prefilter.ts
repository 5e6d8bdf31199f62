/**
 * What every match of a pattern has, as far as its source tells: the units it begins with, what does not stand before it, and which signs it holds how
 * soon. Where this cannot be, the pattern need not be tried. Of characters that are no ASCII nothing is said.
 */
export interface Prefilter {
  /** By the code of a unit: bit k is set where the k-th of a match may be that. Those from OTHER on may be anything. */
  head: Uint8Array
  /** How many units every match has for certain; the bits of `head` that count. */
  depth: number
  /** By the code of a unit, 1 where no match begins behind it. */
  barred: Uint8Array
  /** Signs that every match holds or looks at, and within how many characters of its beginning each of them begins. */
  needs: readonly { sign: Sign, within: number }[]
}

/** Codes are told apart up to here; what lies above may be anything. */
export const OTHER = 128

/** Signs that are rare enough on a page to look for: figures as one, the others as they stand. */
const SIGNS = ['0', '@', '/', '#', ':', '%', '^', '(', '$', '_', '*', '|', '=', '+', '&'] as const
export type Sign = (typeof SIGNS)[number]
export const isFigure = (code: number): boolean => code >= 48 && code <= 57

/** Units of `head`, a bit each. */
const DEPTH = 8

/** A part of a pattern. Of one without width the length is 0. */
interface Part {
  /** Length in characters, at least and at most. */
  least: number
  most: number
  head: Uint8Array
  /** Sign → within how many characters; what is not there need not be. */
  needs: ReadonlyMap<Sign, number>
  /** Of a lookbehind that forbids: the units that it forbids alone. */
  barred?: Uint8Array
}

const NOTHING: Uint8Array = new Uint8Array(OTHER + 1)
const ANYTHING = NOTHING.map(() => 255)
const NO_NEEDS: ReadonlyMap<Sign, number> = new Map()
const empty: Part = { least: 0, most: 0, head: NOTHING, needs: NO_NEEDS }

const union = (a: Uint8Array, b: Uint8Array): Uint8Array => a.map((value, i) => value | b[i])
const both = (a: Uint8Array, b: Uint8Array): Uint8Array => a.map((value, i) => value & b[i])

/** A part's head where it may begin at any of some offsets, a bit each. */
function moved(head: Uint8Array, offsets: number): Uint8Array {
  let all = NOTHING
  for (let at = 0; at < DEPTH; at++) if (offsets >> at & 1) all = union(all, head.map(bits => bits << at))
  return all
}

/** The offsets behind a part. */
function behind(offsets: number, { least, most }: Part): number {
  let all = 0
  for (let length = least; length <= Math.min(most, DEPTH); length++) all |= offsets << length
  return all & ((1 << DEPTH) - 1)
}

/** undefined where the source tells nothing, or has something that is not known here. */
export function prefilterOf({ source, flags }: RegExp): Prefilter | undefined {
  const reader = new Reader(source, flags)
  const part = reader.alternatives()
  if (!reader.ended || part.least === 0) return
  const needs = [...part.needs].map(([sign, within]) => ({ sign, within }))
  return { head: part.head, depth: Math.min(part.least, DEPTH), barred: part.barred ?? NOTHING, needs }
}

const QUANTIFIER = /(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/y
/** One unit of a pattern's source that stands for one character of a text. */
const ATOM = /\[(?:\\.|[^\]\\])+\]|\\[pP]\{[^}]+\}|\\u\{[\da-fA-F]+\}|\\u[\da-fA-F]{4}|\\x[\da-fA-F]{2}|\\[dDwWsStnrfv]|\\[^\p{L}\p{N}]|[^\\()[\]{}*+?|^$]/uy
const OPEN = /\((?:\?(?:(?<ahead>[=!])|<(?<behind>[=!])|:|<\w+>))?/y

class Reader {
  #at = 0
  readonly #source: string
  readonly #flags: string

  constructor(source: string, flags: string) {
    this.#source = source
    this.#flags = flags.replace(/[^isu]/g, '')
  }

  /** Whether all was read and understood. */
  get ended(): boolean {
    return this.#at === this.#source.length
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#source)
    if (found) this.#at = pattern.lastIndex
    return found
  }

  /** Parts between bars, up to a bracket or the end. */
  alternatives(): Part {
    let whole = this.#sequence()
    while (this.#source[this.#at] === '|') {
      this.#at++
      const next = this.#sequence()
      const needs = new Map([...whole.needs].filter(([sign]) => next.needs.has(sign)).map(([sign, within]) => [sign, Math.max(within, next.needs.get(sign)!)]))
      whole = {
        least: Math.min(whole.least, next.least), most: Math.max(whole.most, next.most), head: union(whole.head, next.head), needs,
        barred: both(whole.barred ?? NOTHING, next.barred ?? NOTHING),
      }
    }
    return whole
  }

  #sequence(): Part {
    let least = 0, most = 0
    let offsets = 1
    let head = NOTHING
    let barred = NOTHING
    const needs = new Map<Sign, number>()
    for (let part = this.#quantified(); part; part = this.#quantified()) {
      if (offsets > 0) head = union(head, moved(part.head, offsets))
      if (most === 0 && part.barred) barred = union(barred, part.barred)
      for (const [sign, within] of part.needs) needs.set(sign, Math.min(needs.get(sign) ?? Infinity, most + within))
      offsets = behind(offsets, part)
      least += part.least
      most += part.most
    }
    for (const [sign, within] of needs) if (within === Infinity) needs.delete(sign)
    return { least, most, head, needs, barred }
  }

  #quantified(): Part | undefined {
    const part = this.#part()
    const found = part && this.#take(QUANTIFIER)
    if (!found) return part
    const [, sign, low, comma, high] = found
    const least = sign ? sign === '+' ? 1 : 0 : Number(low)
    const most = sign ? sign === '?' ? 1 : Infinity : comma ? high ? Number(high) : Infinity : Number(low)
    let head = NOTHING
    for (let times = 0, offsets = 1; times < Math.min(most, DEPTH) && offsets > 0; times++) {
      head = union(head, moved(part.head, offsets))
      offsets = behind(offsets, part)
    }
    return {
      least: part.least * least, most: part.most === 0 ? 0 : part.most * most, head,
      needs: least > 0 ? part.needs : NO_NEEDS, barred: least > 0 ? part.barred : undefined,
    }
  }

  /** undefined at the end of a sequence, and at what is not known. */
  #part(): Part | undefined {
    if (this.#take(/\^|\$|\\[bB]/y)) return empty
    const open = this.#take(OPEN)
    if (open) {
      const inner = this.alternatives()
      if (!this.#take(/\)/y)) return
      const { ahead, behind } = open.groups!
      if (ahead === '=') return { ...empty, needs: inner.needs }
      if (behind === '!') return { ...empty, barred: this.#alone(open.index + open[0].length) }
      return ahead || behind ? empty : inner
    }
    if (this.#take(/\\(?:\d|k<\w+>)/y)) return { ...empty, most: Infinity, head: ANYTHING }
    const atom = this.#take(ATOM)?.[0]
    if (atom === undefined) return
    return { least: 1, most: 1, head: unitsOf(atom, this.#flags), needs: needsOf(atom) }
  }

  /** Units that the alternatives of a bracket from here to its end forbid by themselves: those of one character. */
  #alone(start: number): Uint8Array {
    const end = this.#at
    let barred = NOTHING
    this.#at = start
    for (;;) {
      const from = this.#at
      const atom = this.#take(ATOM)?.[0]
      if (atom !== undefined && /[|)]/.test(this.#source[this.#at])) barred = union(barred, unitsOf(atom, this.#flags))
      this.#at = from
      this.#sequence()
      if (this.#at >= end - 1) break
      this.#at++
    }
    this.#at = end
    return barred
  }
}

const units = new Map<string, Uint8Array>()

/** What the atom stands for, as the engine itself says. */
function unitsOf(atom: string, flags: string): Uint8Array {
  const key = `${flags} ${atom}`
  let found = units.get(key)
  if (!found) {
    const pattern = new RegExp(`^${atom}$`, flags)
    units.set(key, found = Uint8Array.from({ length: OTHER + 1 }, (_, code) => code < OTHER && pattern.test(String.fromCharCode(code)) ? 1 : 0))
  }
  return found
}

function needsOf(atom: string): ReadonlyMap<Sign, number> {
  if (atom === '\\d' || /^\d$|^\[(?:\d-\d|\d|\\d)+\]$/.test(atom)) return new Map([['0', 0]])
  const literal = atom.length === 2 && atom.startsWith('\\') ? atom[1] : atom
  return SIGNS.slice(1).includes(literal as Sign) ? new Map([[literal as Sign, 0]]) : NO_NEEDS
}
