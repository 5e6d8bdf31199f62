import { counted } from './summary.js'
import { plain, wrap } from './wrap.js'

/** What a scan found in one file. */
export interface Scanned { file: string, pages: number, counts: Readonly<Record<string, number>>, unread: number }

const NAME = 34

/** A file as a row of a table for people: name, pages, finds by label. */
export function rowOf({ file, pages, counts, unread }: Scanned, width: number): string {
  const name = plain(file)
  const shown = name.length > NAME ? `…${name.slice(1 - NAME)}` : name.padEnd(NAME)
  const left = `${shown}  ${String(pages).padStart(4)} p  `
  const lines = wrap(inWords(counts, unread), Math.max(20, width - left.length))
  return `${[left + lines[0], ...lines.slice(1).map(line => ' '.repeat(left.length) + line)].join('\n')}\n`
}

/** The last row. */
export function totalOf(rows: { files: number, failed: number, hits: number } & Omit<Scanned, 'file'>, width: number): string {
  const { files, pages, failed, hits, counts, unread } = rows
  const head = `${counted(files, 'file')}, ${counted(pages, 'page')}${failed > 0 ? `, ${failed} failed` : ''}: `
  const text = wrap(head + inWords(counts, unread), width).join('\n')
  return `${text}\n${hits > 0 ? `${hits} ${hits === 1 ? 'file has' : 'files have'} what --fail-on names\n` : ''}`
}

/** Most first. */
function inWords(counts: Readonly<Record<string, number>>, unread: number): string {
  const finds = Object.entries(counts).sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([label, n]) => `${label} ${n}`)
  return [...finds.length > 0 ? finds : ['nothing found'], ...unread > 0 ? [`unread text ${unread}`] : []].join(', ')
}
