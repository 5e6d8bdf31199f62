// CPU seconds a page, by kind of page, and the memory of a process of one thread: what docs/scale.md counts with.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { median, table } from './table.js'
import sharp from 'sharp'
import { formPage, formTiff } from './pages.js'

interface Cost { cpu: number, pages: number, rss: number }

/** In a process of its own: `node page-costs.js one FILE…` redacts each and says what it cost. The first is to warm up. */
async function one(files: readonly string[]): Promise<void> {
  const { createPool, effaceBuffer } = await import('../lib/api/index.js')
  const { readFile } = await import('node:fs/promises')
  const pool = createPool({ threads: 1 })
  const costs: Cost[] = []
  for (const file of files) {
    const data = await readFile(file)
    const before = process.cpuUsage()
    const { report } = await effaceBuffer(data, { pool })
    const { user, system } = process.cpuUsage(before)
    costs.push({ cpu: (user + system) / 1e6 / report.page_count, pages: report.page_count, rss: process.resourceUsage().maxRSS / 1024 })
  }
  await pool.close()
  console.log(JSON.stringify(costs))
}

/** @param folders kind → folder of its pictures */
export async function pageCosts(folders: Readonly<Record<string, string>>, atMost = 8): Promise<void> {
  const made = await mkdtemp(join(tmpdir(), 'efface-costs-'))
  try {
    await writeFile(join(made, 'fax.tif'), await formTiff(6, 'ccittfax4'))
    await writeFile(join(made, 'form.tif'), await formTiff(6))
    const kinds: Record<string, string[]> = { 'fax, drawn, A4 150 dpi': [join(made, 'fax.tif'), join(made, 'fax.tif')], 'form, drawn, A4 150 dpi': [join(made, 'form.tif'), join(made, 'form.tif')] }
    await writeFile(join(made, 'large.tif'), await sharp(await formPage(1)).resize(2480).toColourspace('b-w').tiff({ compression: 'lzw' }).toBuffer())
    kinds['form, drawn, A4 300 dpi'] = [1, 2, 3].map(() => join(made, 'large.tif'))
    for (const [kind, folder] of Object.entries(folders)) {
      const files = (await readdir(folder)).filter(name => /\.(jpe?g|png|tiff?)$/i.test(name)).sort()
      const step = Math.max(1, Math.floor(files.length / atMost))
      const some = files.filter((_, i) => i % step === 0).slice(0, atMost).map(name => join(folder, name))
      kinds[kind] = [some[0]!, ...some]
    }
    table('A process of one thread, all detectors on', Object.entries(kinds).map(([kind, files]) => {
      const { stdout, stderr, status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), 'one', ...files], { encoding: 'utf8' })
      if (status !== 0) throw new Error(stderr)
      const costs = (JSON.parse(stdout) as Cost[]).slice(1)
      const cpu = median(costs.map(({ cpu }) => cpu))
      return { kind, pages: costs.reduce((sum, { pages }) => sum + pages, 0), 'CPU s a page': cpu.toFixed(2), 'pages a core hour': Math.round(3600 / cpu), 'MiB': Math.round(Math.max(...costs.map(({ rss }) => rss))) }
    }))
  } finally {
    await rm(made, { recursive: true, force: true })
  }
}

const [command, ...rest] = process.argv.slice(2)
if (command === 'one') await one(rest)
else await pageCosts(Object.fromEntries([command, ...rest].filter(text => text !== undefined).map(text => text.split('=') as [string, string])))
