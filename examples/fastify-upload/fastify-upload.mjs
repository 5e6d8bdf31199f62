// Fastify: efface's routes below a prefix, and a route of one's own that streams the body.
//   npm install fastify && node examples/fastify-upload/fastify-upload.mjs          PORT (default 8080; 0 takes a free one)
//   curl -F file=@photo.jpg http://127.0.0.1:8080/images/process/files -o clean.jpg
//   curl --data-binary @photo.jpg -H 'content-type: image/jpeg' http://127.0.0.1:8080/redact -o clean.jpg
import fastify from 'fastify'
import { efface } from 'efface'
import { createHandler } from 'efface/http'

const options = JSON.parse(process.env.EFFACE_OPTIONS ?? '{}')
const app = fastify()

// Fastify would read bodies itself: hand them on as the streams they are.
app.removeAllContentTypeParsers()
app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))

const handler = createHandler({ defaults: options })
app.all('/images/*', (request, reply) => {
  reply.hijack()
  handler(request.raw, reply.raw)
})
app.addHook('onClose', () => handler.close())

// A stream that fails before its first byte becomes an error answer; one that fails later cuts the connection.
app.post('/redact', (request, reply) => {
  const stream = request.body.pipe(efface(options))
  reply.raw.once('close', () => stream.destroy())
  return reply.type(request.headers['content-type'] ?? 'application/octet-stream').send(stream)
})
app.setErrorHandler((error, request, reply) => {
  request.raw.resume()
  // The type was that of the picture until here.
  reply.code(400).type('application/json').send({ code: error.code })
})

console.log(`listening on ${await app.listen({ port: Number(process.env.PORT ?? 8080), host: '127.0.0.1' })}`)
process.once('SIGTERM', () => app.close())
