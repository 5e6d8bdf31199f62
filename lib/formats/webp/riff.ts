/** A chunk of a RIFF file: FourCC, length, body, padded to an even length. */
export function chunk(name: string, body: Uint8Array): Buffer {
  const head = Buffer.alloc(8)
  head.write(name, 'latin1')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat(body.length % 2 ? [head, body, Buffer.alloc(1)] : [head, body])
}

export interface Chunk { name: string, body: Uint8Array }

/** The chunks that lie whole in `bytes`. */
export function * chunksIn(bytes: Uint8Array): Generator<Chunk> {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at + 8 <= view.length;) {
    const name = view.toString('latin1', at, at + 4)
    const end = at + 8 + view.readUInt32LE(at + 4)
    if (end > view.length) return
    yield { name, body: bytes.subarray(at + 8, end) }
    at = end + (end - at) % 2
  }
}

/** A WebP file of these chunks. */
export function riff(...chunks: Uint8Array[]): Buffer {
  const body = Buffer.concat(chunks)
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')
  head.writeUInt32LE(body.length + 4, 4)
  return Buffer.concat([head, body])
}

export const u24 = (bytes: Uint8Array, at: number): number => bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16
export const bytes24 = (n: number): [number, number, number] => [n & 0xff, n >> 8 & 0xff, n >> 16 & 0xff]
