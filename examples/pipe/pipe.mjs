// File to file through efface(), with progress and a summary from the report.
//   node examples/pipe/pipe.mjs [IN [OUT]]
// EFFACE_OPTIONS holds the library's options as JSON, here and in the other examples: EFFACE_OPTIONS='{"ocr":"none"}'
import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { efface } from 'efface'

const [input = new URL('../demo/sample.tif', import.meta.url), output = 'clean.tif'] = process.argv.slice(2)
const options = JSON.parse(process.env.EFFACE_OPTIONS ?? '{}')

const stream = efface(options)
stream.on('frame', ({ index, total, objects, entities, ms }) => {
  console.log(`page ${index + 1}${total ? ` of ${total}` : ''}: ${objects} objects, ${entities} entities, ${Math.round(ms)} ms of work`)
})

// A pipeline that fails leaves what createWriteStream() has written so far. effaceFile(input, output) leaves nothing.
await pipeline(createReadStream(input), stream, createWriteStream(output))

const report = await stream.report
const counts = {}
for (const { type } of report.objects) counts[type] = (counts[type] ?? 0) + 1
for (const { best_label } of report.entities) counts[best_label] = (counts[best_label] ?? 0) + 1
console.log(JSON.stringify({ pages: report.page_count, found: counts, skipped: report.skipped }))
