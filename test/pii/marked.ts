/** A sentence with [[ ]] or [[LABEL| ]] around what has to be found: its text, and where the marks were. */
export function marked(sentence: string): { text: string, spans: { start: number, end: number, label?: string }[] } {
  const spans: { start: number, end: number, label?: string }[] = []
  let text = ''
  for (const part of sentence.split(/(\[\[.*?\]\])/)) {
    const mark = /^\[\[(?:([A-Z_]+)\|)?(.*)\]\]$/.exec(part)
    if (mark) spans.push({ start: text.length, end: text.length + mark[2].length, label: mark[1] })
    text += mark ? mark[2] : part
  }
  return { text, spans }
}
