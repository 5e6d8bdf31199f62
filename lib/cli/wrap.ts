/** A text in lines of so many characters at most, parted between words; a longer word keeps a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

/** Rows of two columns: the left as wide as it needs to be, within reason; the right wrapped. */
export function columns(rows: readonly (readonly [string, string])[], width: number): string {
  const left = Math.min(24, Math.max(...rows.map(([name]) => name.length)))
  const indent = ' '.repeat(left + 4)
  return rows.map(([name, about]) => {
    const lines = wrap(about, Math.max(30, width - indent.length)).map(line => indent + line)
    return name.length > left ? [`  ${name}`, ...lines].join('\n') : [`  ${name.padEnd(left + 2)}${lines[0]!.trimStart()}`, ...lines.slice(1)].join('\n')
  }).join('\n')
}

/**
 * A message for a person: in the width of the terminal that `stream` is and with long lists cut short; in one line elsewhere, where programs read
 * it. Nothing in it can steer the terminal: names of files may hold anything.
 */
export function forStream(text: string, stream: { isTTY?: boolean, columns?: number }): string {
  if (!stream.isTTY) return text
  const width = Math.max(40, (stream.columns || 80) - 1)
  return text.split('\n').flatMap(line => wrap(abridged(plain(line)), width - 2).map((part, i) => i === 0 ? part : `  ${part}`)).join('\n')
}

/** A long list of labels in a message says no more than its beginning, and where all of it is. */
const abridged = (text: string): string => text.replace(/\(([A-Z][A-Z_]+(?:, [A-Z_]+){9,})\)/g, (_, list: string) => {
  const labels = list.split(', ')
  return `(${labels.slice(0, 4).join(', ')} …, ${labels.length} in all: efface labels)`
})

/** Without what steers a terminal. */
export const plain = (text: string): string => text.replace(/[\x00-\x1f\x7f-\x9f]/g, '?')
