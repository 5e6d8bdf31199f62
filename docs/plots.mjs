// Draws benchmarks/figures.json as SVG into docs/plots: node docs/plots.mjs. The figures themselves are measured by the benchmarks that they name.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parse, View } from 'vega'
import { compile } from 'vega-lite'

/** Stand for colours that are said in the SVG's own style, once for light and once for dark. The two of bars can be told apart by the colour-blind. */
const COLOURS = {
  '#010101': ['ground', '#ffffff', '#14181d'], '#020202': ['ink', '#1b2129', '#e8ecf0'], '#030303': ['soft', '#c8d0d8', '#39424c'],
  '#040404': ['first', '#0b6bb8', '#5db1f5'], '#050505': ['second', '#d9822b', '#f0a860'],
}
const [ground, ink, soft, first, second] = Object.keys(COLOURS)
const folder = fileURLToPath(new URL('plots/', import.meta.url))
const figures = JSON.parse(await readFile(new URL('../benchmarks/figures.json', import.meta.url), 'utf8'))

/** Bars lying, a row a name, one for each thing measured, with the figure at its end. */
function bars({ title, unit, max, rows }) {
  const kinds = Object.keys(rows[0]).filter(key => key !== 'name')
  const decimals = Math.max(...rows.flatMap(row => kinds.map(kind => String(row[kind]).split('.')[1]?.length ?? 0)))
  const values = rows.flatMap(row => kinds.map(kind => ({ name: row.name, kind, value: row[kind], text: `${row[kind].toFixed(decimals)} ${unit}` })))
  const y = { field: 'name', type: 'nominal', sort: null, title: null, axis: { ticks: false, domain: false, labelPadding: 8, labelLimit: 240 } }
  const x = { field: 'value', type: 'quantitative', title: null, scale: { domain: [0, (max ?? Math.max(...values.map(({ value }) => value))) * 1.15] }, axis: null }
  const color = { field: 'kind', scale: { domain: kinds, range: [first, second] }, legend: kinds.length > 1 ? { title: null, orient: 'top', direction: 'horizontal' } : null }
  const yOffset = { field: 'kind', sort: kinds }
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json', width: 460, height: { step: 22 }, padding: 14, background: ground,
    title: { text: title, anchor: 'start', color: ink, fontSize: 14, offset: 12 }, data: { values },
    layer: [
      { mark: { type: 'bar', cornerRadiusEnd: 2 }, encoding: { y, x, yOffset, color } },
      { mark: { type: 'text', align: 'left', dx: 5, color: ink, fontSize: 12 }, encoding: { y, x, yOffset, text: { field: 'text' } } },
    ],
    config: {
      font: 'system-ui, sans-serif', view: { stroke: null }, axis: { labelColor: ink, labelFontSize: 12, domainColor: soft }, legend: { labelColor: ink, labelFontSize: 12 },
    },
  }
}

function themed(svg) {
  const tokens = which => Object.values(COLOURS).map(([name, ...shades]) => `--${name}:${shades[which]}`).join(';')
  const style = `<style>:root{${tokens(0)}}@media(prefers-color-scheme:dark){:root{${tokens(1)}}}</style>`
  let out = svg.replace(/(<svg[^>]*>)/, `$1${style}`)
  for (const [stand, [name]] of Object.entries(COLOURS)) out = out.replace(new RegExp(`(fill|stroke)="${stand}"`, 'g'), `style="$1:var(--${name})"`)
  return `${out}\n`
}

await mkdir(folder, { recursive: true })
for (const [name, figure] of Object.entries(figures)) {
  const svg = await new View(parse(compile(bars(figure)).spec), { renderer: 'none' }).toSVG()
  await writeFile(`${folder}${name}.svg`, themed(svg))
}
