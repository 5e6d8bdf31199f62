// Express: efface's routes below a prefix, and a route of one's own that streams the body.
//   npm install express && node examples/express-upload/express-upload.mjs          PORT (default 8080; 0 takes a free one)
//   curl -F file=@photo.jpg http://127.0.0.1:8080/images/process/files -o clean.jpg
//   curl --data-binary @photo.jpg -H 'content-type: image/jpeg' http://127.0.0.1:8080/redact -o clean.jpg
import { once } from 'node:events'
import { pipeline } from 'node:stream/promises'
import express from 'express'
import { efface } from 'efface'
import { createHandler } from 'efface/http'

const options = JSON.parse(process.env.EFFACE_OPTIONS ?? '{}')
const app = express()

// Below a prefix: without one, the handler would also answer GET / and whatever else ends like one of its paths. No body
// parser may stand before it, since the body is read as a stream.
app.use('/images', createHandler({ defaults: options }))

app.post('/redact', async (req, res, next) => {
  const stream = req.pipe(efface(options))
  res.once('close', () => stream.destroy())
  try {
    await once(stream, 'readable')
    res.type(req.get('content-type') ?? 'application/octet-stream')
    await pipeline(stream, res)
  } catch (error) {
    req.resume()
    next(error)
  }
})

app.use((error, _req, res, _next) => {
  if (res.headersSent) res.destroy()
  else res.status(400).json({ code: error.code })   // the code, not the message: it is made for machines
})

const server = app.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`))
