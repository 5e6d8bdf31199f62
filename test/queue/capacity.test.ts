import t from 'tap'
import { capacity } from '../../lib/queue/capacity.js'

const MIB = 2 ** 20

t.test('by cores, where there is memory', async t => {
  t.same(capacity({ cores: 2, memory: 64_000 * MIB }), { threads: 2, documents: 3 }, 'one document more than threads')
  t.same(capacity({ cores: 64, memory: 64_000 * MIB }), { threads: 8, documents: 9 }, 'eight at most: more gain by more processes')
  t.same(capacity({ threads: 12, cores: 2, memory: 64_000 * MIB }), { threads: 12, documents: 13 }, 'as said')
})

t.test('by memory, where there are cores', async t => {
  t.same(capacity({ cores: 8, memory: 700 * MIB }), { threads: 1, documents: 1 })
  t.same(capacity({ cores: 8, memory: 1536 * MIB }), { threads: 2, documents: 3 }, 'the pod of docs/deploy.md')
  t.same(capacity({ cores: 8, memory: 100 * MIB }), { threads: 1, documents: 1 }, 'never none')
  t.same(capacity({ threads: 4, cores: 8, memory: 1700 * MIB }), { threads: 4, documents: 1 })
})
