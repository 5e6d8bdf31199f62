// Web Streams: what fetch() brings goes through effaceWeb() into a Response, as in a service worker or an edge function.
//   node examples/fetch-response/fetch-response.mjs [IN [OUT]]
// A local server stands in for the one that the picture would come from.
import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { effaceWeb } from 'efface/web'

const [input = new URL('../demo/sample.tif', import.meta.url), output = 'clean.tif'] = process.argv.slice(2)
const options = JSON.parse(process.env.EFFACE_OPTIONS ?? '{}')

/** A request for a picture, answered with the same picture, redacted. */
async function handle(request) {
  const { body, headers, ok } = await fetch(request)
  if (!ok) return new Response(null, { status: 502 })
  const redaction = effaceWeb(options)
  redaction.report.then(({ page_count, objects }) => console.log(`${page_count} pages, ${objects.length} objects`), () => {})
  return new Response(body.pipeThrough(redaction), { headers: { 'content-type': headers.get('content-type') } })
}

const origin = createServer((_req, res) => {
  res.setHeader('content-type', 'application/octet-stream')
  createReadStream(input).pipe(res)
}).listen(0, '127.0.0.1')
await once(origin, 'listening')

const response = await handle(`http://127.0.0.1:${origin.address().port}/picture`)
await writeFile(output, response.body)   // rejects when the redaction fails
console.log(`${response.status}: ${output}`)
origin.close()
origin.closeAllConnections()
