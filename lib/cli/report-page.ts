import { luma } from '../core/colour.js'
import type { Box } from '../core/types.js'
import { textWidth } from '../paint/font.js'
import { groupOf } from '../paint/label-groups.js'
import { colourOf } from '../paint/preview.js'

/** `tag`: where its label stands on the page as it lies among others; `ownTag`: on the page alone, where there is room for more of them. */
interface ShownBox extends Box { label: string, tag?: Box, ownTag?: Box }

/** A page as it is shown: what came out, small; what was painted and what was not read, in pixels of it. */
export interface ShownPage {
  index: number
  width: number
  height: number
  /** WebP. */
  after: Buffer
  before?: Buffer
  boxes: readonly ShownBox[]
  unread: readonly Box[]
  /** Milliseconds of work. */
  ms: number
  failed?: string
}

/** A file with its pages, or why it failed; `ms` on the clock. */
export interface ShownFile { name: string, pages: readonly ShownPage[], ms: number, error?: string, notes?: readonly string[] }

/** Letters of tags, in pixels of the page as it lies among others, and of the page alone, which is shown larger. */
export const TAG = 12
export const OWN_TAG = 5

const STYLE = `:root{color-scheme:light dark;--ground:#fff;--ink:#1b2129;--soft:#5a6572;--line:#d5dbe1;--card:#f5f7f9;--bad:#b3261e}
@media(prefers-color-scheme:dark){:root{--ground:#14181d;--ink:#e8ecf0;--soft:#a3aeb9;--line:#39424c;--card:#1d232a;--bad:#ff8a80}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}a{color:inherit}
main{max-width:84rem;margin:auto;padding:1.25rem;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,24rem),1fr));gap:1rem;align-items:start}
header,.toggle,.totals,.wide{grid-column:1/-1}header{order:-3}.toggle{order:-2}.totals{order:-1}
h1{font-size:1.5rem;margin:0}h2{font-size:1.1rem;margin:0;overflow-wrap:anywhere}p{margin:.25rem 0}.soft{color:var(--soft)}.bad{color:var(--bad);font-weight:600}
section{border:1px solid var(--line);border-radius:10px;padding:1rem;background:var(--card);min-width:0}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;margin-top:.5rem}th,td{text-align:left;padding:.1rem 1.25rem .1rem 0;overflow-wrap:anywhere}td.n,th.n{text-align:right;padding-right:.5rem;white-space:nowrap}
.columns{columns:22rem auto;column-gap:2rem}.columns td:first-child{width:100%}
.pages{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,21rem),1fr));gap:1rem;margin-top:.75rem;align-items:start}.both{grid-template-columns:repeat(auto-fill,minmax(min(100%,36rem),1fr))}
figure{margin:0}.views{display:flex;gap:.5rem}.views>a{flex:1 1 0;min-width:0;display:block;position:relative}.views img{display:block;width:100%;height:auto;background:#fff;outline:1px solid var(--line)}
svg{position:absolute;inset:0;width:100%;height:100%}.own,figure:target .near{display:none}figure:target .own{display:inline}body:has(#boxes:not(:checked)) svg{display:none}
figcaption{font-size:.875rem;color:var(--soft);margin-top:.4rem;overflow-wrap:anywhere}.chip{display:inline-block;width:.75em;height:.75em;border-radius:2px;margin-right:.35em;outline:1px solid var(--line)}
figure:target{position:fixed;inset:0;z-index:1;overflow:auto;background:var(--ground);padding:1rem}figure:target .views{max-width:min(100%,calc((100vh - 7rem)*var(--ratio)*var(--count)));margin:auto}
.close{display:none}figure:target .close{display:inline-block;margin-bottom:.5rem}`

/** Names may hold anything; bytes that are no characters are shown as such. */
export const escaped = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cs}]/gu, '\ufffd').replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`)

const colour = (label: string): string => groupOf(label).colour
const chip = (label: string): string => `<span class="chip" style="background:${colour(label)}"></span>`
const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 9950 ? 1 : 0)} s`

/** Everything before the files. No script, and nothing is fetched: the policy says so to the browser as well. */
export function pageHead({ before, at }: { before: boolean, at: Date }): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>efface report</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"><style>${STYLE}</style></head><body><main>
<header><h1>efface report</h1><p class="soft">${at.toISOString().slice(0, 16).replace('T', ' ')} UTC. ${before
    ? '<span class="bad">It shows the pages as they were: as personal as the files themselves.</span>'
    : 'Pages are shown as they come out, redacted. Names of files are as they are.'}</p></header>
<label class="toggle"><input type="checkbox" id="boxes" checked> Boxes and labels</label>
`
}

/** One file: its pages, what was found on each, and how long it took. */
export function fileSection({ name, pages, ms, error, notes = [] }: ShownFile, number: number): string {
  const both = pages.some(({ before }) => before)
  return `<section${pages.length > 1 || both ? ' class="wide"' : ''}><h2>${escaped(name)}</h2><p class="soft">${pages.length} page${pages.length === 1 ? '' : 's'}, ${seconds(ms)}</p>
${error === undefined ? '' : `<p class="bad">Failed: ${escaped(error)}</p>`}${notes.map(note => `<p class="soft">${escaped(note)}</p>`).join('')}
<div class="pages${both ? ' both' : ''}">${pages.map(page => figure(page, `f${number}p${page.index + 1}`, name)).join('\n')}</div></section>
`
}

function figure(page: ShownPage, id: string, name: string): string {
  const { index, width, height, boxes, unread, ms, failed } = page
  const counts = new Map<string, number>()
  for (const { label } of boxes) counts.set(label, (counts.get(label) ?? 0) + 1)
  const what = [...counts].map(([label, n]) => `${chip(label)}${escaped(n === 1 ? label : `${n} ${label}`)}`).join(', ') || 'nothing found'
  const title = `Page ${index + 1} of ${name}`
  const view = (webp: Buffer, alt: string): string =>
    `<a href="#${id}"><img src="data:image/webp;base64,${webp.toString('base64')}" width="${width}" height="${height}" alt="${escaped(alt)}">${overlay(page)}</a>`
  const style = `--ratio:${(width / height).toFixed(3)};--count:${page.before ? 2 : 1}`
  const views = [...page.before ? [view(page.before, `${title}, before`)] : [], view(page.after, `${title}, redacted`)]
  return `<figure id="${id}" style="${style}"><a class="close" href="#close-${id}">Close</a><div class="views">${views.join('')}</div>
<figcaption>Page ${index + 1}: ${what}${unread.length > 0 ? `; <span class="bad">${unread.length} unread</span>` : ''}${failed === undefined ? '' : `; <span class="bad">black: ${escaped(failed)}</span>`}; ${seconds(ms)}</figcaption></figure>`
}

function overlay({ width, height, boxes, unread }: ShownPage): string {
  const parts = [
    ...unread.map(box => rect(box, 'fill="none" stroke="#b3261e" stroke-width="1.5" stroke-dasharray="4 3"')),
    ...boxes.map(box => `<g><title>${escaped(box.label)}</title>${rect(box, `fill="transparent" stroke="${colour(box.label)}" stroke-width="1.5"`)}</g>`),
    `<g class="near">${boxes.map(({ label, tag }) => tag ? tagOf(label, tag, TAG) : '').join('')}</g>`,
    `<g class="own">${boxes.map(({ label, ownTag }) => ownTag ? tagOf(label, ownTag, OWN_TAG) : '').join('')}</g>`,
  ]
  return `<svg viewBox="0 0 ${width} ${height}" aria-hidden="true">${parts.join('')}</svg>`
}

const rect = ({ x, y, w, h }: Box, more: string): string => `<rect x="${fixed(x)}" y="${fixed(y)}" width="${fixed(w)}" height="${fixed(h)}" ${more}/>`

/** As wide as it was measured in our font, whatever font the browser has. */
function tagOf(label: string, tag: Box, size: number): string {
  const [r, g, b] = colourOf(label)
  const style = `font-family="system-ui,sans-serif" font-weight="600" font-size="${size}" fill="${luma(r, g, b) > 127 ? '#000' : '#fff'}"`
  const place = `x="${fixed(tag.x + 0.3 * size)}" y="${fixed(tag.y + tag.h - 0.27 * size)}" textLength="${fixed(textWidth(label, size))}" lengthAdjust="spacingAndGlyphs"`
  return `${rect(tag, `fill="${colour(label)}" rx="${size / 6}"`)}<text ${place} ${style}>${escaped(label)}</text>`
}

const fixed = (v: number): string => String(Math.round(v * 10) / 10)

/** What all files came to. It stands at the end, and is shown at the beginning. */
export interface Totals {
  files: number
  failed: number
  skipped: number
  pages: number
  unread: number
  pagesWithUnread: number
  ms: number
  labels: ReadonlyMap<string, { finds: number, files: number }>
}

export function pageEnd({ files, failed, skipped, pages, unread, pagesWithUnread, ms, labels }: Totals): string {
  const rows = [...labels].sort((a, b) => b[1].finds - a[1].finds)
    .map(([label, { finds, files }]) => `<tr><td>${chip(label)}${escaped(label).replaceAll('_', '_<wbr>')}</td><td class="n">${finds}</td><td class="n">${files}</td></tr>`)
  return `<section class="totals"><h2>In all</h2><p>${files} file${files === 1 ? '' : 's'}, ${pages} page${pages === 1 ? '' : 's'}, ${seconds(ms)}${failed > 0 ? `, <span class="bad">${failed} failed</span>` : ''}${skipped > 0 ? `, ${skipped} skipped` : ''}.
${unread > 0 ? `<span class="bad">${unread} places on ${pagesWithUnread} page${pagesWithUnread === 1 ? '' : 's'} were seen as text and could not be read (dashed).</span>` : 'All text that was seen was read.'}</p>
${rows.length === 0 ? '<p>Nothing was found.</p>' : `<table><thead><tr><th>Label</th><th class="n">Boxes</th><th class="n">Files</th></tr></thead><tbody>${rows.join('')}</tbody></table>`}</section>
</main></body></html>
`
}
