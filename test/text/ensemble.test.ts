import t from 'tap'
import { ensemble } from '../../lib/text/ensemble.js'
import type { OcrEngine, Word } from '../../lib/core/types.js'

const word = (text: string, x: number, confidence = 0.9): Word => ({ text, x, y: 10, w: 40, h: 10, confidence, line: 0 })
const engine = (words: Word[], unread: Word[] = []): OcrEngine & { resets: number } => ({
  resets: 0,
  recognize: async () => ({ words, unread }),
  reset() { this.resets++ },
})
const view = { width: 500, height: 50, channels: 1 as const, data: new Uint8Array(25_000) }

t.test('words of the second engine fill the holes of the first', async t => {
  const first = engine([word('Ada', 0), word('London', 200)], [word('', 100)])
  const second = engine([word('Adu', 2), word('Byron', 100), word('~~', 300), word('dirt', 400, 0.2)])
  const both = ensemble(first, second)
  const { words, unread } = await both.recognize(view, {})
  t.same(words.map(w => w.text), ['Ada', 'Byron', 'London'], 'in reading order, unsure and empty ones left out')
  t.same(unread, [], 'what the second has read is not unread')
  both.reset!()
  t.same([first.resets, second.resets], [1, 1])
})

t.test('pieces of the first engine that the second reads as one word are one', async t => {
  const pieces = [{ ...word('Mue', 0), w: 20 }, { ...word('ller', 21), w: 25 }, word('Anna', 60), word('Berg', 105)]
  const wholes = [{ ...word('Mueller', 1), w: 44 }, { ...word('somethingelse', 60), w: 85 }]
  const { words } = await ensemble(engine(pieces), engine(wholes)).recognize(view, {})
  t.same(words.map(w => w.text), ['Mueller', 'Anna', 'Berg'])
  t.match(words[0], { x: 0, w: 46 })
})
