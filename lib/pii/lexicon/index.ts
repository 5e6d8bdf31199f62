import { de } from './de.js'
import { en } from './en.js'
import { es } from './es.js'
import { fr } from './fr.js'
import { it } from './it.js'
import { Lexicon } from './lexicon.js'
import { nl } from './nl.js'
import { pt } from './pt.js'
import { world } from './world.js'

export type { Meaning } from './en.js'

const ALL = [en, world, fr, de, es, it, pt, nl]

/** The built-in keywords of all languages: a page often holds more than one, and its forms tell by themselves. */
export const keywords = new Lexicon(...ALL).glued(...ALL)
