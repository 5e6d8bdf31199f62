import { en } from './en.js'
import { Lexicon } from './lexicon.js'
import { world } from './world.js'
import { de, es, fr, it, nl, pt } from './others.js'

export type { Meaning } from './en.js'

const ALL = [en, world, fr, de, es, it, pt, nl]

/** The built-in keywords of all languages: a page often holds more than one, and its forms tell by themselves. */
export const keywords = new Lexicon(...ALL).glued(...ALL)
