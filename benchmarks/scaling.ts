// How much more worker threads bring.
import { availableParallelism } from 'node:os'
import { createPool, effaceBuffer } from '../lib/api/index.js'
import { formTiff } from './pages.js'
import { median, table } from './table.js'

export async function scaling({ pages = 8, rounds = 3 } = {}): Promise<void> {
  const file = await formTiff(pages)
  const steps = [...new Set([1, 2, Math.min(4, availableParallelism()), availableParallelism()])].filter(n => n <= availableParallelism()).sort((a, b) => a - b)
  const pools = steps.map(threads => ({ threads, pool: createPool({ threads }), seconds: [] as number[] }))
  for (const { pool } of pools) await effaceBuffer(file, { pool })
  // In turns, so that a machine whose speed drifts does not favour one of them.
  for (let i = 0; i < rounds; i++) {
    for (const { pool, seconds } of pools) {
      const start = performance.now()
      await effaceBuffer(file, { pool })
      seconds.push((performance.now() - start) / 1000)
    }
  }
  for (const { pool } of pools) await pool.close()
  table(`Scaling: ${pages} pages of 1240 × 1754, median of ${rounds} rounds`, pools.map(({ threads, seconds }) => ({
    threads, 'pages/s': (pages / median(seconds)).toFixed(2),
    speedup: median(seconds.map((s, i) => pools[0]!.seconds[i]! / s)).toFixed(2),
  })))
}
