// The plots of the docs show the figures that stand in the tables.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { packageRoot } from '../lib/inference/manifest.js'

interface Figure { page: string, unit: string, rows: Record<string, string | number>[] }

const text = async (path: string): Promise<string> => await readFile(join(packageRoot(), path), 'utf8')

for (const [name, { page, unit, rows }] of Object.entries(JSON.parse(await text('benchmarks/figures.json')) as Record<string, Figure>)) {
  t.test(`regression: ${name} shows what ${page} says`, async t => {
    const [prose, svg, shown] = [await text(page), await text(`docs/plots/${name}.svg`), await text('docs/accuracy.md')]
    t.match(shown, `plots/${name}.svg`)
    for (const value of rows.flatMap(row => Object.values(row)).filter(value => typeof value === 'number')) {
      const written = new RegExp(`(?<![\\d.])${String(value).replace('.', '\\.')}[.0]*(?!\\d)`)
      t.ok(written.test(prose) && new RegExp(`>${String(value).replace('.', '\\.')}[.0]* ${unit}<`).test(svg), String(value))
    }
  })
}
