import type { Recognizer, Span, TextContext } from '../../core/types.js'
import { hasFormLabel } from '../form-labels.js'
import { documentOf } from '../document.js'
import { isGiven } from './gazetteer.js'
import { matches } from '../matches.js'

/** Who speaks at the beginning of a line, and something that is said: a sentence, or words in quotes. */
const SPEAKER = /(?<=^|\n)[ \t>]{0,4}(?<v>\p{L}[\p{L}\p{M}'’-]{1,24}(?: \p{Lu}[\p{L}\p{M}'’-]{1,24})?): ?(?:["“«„][^\n]{2,400}|\p{L}[^\n:|]{3,400}[.?!…])[ \t]*(?=\n|$)/dgu

/**
 * Who speaks in a conversation, a script or a chat: words before colons on lines of speech. There are two of them at least, and one is a known given
 * name; a form's captions are none.
 */
export const dialogue: Recognizer = {
  labels: ['NAME_GIVEN'],
  find(text: string, context: TextContext): Span[] {
    const document = documentOf(text, context)
    const speakers = matches(text, SPEAKER).map(match => ({ span: match.indices!.groups!.v, name: match.groups!.v }))
      .filter(({ span: [start, end] }) => !hasFormLabel(document, start, end))
    if (new Set(speakers.map(({ name }) => name.toLowerCase())).size < 2 || !speakers.some(({ name }) => isGiven(name.split(' ')[0]))) return []
    return speakers.map(({ span: [start, end] }) => ({ start, end, label: 'NAME_GIVEN', score: 0.7 }))
  },
}
