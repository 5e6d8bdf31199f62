// One small file for each way in which damaged files end: cut down as far as it still ends so.
//   node dist/benchmarks/fuzz-corpus.js [--seed N] [--runs N] [--out test/fixtures/fuzz-corpus.json]
// Files that are there already stay, so that what was found once is tried for ever; it is said which of them end otherwise than before. A failure that
// `npm run fuzz` wrote is added by its name.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { createPool, efface, EffaceError, type Pool } from '../lib/api/index.js'
import { damaged, drawnSeeds } from './fuzz.js'

/** A damaged file and how it ends: 'redacted', or an error's code and message. */
export interface Find { name: string, outcome: string, base64: string }

/** How a file ends, in any number of bytes at a time. */
export async function outcomeOf(bytes: Uint8Array, pool: Pool): Promise<string> {
  const options = { ocr: 'none', objects: [], regions: { redact: [{ x: 0.25, y: 0.25, w: 0.5, h: 0.5 }] }, pool, limits: { pixelsPerFrame: 4_000_000 } } as const
  try {
    const source = Readable.from([bytes], { objectMode: false })
    const stream = efface(options)
    source.on('error', error => stream.destroy(error))
    for await (const _ of source.pipe(stream)) { /* read to the end */ }
    return 'redacted'
  } catch (error) {
    if (error instanceof EffaceError) return `${error.code}: ${error.message}`
    throw error
  }
}

/** Leaves out, then zeroes, ever smaller pieces of a file as long as it ends as before. */
async function cutDown(bytes: Uint8Array, same: (bytes: Uint8Array) => Promise<boolean>): Promise<Uint8Array> {
  let kept = Buffer.from(bytes)
  const passes = [{ replace: (_length: number) => Buffer.alloc(0) }, { replace: (length: number) => Buffer.alloc(length) }]
  for (const { replace } of passes) {
    for (let size = kept.length >> 1; size >= Math.max(4, kept.length >> 6); size >>= 1) {
      for (let at = 0; at < kept.length;) {
        const { length } = kept.subarray(at, at + size)
        const piece = replace(length)
        const changed = Buffer.concat([kept.subarray(0, at), piece, kept.subarray(at + length)])
        const better = !changed.equals(kept) && await same(changed)
        if (better) kept = changed
        // Where a piece went, the next one lies at its place.
        at += better ? piece.length : length
      }
    }
  }
  return kept
}

/** An outcome whatever the numbers in it. */
const kindOf = (outcome: string): string => outcome.replaceAll(/\d+/g, 'n')

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: 'string', default: '1' }, runs: { type: 'string', default: '3000' }, out: { type: 'string', default: 'test/fixtures/fuzz-corpus.json' } },
  })
  const finds = existsSync(values.out) ? JSON.parse(readFileSync(values.out, 'utf8')) as Find[] : []
  const pool = createPool({ threads: 1 })
  const add = async (name: string, bytes: Uint8Array): Promise<void> => {
    const outcome = await outcomeOf(bytes, pool)
    // What declares too much is left out: software that believes it would suffer.
    if (outcome.startsWith('ERR_LIMIT_EXCEEDED') || finds.some(find => kindOf(find.outcome) === kindOf(outcome))) return
    const small = await cutDown(bytes, async changed => kindOf(await outcomeOf(changed, pool)) === kindOf(outcome))
    finds.push({ name, outcome: await outcomeOf(small, pool), base64: Buffer.from(small).toString('base64') })
    console.log(`${name}: ${bytes.length} -> ${small.length} bytes: ${outcome}`)
  }
  for (const find of finds) {
    const outcome = await outcomeOf(Buffer.from(find.base64, 'base64'), pool)
    if (outcome !== find.outcome) console.log(`${find.name} ends otherwise than before:\n  ${find.outcome}\n  ${outcome}`)
    find.outcome = outcome
  }
  for (const file of positionals) await add(basename(file), readFileSync(file))
  const seeds = await drawnSeeds()
  for (let i = 0; i < Number(values.runs); i++) {
    const number = Number(values.seed) + i
    const { name, bytes } = damaged(seeds, number)
    await add(`${number}-${name}`, bytes)
  }
  await pool.close()
  finds.sort((a, b) => a.outcome < b.outcome ? -1 : 1)
  writeFileSync(values.out, `[\n${finds.map(find => JSON.stringify(find)).join(',\n')}\n]\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
