// A short form of `npm run fuzz`: the same damage every time.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import t from 'tap'
import { drawnSeeds, fuzz } from '../../benchmarks/fuzz.js'
import { outcomeOf, type Find } from '../../benchmarks/fuzz-corpus.js'
import { createPool, efface } from '../../lib/api/index.js'
import { packageRoot } from '../../lib/inference/manifest.js'
import { makeGif } from '../fixtures/gif-maker.js'
import { settled } from '../fixtures/waiting.js'

t.test('damaged files come out whole or are refused', async t => {
  const { runs, redacted, refused, failures } = await fuzz(await drawnSeeds(), { seed: 1, runs: 1500, seconds: 20 })
  t.same(failures.map(({ seed, name, reason }) => ({ seed, name, reason })), [])
  t.ok(redacted > runs / 20 && refused.ERR_MALFORMED_INPUT! > runs / 20, `${redacted} redacted, ${JSON.stringify(refused)} of ${runs}`)
})

t.test('a damaged frame in the middle of an animation leaves no rejection that nobody hears of', async t => {
  const pool = createPool({ threads: 1 })
  const stray: unknown[] = []
  const hear = (error: unknown): void => { stray.push(error) }
  process.on('unhandledRejection', hear)
  t.teardown(async () => { process.off('unhandledRejection', hear); await pool.close() })
  const frame = { w: 40, h: 40, pixels: Array.from({ length: 1600 }, (_, i) => i % 2), delay: 5 }
  const bytes = Buffer.from(makeGif(40, 40, [0, 0, 0, 255, 255, 255], [frame, frame, frame]))
  const second = bytes.indexOf(Buffer.from([0x2c]), bytes.indexOf(Buffer.from([0x21, 0xf9]), 200))
  bytes.fill(0xff, second + 14, second + 60)
  await t.rejects(Readable.from([bytes], { objectMode: false }).pipe(efface({ ocr: 'none', objects: [], pool })).toArray(), { code: 'ERR_MALFORMED_INPUT' })
  t.equal(await settled(() => stray.length), 0)
})

t.test('what the fuzzer found ends as it did', async t => {
  const pool = createPool({ threads: 1 })
  t.teardown(() => pool.close())
  const finds = JSON.parse(readFileSync(join(packageRoot(), 'test/fixtures/fuzz-corpus.json'), 'utf8')) as Find[]
  t.ok(finds.length > 40)
  // Of an error its code is what counts; messages may change.
  const codeOf = (outcome: string): string => outcome.split(':')[0]!
  for (const { name, outcome, base64 } of finds) t.equal(codeOf(await outcomeOf(Buffer.from(base64, 'base64'), pool)), codeOf(outcome), `${name}: ${outcome}`)
})
