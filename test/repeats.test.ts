import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { packageRoot } from '../lib/inference/manifest.js'

const RUN = 8

/** Where each run of so many lines was seen first, and the pairs of places that hold the same one. */
function repeats(files: readonly { name: string, text: string }[]): string[] {
  const seen = new Map<string, string>()
  const pairs: string[] = []
  for (const { name, text } of files) {
    const lines = text.split('\n').map((line, i) => ({ line: line.trim(), at: `${name}:${i + 1}` })).filter(({ line }) => line !== '')
    for (let i = 0; i + RUN <= lines.length; i++) {
      const run = lines.slice(i, i + RUN).map(({ line }) => line).join('\n')
      const first = seen.get(run)
      if (first !== undefined) pairs.push(`${first} = ${lines[i]!.at}`)
      else seen.set(run, lines[i]!.at)
    }
  }
  return pairs
}

t.test('no eight lines stand in two places', async t => {
  const root = packageRoot()
  const files = ['lib', 'streams', 'workers'].flatMap(folder => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(ts|js)$/.test(name))
    .map(name => ({ name: join(folder, name), text: readFileSync(join(root, folder, name), 'utf8') })))
  t.ok(files.length > 200)
  t.same(repeats(files), [])
})

t.test('eight lines that stand in two places are seen, whatever their indent, and seven are not', async t => {
  const lines = Array.from({ length: RUN }, (_, i) => `line ${i}`)
  const first = { name: 'a.ts', text: lines.join('\n') }
  t.same(repeats([first, { name: 'b.ts', text: `\n  ${lines.join('\n  ')}` }]), ['a.ts:1 = b.ts:2'])
  t.same(repeats([first, { name: 'b.ts', text: lines.slice(1).join('\n') }]), [])
})
