import { readFileSync } from 'node:fs'
import t from 'tap'
import { CHARS, encode, FEATURES, tokenise } from '../../lib/pii/names-text.js'
import { linear } from '../fixtures/cost.js'

interface Vector { text: string, tokens: [string, number, number][], features: number[][], chars: number[][] }
const vectors = JSON.parse(readFileSync('test/pii/names-vectors.json', 'utf8')) as Vector[]

t.test('tokens and features are those that the model was trained on', t => {
  for (const vector of vectors) {
    const tokens = tokenise(vector.text)
    const { features, chars } = encode(tokens)
    t.same(tokens.map(token => [token.text, token.start, token.end]), vector.tokens, JSON.stringify(vector.text))
    const rows = (values: Int32Array, width: number) => tokens.map((_, index) => [...values.subarray(index * width, (index + 1) * width)])
    t.same(rows(features, FEATURES), vector.features)
    t.same(rows(chars, CHARS), vector.chars)
  }
  t.end()
})

t.test('offsets are UTF-16 units', t => {
  const text = '😀 Ada\nBy𝒜ron'
  for (const { text: token, start, end } of tokenise(text)) t.equal(text.slice(start, end), token)
  t.end()
})

t.test('hostile text takes linear time', async t => {
  for (const unit of ['a', 'é', '\n', '.', '1', '\u0301', '\ud83d', 'a\u0301', '- ']) {
    await linear(t, 50_000, n => unit.repeat(n), text => encode(tokenise(text)), JSON.stringify(unit))
  }
})
