import { isFigure, OTHER, prefilterOf, type Prefilter, type Sign } from './prefilter.js'

/**
 * All matches of a pattern with flag g, as matchAll() gives them. It is tried only where its source says that a match can begin, on a page for most
 * patterns of ours at some dozens of places instead of thousands; and by a pattern that is kept, not by the copy that matchAll() makes at each call, which
 * V8 interprets. For patterns of ours alone: they carry the place in the text, and without the flag there is no end.
 */
export function matches(text: string, pattern: RegExp): RegExpExecArray[] {
  const plan = planOf(pattern)
  return plan ? tried(text, plan) : searched(text, pattern)
}

function searched(text: string, pattern: RegExp): RegExpExecArray[] {
  const found: RegExpExecArray[] = []
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    found.push(match)
    if (match[0] === '') pattern.lastIndex++
  }
  return found
}

/** Where a match may begin: anywhere, at figures, or behind what is no letter (and no figure). */
type Places = 'all' | 'figures' | 'words' | 'tokens'

interface Plan extends Prefilter { sticky: RegExp, places: Places }

const plans = new WeakMap<RegExp, { plan?: Plan }>()

function planOf(pattern: RegExp): Plan | undefined {
  let known = plans.get(pattern)
  if (!known) plans.set(pattern, known = { plan: makePlan(pattern) })
  return known.plan
}

const codes = Array.from({ length: OTHER }, (_, code) => code)
const LETTERS = codes.filter(code => /[a-z]/i.test(String.fromCharCode(code)))
const FIGURES = codes.filter(isFigure)
/** A pattern that may begin with more of the letters, inside of words too, is as fast when it looks for itself. */
const MANY = 0.6

function makePlan(pattern: RegExp): Plan | undefined {
  const filter = prefilterOf(pattern)
  if (!filter) return
  const { head, barred, needs } = filter
  const words = LETTERS.every(code => barred[code])
  if (!words && needs.length === 0 && LETTERS.filter(code => head[code] & 1 && !barred[code]).length > MANY * LETTERS.length) return
  const figures = needs.some(({ sign, within }) => sign === '0' && within === 0)
  const places = figures ? 'figures' : words ? FIGURES.every(code => barred[code]) ? 'tokens' : 'words' : 'all'
  return { ...filter, places, sticky: new RegExp(pattern.source, pattern.flags.replace('g', 'y')) }
}

function tried(text: string, { sticky, head, depth, barred, needs, places }: Plan): RegExpExecArray[] {
  const index = indexOf(text)
  const { units, wide } = index
  const nexts = needs.map(({ sign }) => index.next(sign))
  if (nexts.some(next => next === undefined)) return []
  const found: RegExpExecArray[] = []
  const list = index.places(places, needs.find(({ sign }) => sign === '0')?.within)
  const count = list?.length ?? text.length
  let end = 0
  for (let k = 0; k < count; k++) {
    const i = list ? list[k] : k
    if (i < end || (i > 0 && barred[units[i - 1]] === 1) || !begins(units, i, head, depth) || !holds(nexts as Int32Array[], needs, i, wide)) continue
    sticky.lastIndex = i
    const match = sticky.exec(text)
    // Inside of a character of two units the engine goes back to its beginning.
    if (!match || match.index < i) continue
    found.push(match)
    end = match[0] === '' ? i + 1 : i + match[0].length
  }
  return found
}

/** Characters that are no ASCII may be anything, and of any length. */
function begins(units: Uint8Array, at: number, head: Uint8Array, depth: number): boolean {
  for (let k = 0; k < depth; k++) {
    const unit = units[at + k]
    if (unit === OTHER) return true
    if ((head[unit] >> k & 1) === 0) return false
  }
  return true
}

function holds(nexts: readonly Int32Array[], needs: Prefilter['needs'], at: number, wide: number): boolean {
  for (let n = 0; n < nexts.length; n++) if (nexts[n][at] - at > needs[n].within * wide) return false
  return true
}

/** A text's units, and where in it something is. */
class TextIndex {
  /** With room behind for what every match has. */
  readonly units: Uint8Array
  /** Units of a character, at most. */
  readonly wide: 1 | 2
  readonly #length: number
  readonly #next = new Map<Sign, Int32Array | undefined>()
  readonly #places = new Map<string, Int32Array>()

  constructor(text: string) {
    this.units = new Uint8Array(text.length + ROOM)
    this.#length = text.length
    this.wide = /[\ud800-\udbff]/.test(text) ? 2 : 1
    for (let i = 0; i < text.length; i++) this.units[i] = Math.min(text.charCodeAt(i), OTHER)
  }

  /** For each unit, where the next one is that is the sign; undefined where there is none at all. */
  next(sign: Sign): Int32Array | undefined {
    if (!this.#next.has(sign)) this.#next.set(sign, this.#nextOf(sign))
    return this.#next.get(sign)
  }

  #nextOf(sign: Sign): Int32Array | undefined {
    const { units } = this
    const code = sign.charCodeAt(0)
    const next = new Int32Array(this.#length)
    let last = FAR
    for (let i = this.#length - 1; i >= 0; i--) {
      if (sign === '0' ? isFigure(units[i]) : units[i] === code) last = i
      next[i] = last
    }
    return last === FAR ? undefined : next
  }

  /** Places of a kind, where one is asked for with a figure within so many characters; undefined for all of the text. */
  places(places: Places, figure = Infinity): Int32Array | undefined {
    if (places === 'all' && figure > this.#length) return
    const key = `${places} ${figure}`
    let list = this.#places.get(key)
    if (!list) {
      const { units } = this
      const next = figure <= this.#length ? this.next('0') : undefined
      const inside = places === 'tokens' ? IN_TOKEN : places === 'words' ? IN_WORD : undefined
      const all: number[] = []
      for (let i = 0; i < this.#length; i++) {
        if ((i > 0 && inside?.[units[i - 1]] === 1) || (places === 'figures' && !isFigure(units[i])) || (next && next[i] - i > figure * this.wide)) continue
        all.push(i)
      }
      this.#places.set(key, list = Int32Array.from(all))
    }
    return list
  }
}

const FAR = 0x7fffffff
const ROOM = 8
const tableOf = (list: readonly number[]): Uint8Array => Uint8Array.from({ length: OTHER + 1 }, (_, code) => list.includes(code) ? 1 : 0)
const IN_WORD = tableOf(LETTERS)
const IN_TOKEN = tableOf([...LETTERS, ...FIGURES])

/** Of the views of one text, and of its lines that were put right. */
const KEPT = 8
const indices = new Map<string, TextIndex>()

function indexOf(text: string): TextIndex {
  let index = indices.get(text)
  if (index) return index
  if (indices.size >= KEPT) indices.delete(indices.keys().next().value!)
  indices.set(text, index = new TextIndex(text))
  return index
}
