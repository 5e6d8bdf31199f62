/** The words of a front-coded list: a capital letter says how many letters of the word before are kept. */
export function decode(list: string): Set<string> {
  const words = new Set<string>()
  let last = ''
  for (const [, kept, rest] of list.matchAll(/([A-Z])([^A-Z]*)/g)) {
    last = last.slice(0, kept.charCodeAt(0) - 65) + rest
    words.add(last)
  }
  return words
}
