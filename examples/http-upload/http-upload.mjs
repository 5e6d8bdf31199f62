// Uploads on node:http in two ways: the ready-made handler, and a route by hand. Both answer while the upload still runs.
//   node examples/http-upload/http-upload.mjs          PORT (default 8080; 0 takes a free one)
//   curl --data-binary @photo.jpg -H 'content-type: image/jpeg' http://127.0.0.1:8080/process/files -o clean.jpg
//   curl --data-binary @photo.jpg -H 'content-type: image/jpeg' http://127.0.0.1:8080/redact -o clean.jpg
import { once } from 'node:events'
import { createServer } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { createPool, efface, EffaceError } from 'efface'
import { createHandler } from 'efface/http'

const pool = createPool()
const options = { ...JSON.parse(process.env.EFFACE_OPTIONS ?? '{}'), pool }
const handler = createHandler({ defaults: options, pool })

const server = createServer((req, res) => {
  if (req.method === 'POST' && req.url === '/redact') void redact(req, res)
  else handler(req, res)
})

async function redact(req, res) {
  const gone = new AbortController()
  res.once('close', () => gone.abort())
  const stream = req.pipe(efface({ ...options, signal: gone.signal }))
  try {
    // Nothing is sent before the first redacted bytes are there, so that an error can still be answered as one.
    await once(stream, 'readable')
    res.writeHead(200, { 'content-type': req.headers['content-type'] ?? 'application/octet-stream' })
    await pipeline(stream, res)
  } catch (error) {
    if (res.headersSent) return void res.destroy()   // a cut answer must not look whole
    req.resume()
    const status = error instanceof EffaceError && error.code !== 'ERR_WORKER_DIED' ? 400 : 500
    res.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify({ code: error.code }))
  }
}

server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`))
process.once('SIGTERM', async () => {
  server.close()
  await handler.close()
  await pool.close()
})
