// Peak memory against the number of pages: a process of its own for each row.
import { fork } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { efface } from '../lib/index.js'
import type { EffaceOptions } from '../lib/options.js'
import { formTiff } from './pages.js'
import { table } from './table.js'

const self = fileURLToPath(import.meta.url)
const NOTHING: EffaceOptions = { ocr: 'none', objects: [], regions: { redact: [{ x: 0.1, y: 0.1, w: 0.5, h: 0.05 }] } }

interface Measured { peak: number, seconds: number }

async function measure(path: string, options: EffaceOptions): Promise<Measured> {
  return await new Promise((resolve, reject) => {
    const child = fork(self, [path, JSON.stringify(options)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    let result: Measured | undefined
    child.on('message', message => { result = message as Measured })
    child.on('exit', code => result ? resolve(result) : reject(new Error(`The measuring process ended with ${code}`)))
  })
}

export async function memory({ few = 5, many = 50, fewBare = 50, manyBare = 2000 } = {}): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'efface-bench-'))
  try {
    const rows = []
    for (const [name, options, a, b] of [['everything on', {}, few, many], ['no models, a fixed region', NOTHING, fewBare, manyBare]] as const) {
      const results: Measured[] = []
      for (const pages of [a, b]) {
        const path = join(folder, `${pages}.tif`)
        await writeFile(path, await formTiff(pages, 'ccittfax4'))
        results.push(await measure(path, options))
        await rm(path)
      }
      const [small, large] = results as [Measured, Measured]
      const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(0)
      rows.push({ run: name, pages: `${a} / ${b}`, 'peak RSS, MiB': `${mib(small.peak)} / ${mib(large.peak)}`, ratio: (large.peak / small.peak).toFixed(2), 's/page': (large.seconds / b).toFixed(3) })
    }
    table('Memory against length: a G4 TIFF, 1240 × 1754 a page, from a file stream to a sink', rows)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] === self && process.send) {
  const [path, options] = process.argv.slice(2) as [string, string]
  const start = performance.now()
  await pipeline(createReadStream(path), efface(JSON.parse(options) as EffaceOptions), new Writable({ write: (_chunk, _encoding, done) => done() }))
  process.send({ peak: process.resourceUsage().maxRSS * 1024, seconds: (performance.now() - start) / 1000 } satisfies Measured)
  process.disconnect()
}
