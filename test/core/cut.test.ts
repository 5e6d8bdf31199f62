import t from 'tap'
import { cut } from '../../lib/core/cut.js'

t.test('parts cover a length, overlap enough, and are no more than needed', async t => {
  for (const length of [1, 99, 100, 101, 180, 181, 5000]) {
    for (const options of [{ side: 100, overlap: 20 }, { side: 100, overlap: 0 }, { side: 104, overlap: 24, round: () => 104, multiple: 8 }]) {
      const { size, starts } = cut(length, options)
      const name = `${length} in ${options.side}`
      if (length <= options.side) t.same({ size, starts }, { size: length, starts: [0] }, name)
      t.ok(size <= options.side)
      t.equal(starts[0], 0)
      // Those at multiples of a number leave the last one to go on to the end.
      t.ok(starts.at(-1)! + size >= length - (options.multiple ?? 1) * starts.length + 1, `${name}: to the end`)
      for (let i = 1; i < starts.length; i++) {
        if (starts[i - 1]! + size - starts[i]! < options.overlap) t.fail(`${name}: overlap at ${i}`)
        if (starts[i]! % (options.multiple ?? 1) !== 0) t.fail(`${name}: ${starts[i]}`)
      }
      t.equal(starts.length, Math.max(1, Math.ceil((length - options.overlap) / (options.side - options.overlap))))
    }
  }
})
