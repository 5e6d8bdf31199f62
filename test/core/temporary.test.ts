import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { privateFolder, sweep } from '../../lib/core/temporary.js'

process.env.TMPDIR = process.env.TEMP = process.env.TMP = t.testdir()

const make = (name: string): string => {
  mkdirSync(join(tmpdir(), name))
  writeFileSync(join(tmpdir(), name, 'spool'), 'x')
  return name
}

t.test('regression: what dead processes left is removed, what may belong to a living one is not', async t => {
  const own = (await privateFolder()).slice(tmpdir().length + 1)
  const [, , start, space] = own.split('-')
  const dead = spawnSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).stdout.trim()
  make(`efface-${dead}-${start}-${space}-abcdef`)
  const kept = [own, make(`efface-${process.pid}-${start}-${space}-ghijkl`), make('efface-bench-abcdef'), make('another-1-1-1-abcdef')]
  if (process.platform === 'linux') {
    make(`efface-${process.pid}-1-${space}-mnopqr`) // the id of a dead process, which another one has got
    kept.push(make(`efface-${dead}-${start}-1-stuvwx`)) // of another container
  }
  await sweep()
  t.same((await readdir(tmpdir())).sort(), kept.sort())
})
