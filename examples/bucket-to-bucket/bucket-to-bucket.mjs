// From one bucket to another, without a file in between and without a queue; folders do as well. What is there already stays as it is.
//   node examples/bucket-to-bucket/bucket-to-bucket.mjs s3://scans/in/ s3://scans/out/
// The AWS SDK finds credentials, region and endpoint (AWS_ENDPOINT_URL_S3) as ever.
import { pipeline } from 'node:stream/promises'
import { createPool, efface } from 'efface'
import { storageFor, writeTo } from 'efface/storage'

const [from, to] = process.argv.slice(2).map(place => place.endsWith('/') ? place : `${place}/`)
const options = { ...JSON.parse(process.env.EFFACE_OPTIONS ?? '{}'), pool: createPool() }
const [source, target] = await Promise.all([storageFor(from), storageFor(to)])

const counts = { done: 0, known: 0, failed: 0 }
for await (const { url } of source.list(from)) {
  if (!/\.(jpe?g|png|gif|tiff?|webp|bmp)$/i.test(url)) continue
  const output = to + url.slice(from.length)
  // A look that is cheap; what decides is the condition below, which the store itself keeps.
  if (await target.head(output)) {
    counts.known++
    continue
  }
  try {
    const stream = efface(options)
    const input = await source.read(url)
    // Nobody sees the output before all of it is there; on an error nothing is.
    await writeTo(target, output, async sink => {
      await pipeline(input.stream, stream, sink)
      console.log(`${url}: ${(await stream.report).page_count} pages`)
    }, { ifVersion: null })
    counts.done++
  } catch (error) {
    if (error.code === 'ERR_OUTPUT_EXISTS') counts.known++ // somebody else was faster
    else {
      console.log(`${url}: ${error.code ?? error.name}`)
      counts.failed++
    }
  }
}
await options.pool.close()
console.log(JSON.stringify(counts))
process.exitCode = counts.failed > 0 ? 1 : 0
