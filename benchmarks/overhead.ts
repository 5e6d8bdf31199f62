// What the pipeline costs on top of the models: end to end on one thread ÷ the bare models on the same views, in seconds of CPU.
import sharp from 'sharp'
import { createPool, effaceBuffer } from '../lib/api/index.js'
import { createOcr } from '../lib/text/index.js'
import type { View } from '../lib/core/types.js'
import { createDetectors } from '../lib/vision/detectors.js'
import { formTiff } from './pages.js'
import { median, table } from './table.js'

export async function overhead({ pages = 6, rounds = 3 } = {}): Promise<void> {
  sharp.concurrency(1)
  const file = await formTiff(pages)
  const views: View[] = []
  for (let page = 0; page < pages; page++) {
    const { data, info } = await sharp(file, { page }).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
    views.push({ width: info.width, height: info.height, channels: 1, data })
  }
  const detector = await createDetectors({ objects: ['FACE', 'LICENSE_PLATE'] })
  const engine = await createOcr({ ocr: 'auto' })
  const bare = async (): Promise<number> => {
    const start = process.cpuUsage()
    for (const view of views) {
      await detector.detect(view, {})
      await engine.recognize(view, { dpi: 150 })
    }
    return seconds(start)
  }
  const pool = createPool({ threads: 1 })
  const whole = async (): Promise<number> => {
    const start = process.cpuUsage()
    await effaceBuffer(file, { pool })
    return seconds(start)
  }
  await bare()
  await whole()
  const times: { bare: number, whole: number }[] = []
  for (let i = 0; i < rounds; i++) times.push({ bare: await bare(), whole: await whole() })
  await pool.close()
  table(`Overhead: ${pages} pages of 1240 × 1754, one worker thread, median of ${rounds} rounds`, [{
    'bare models, CPU s/page': (median(times.map(t => t.bare)) / pages).toFixed(3),
    'end to end, CPU s/page': (median(times.map(t => t.whole)) / pages).toFixed(3),
    ratio: median(times.map(t => t.whole / t.bare)).toFixed(2),
  }])
}

/** Seconds of CPU since then, of all threads: other programs on the machine do not count. */
function seconds(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}
