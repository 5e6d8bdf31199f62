// What a scheduler calls: cron each night, or a task of Airflow with its data interval ({{ ds }}). Called again, it goes on where it ended.
//   node examples/nightly/nightly.mjs s3://scans/in s3://scans/out STATE 2026-11-30        in/2026-11-30/ becomes out/2026-11-30/
//   15 2 * * *  nightly.mjs … "$(date -d yesterday +\%F)"
// Exit code 0: all is done, but for what is broken for good, which STATE/DATE.failed.ndjson names. 1: something failed that may pass; call again.
import { spawnSync } from 'node:child_process'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const [from, to, state, date, ...flags] = process.argv.slice(2)
const efface = fileURLToPath(new URL('lib/cli/bin.js', import.meta.resolve('efface').replace(/lib\/api\/index\.js$/, '')))
const place = name => join(state, `${date}.${name}`)

await mkdir(state, { recursive: true })
const { status } = spawnSync(process.execPath, [
  efface, `${from}/${date}`, '--out-dir', `${to}/${date}`, '--resume', '--journal', place('journal.ndjson'), '--report', place('report.ndjson'), '--quiet', ...flags,
], { stdio: ['ignore', 'inherit', 'inherit'] })
if (status !== 0 && status !== 1) process.exit(status ?? 1) // wrong usage, or a signal

// The last line on each input counts.
const last = new Map()
for await (const line of createInterface({ input: createReadStream(place('journal.ndjson')) })) {
  const { input, failed } = JSON.parse(line)
  if (failed) last.set(input, failed)
  else if (input) last.delete(input)
}
const broken = createWriteStream(place('failed.ndjson'))
for (const [input, { code }] of last) broken.write(`${JSON.stringify({ input, code })}\n`)
broken.end()
const passing = [...last.values()].filter(failed => failed.passing).length
console.log(`${date}: ${last.size} failed, ${passing} of them may pass`)
process.exitCode = passing > 0 ? 1 : 0
