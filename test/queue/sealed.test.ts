import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import t from 'tap'
import { KeyReader, seal, unseal } from '../../lib/queue/sealed.js'

const keyOf = (...parts: string[]): Promise<Buffer> => new KeyReader(Readable.from(parts.map(part => Buffer.from(part)))).key()

t.test('opens with the key of the same bytes alone', async t => {
  const key = await keyOf('one ', 'document')
  t.same(await keyOf('one document'), key, 'however they come')
  const value = [{ text: 'Ada Byron', index: 3 }]
  const sealed = await seal(value, key)
  t.same(await unseal(sealed, key), value)
  t.notOk(sealed.includes('Ada'))
  t.notSame(await seal(value, key), sealed, 'never twice the same')
  await t.rejects(unseal(sealed, await keyOf('another document')))
  for (const at of [0, 12, sealed.length - 1]) {
    const changed = Buffer.from(sealed)
    changed[at]! ^= 1
    await t.rejects(unseal(changed, key), `byte ${at} is another`)
  }
  await t.rejects(unseal(sealed.subarray(0, 20), key), 'cut short')
})

t.test('who stops reading leaves the rest for the key', async t => {
  const bytes = randomBytes(300_000)
  const whole = await keyOf(bytes.toString('latin1'))
  const reader = new KeyReader(Readable.from((function * () { for (let at = 0; at < 3; at++) yield Buffer.from(bytes.subarray(at * 100_000, (at + 1) * 100_000).toString('latin1')) })()))
  for await (const chunk of reader.chunks()) {
    t.ok(chunk.length > 0)
    break
  }
  t.same(await reader.key(), whole)
  const broken = new KeyReader(Readable.from((async function * () { yield Buffer.from('a'); throw new Error('mine') })()))
  await t.rejects(broken.key(), { message: 'mine' })
})
