// Follows every link of the site that `npm run docs` wrote: pages, pictures, and places in pages. Nothing is fetched.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const site = process.argv[2] ?? fileURLToPath(new URL('api', import.meta.url))
const pages = readdirSync(site, { recursive: true }).map(String).filter(name => name.endsWith('.html'))
const places = new Map(pages.map(page => {
  const html = readFileSync(join(site, page), 'utf8')
  return [page, { html, ids: new Set([...html.matchAll(/\s(?:id|name)="([^"]+)"/g)].map(([, id]) => unescape(id))) }]
}))

function unescape(text) { return text.replace(/&amp;/g, '&').replace(/&quot;/g, '"').replace(/&#39;|&apos;/g, "'").replace(/&lt;/g, '<').replace(/&gt;/g, '>') }

let count = 0
const broken = []
for (const [page, { html }] of places) {
  for (const [, raw] of html.matchAll(/\s(?:href|src)="([^"]+)"/g)) {
    const link = unescape(raw)
    if (/^[a-z][a-z0-9+.-]*:/i.test(link)) continue
    count++
    const [path, place] = link.split('#')
    const named = path === '' ? join(site, page) : join(site, dirname(page), decodeURIComponent(path.split('?')[0]))
    const target = path.endsWith('/') ? join(named, 'index.html') : named
    if (!existsSync(target) || statSync(target).isDirectory()) broken.push(`${page}: ${link}`)
    else if (place && target.endsWith('.html') && !places.get(relative(site, target))?.ids.has(decodeURIComponent(place))) broken.push(`${page}: ${link} (no such place)`)
  }
}
console.log([...broken, `${pages.length} pages, ${count} links, ${broken.length} broken`].join('\n'))
process.exitCode = broken.length > 0 ? 1 : 0
