import t from 'tap'
import { overwriteSpooled, PrivateFile, readSpooled, sectorsOf, SpooledPieces, writeSpooled } from '../../lib/core/private-file.js'

const text = Buffer.from('Ada Byron, born 10/12/1815. '.repeat(40_000))

t.test('regression: what lies on disk is encrypted, and read back anywhere', async t => {
  const file = await PrivateFile.create()
  t.teardown(() => file.close())
  const spooled = { ...file.spooled, offset: 5, length: text.length }
  writeSpooled(spooled, 0, text)
  const raw = Buffer.alloc(text.length)
  await file.handle.read(raw, 0, raw.length, 5)
  t.notOk(raw.includes('Byron'))
  t.not(raw.subarray(0, 28).toString('hex'), raw.subarray(28 * 16, 28 * 17).toString('hex'), 'the same bytes differ from place to place')
  for (const [at, length] of [[0, text.length], [0, 1], [11, 5], [16, 16], [27, 300_000], [262_143, 2], [text.length - 1, 1]] as const) {
    t.equal(Buffer.compare(readSpooled(spooled, at, new Uint8Array(length)), text.subarray(at, at + length)), 0, `${length} at ${at}`)
    t.equal(Buffer.compare(await file.read(5 + at, new Uint8Array(length)), text.subarray(at, at + length)), 0)
  }
  const shared = readSpooled(spooled, 100, new Uint8Array(new SharedArrayBuffer(100)))
  t.same(Buffer.from(shared), text.subarray(100, 200), 'into memory that threads share')
  t.same(Buffer.from(new SpooledPieces([{ ...spooled, offset: 8, length: 10 }, { ...spooled, offset: 50, length: 10 }]).read(5, new Uint8Array(10))),
    Buffer.concat([text.subarray(8, 13), text.subarray(45, 50)]))
})

t.test('part of it is written anew, from any place on', async t => {
  const file = await PrivateFile.create()
  t.teardown(() => file.close())
  const spooled = { ...file.spooled, offset: 0, length: 1000 }
  writeSpooled(spooled, 0, text.subarray(0, 1000))
  writeSpooled(spooled, 333, new Uint8Array(100).fill(7))
  await file.write(501, new Uint8Array(9).fill(8))
  const expected = Uint8Array.from(text.subarray(0, 1000)).fill(7, 333, 433).fill(8, 501, 510)
  t.equal(Buffer.compare(readSpooled(spooled, 0, new Uint8Array(1000)), expected), 0)
})

t.test('regression: what was written over does not tell what was there: the two writings have no counter in common', async t => {
  const file = await PrivateFile.create()
  t.teardown(() => file.close())
  const spooled = { ...file.spooled, offset: 0, length: 20_000, overwritten: sectorsOf(20_000) }
  const onDisk = async (): Promise<Buffer> => (await file.handle.read(Buffer.alloc(20_000), 0, 20_000, 0)).buffer
  writeSpooled(spooled, 0, text.subarray(0, 20_000))
  const before = await onDisk()
  overwriteSpooled(spooled, 4000, new Uint8Array(200))
  overwriteSpooled(spooled, 19_990, new Uint8Array(10))
  const after = await onDisk()
  const expected = Uint8Array.from(text.subarray(0, 20_000)).fill(0, 4000, 4200).fill(0, 19_990)
  t.equal(Buffer.compare(readSpooled(spooled, 0, new Uint8Array(20_000)), expected), 0)
  t.equal(Buffer.compare(readSpooled(spooled, 4190, new Uint8Array(9000)), expected.subarray(4190, 13_190)), 0)
  // Zeros over a text: with one keystream for both, what differs were the text.
  t.not(Buffer.from(before.subarray(4000, 4200).map((byte, i) => byte ^ after[4000 + i])).toString('latin1'), text.toString('latin1', 4000, 4200))
  t.equal(Buffer.compare(before.subarray(8192, 16_384), after.subarray(8192, 16_384)), 0, 'other sectors as they were')
  t.throws(() => { overwriteSpooled({ ...spooled, overwritten: undefined }, 0, new Uint8Array(1)) }, RangeError)
})

t.test('every file has a key of its own; what another program fills has none', async t => {
  const files = [await PrivateFile.create(), await PrivateFile.create(), await PrivateFile.create(async () => {})]
  t.teardown(() => Promise.all(files.map(file => file.close())))
  const keys = files.map(({ spooled }) => spooled.key && Buffer.from(spooled.key).toString('hex'))
  t.match(keys, [/^[0-9a-f]{64}$/, /^[0-9a-f]{64}$/, undefined])
  t.not(keys[0], keys[1])
})
