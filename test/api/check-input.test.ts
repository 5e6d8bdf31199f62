import { Readable } from 'node:stream'
import t from 'tap'
import { applyPlan, efface, effaceBuffer, effaceFile, scan, type Plan } from '../../lib/api/index.js'

const bytes = Buffer.from('x')

t.test('what goes in, said wrong, is told in plain words', async t => {
  const wrong: [() => Promise<unknown>, string][] = [
    [() => effaceBuffer('scan.tif' as unknown as Buffer), 'effaceBuffer() wants bytes (a Buffer or Uint8Array), and received a path: effaceFile() takes paths'],
    [() => effaceFile(bytes as unknown as string, 'x.tif'), 'effaceFile() wants a path or URL as its input, and received bytes: effaceBuffer() takes bytes'],
    [() => effaceFile('a.tif', Readable.from([]) as unknown as string), 'effaceFile() wants a path or URL for its output, and received a stream: efface() is a stream to pipe it through'],
    [() => effaceFile('a.tif', undefined as unknown as string), 'effaceFile() wants a path or URL for its output, and received nothing'],
    [() => effaceFile('', 'b.tif'), 'effaceFile() wants a path or URL as its input, and received an empty text: effaceFile() takes paths'],
    [() => effaceBuffer(new ArrayBuffer(8) as unknown as Buffer), 'effaceBuffer() wants bytes (a Buffer or Uint8Array), and received an ArrayBuffer: effaceBuffer() takes bytes: new Uint8Array(buffer)'],
    [() => effaceBuffer(null as unknown as Buffer), 'effaceBuffer() wants bytes (a Buffer or Uint8Array), and received null'],
    [() => applyPlan({} as Plan, 'a.tif', bytes as unknown as string), 'applyPlan() wants a path or URL for its output, and received bytes: effaceBuffer() takes bytes'],
    [() => scan(new Blob([]) as unknown as Buffer).next(), 'scan() wants a path, bytes (a Buffer or Uint8Array) or a stream of Node, and received a Blob: effaceBuffer() takes bytes: new Uint8Array(await blob.arrayBuffer())'],
    [async () => efface('scan.tif' as unknown as object), 'efface() wants options or nothing, and received a path: effaceFile() takes paths'],
    [async () => efface(bytes as object), 'efface() wants options or nothing, and received bytes: effaceBuffer() takes bytes'],
  ]
  for (const [call, message] of wrong) await t.rejects(call(), { code: 'ERR_INVALID_OPTION', message })
})
