import t from 'tap'
import { mergeFinds } from '../../streams/merge-renderings.js'
import type { Frame, Word } from '../../lib/core/types.js'

type Finds = Pick<Frame, 'objects' | 'words' | 'unread' | 'models'>
const finds = (some: Partial<Finds>): Finds => ({ objects: [], words: [], unread: [], models: [], ...some })
const word = (text: string, x: number, line: number): Word => ({ text, x, y: 20 * line, w: 40, h: 10, confidence: 1, line, block: 0 })
const face = (x: number): Finds['objects'][number] => ({ type: 'FACE', score: 0.9, x, y: 0, w: 40, h: 40 })

t.test('what was found already is not added again', async t => {
  const known = finds({ objects: [face(0)], words: [word('Name:', 0, 0), word('Ada', 50, 0)], unread: [{ x: 0, y: 90, w: 50, h: 9 }], models: [{ file: 'a', sha256: '' }] })
  mergeFinds(known, structuredClone(known))
  t.match(known, { objects: { length: 1 }, words: { length: 2 }, unread: { length: 1 }, models: { length: 1 } })
})

t.test('a line with a new word comes whole, behind the others', async t => {
  const known = finds({ objects: [face(0)], words: [word('Name:', 0, 0), word('Total', 0, 1)] })
  mergeFinds(known, finds({ objects: [face(100)], words: [word('Name:', 0, 0), word('Ada', 50, 0), word('Total', 0, 1)] }))
  t.same(known.words.map(({ text, line }) => `${line} ${text}`), ['0 Name:', '1 Total', '2 Name:', '2 Ada'])
  t.same(known.objects.length, 2)
})

t.test('another word in the same place is new', async t => {
  const known = finds({ words: [word('Ada', 0, 0)] })
  mergeFinds(known, finds({ words: [word('Bob', 0, 0)] }))
  t.same(known.words.map(({ text }) => text), ['Ada', 'Bob'])
})
