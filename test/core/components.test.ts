import t from 'tap'
import { eachComponent } from '../../lib/core/components.js'
import type { Box } from '../../lib/core/types.js'

/** Rows of '#' and '.'. */
function found(rows: string, neighbours: 4 | 8): { box: Box, places: number[] }[] {
  const lines = rows.trim().split(/\s+/)
  const mask = Uint8Array.from(lines.join(''), char => char === '#' ? 1 : 0)
  const components: { box: Box, places: number[] }[] = []
  eachComponent(mask, lines[0]!.length, neighbours, (box, pixels, count) => {
    components.push({ box, places: [...pixels.subarray(0, count)].sort((a, b) => a - b) })
  })
  t.ok(mask.every(value => value === 0), 'all of the mask is taken')
  return components
}

t.test('in the order of their first pixels, each with its box and pixels', async t => {
  t.same(found(`
    ..##.
    ...#.
    #....
    ##..#`, 4), [
    { box: { x: 2, y: 0, w: 2, h: 2 }, places: [2, 3, 8] },
    { box: { x: 0, y: 2, w: 2, h: 2 }, places: [10, 15, 16] },
    { box: { x: 4, y: 3, w: 1, h: 1 }, places: [19] },
  ])
})

t.test('corners hang together with 8 neighbours alone, and edges never do', async t => {
  const rows = `
    #..#
    .##.
    #..#`
  t.equal(found(rows, 8).length, 1)
  t.equal(found(rows, 4).length, 5)
  t.equal(found('...# #...', 8).length, 2, 'the end of a row and the beginning of the next')
  t.same(found('', 8), [])
})

t.test('a component larger than the memory begun with', async t => {
  const mask = new Uint8Array(300 * 200).fill(1)
  eachComponent(mask, 300, 8, (box, _pixels, count) => t.same([box, count], [{ x: 0, y: 0, w: 300, h: 200 }, 60_000]))
  t.plan(1)
})
