// A batch that may be killed and started again: a manifest in, a line of report out for each file.
//   node examples/etl/etl.mjs MANIFEST REPORT OUT-DIR
// MANIFEST is newline-delimited JSON, {"path": "a/scan.tif"}. A file whose SHA-256 stands in REPORT as done is skipped, wherever
// it lies now; one that failed is tried again.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { createPool, effaceFile } from 'efface'

const [manifest, reportPath, outDir] = process.argv.slice(2)
if (outDir === undefined) {
  console.error('Say MANIFEST REPORT OUT-DIR: the first lines of this file say what they are')
  process.exit(2)
}
const options = { ...JSON.parse(process.env.EFFACE_OPTIONS ?? '{}'), pool: createPool() }
await mkdir(outDir, { recursive: true })

// A crash can tear the last line. It is cut off, and its file done again: effaceFile() writes whole files or none.
const text = await readFile(reportPath, 'utf8').catch(error => { if (error.code === 'ENOENT') return ''; throw error })
const whole = text.slice(0, text.lastIndexOf('\n') + 1)
const done = new Set(whole.split('\n').filter(Boolean).map(line => JSON.parse(line)).filter(line => line.output).map(line => line.sha256))
const report = await open(reportPath, 'a')
await report.truncate(Buffer.byteLength(whole))

const counts = { done: 0, skipped: 0, failed: 0 }
for await (const line of createInterface({ input: createReadStream(manifest) })) {
  if (line.trim() === '') continue
  const { path } = JSON.parse(line)
  let entry
  try {
    const hash = createHash('sha256')
    await pipeline(createReadStream(path), hash)
    const sha256 = hash.digest('hex')
    if (done.has(sha256)) {
      counts.skipped++
      continue
    }
    entry = { path, sha256 }
    const output = join(outDir, sha256.slice(0, 16) + extname(path))
    const { page_count, objects, entities } = await effaceFile(path, output, options)
    Object.assign(entry, { output, pages: page_count, objects: objects.length, entities: entities.length })
    done.add(sha256)
    counts.done++
  } catch (error) {
    entry = { ...entry, path, error: error.code ?? error.name }   // the code: a message of the file system may hold more
    counts.failed++
  }
  await report.appendFile(`${JSON.stringify(entry)}\n`)
  await report.sync()   // the line is on disk before the next file begins
}
await report.close()
await options.pool.close()
console.log(JSON.stringify(counts))
process.exitCode = counts.failed > 0 ? 1 : 0
