/** Titles before names that are no profession by themselves, as a regular expression without anchors. */
export const BARE_TITLES = '(?:Mr|Mrs|Ms|Miss|Messrs|Mx|Mme|Mlle|Herrn?|Frau|Hr|Sra|Srta|Dhr|Mevr|Dr|Drs|Prof|Rev)'

const ONLY = new RegExp(`^(?:(?:${BARE_TITLES}|med|dent|phil|habil)(?!\\p{L})\\.?[\\s,/&|]{0,3})+$`, 'iu')

/**
 * Whether a text is titles and nothing else: they tell of nobody unless a name follows.
 *
 * @example isTitle('Mr./Mrs./Dr.') // true
 */
export const isTitle = (text: string): boolean => ONLY.test(text)
