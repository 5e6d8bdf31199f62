import t from 'tap'
import { EncodingTable } from '../../../lib/formats/jpeg/huffman.js'
import { RESTART, SymbolCounts, tableOf, Tokens, TokenWriter } from '../../../lib/formats/jpeg/tokens.js'

const DC = tableOf(0, 0)

function said(...tokens: number[]): Tokens {
  const out = new Tokens(4)
  for (const token of tokens) {
    out.reserve(1)
    out.data[out.at++] = token
  }
  return out
}

/** A table that is made for tokens. */
function tableFor(tokens: Tokens): EncodingTable {
  const counts = new SymbolCounts()
  counts.see(tokens)
  return EncodingTable.for(counts.of(DC))
}

/** The bits as they would be written one by one. */
function bitsOf(tokens: readonly number[], { codes, lengths }: EncodingTable): string {
  return tokens.map(token => {
    const symbol = token >> 16 & 255
    return codes[symbol].toString(2).padStart(lengths[symbol], '0') + (symbol > 0 ? (token & 0xffff).toString(2).padStart(symbol, '0') : '')
  }).join('')
}

function bytesOf(bits: string): number[] {
  const bytes = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1').match(/.{8}/g)?.map(byte => parseInt(byte, 2)) ?? []
  return bytes.flatMap(byte => byte === 255 ? [255, 0] : [byte])
}

t.test('codes and what stands behind them, stuffed, the last byte filled with ones', async t => {
  const tokens = Array.from({ length: 5000 }, (_, i) => {
    const size = i * i % 16
    return DC | size << 16 | (i % 3 === 0 ? 0xffff : i * 40_503) & (1 << size) - 1
  })
  const all = said(...tokens)
  const table = tableFor(all)
  const writer = new TokenWriter([{ number: DC, table }])
  writer.write(all)
  const bytes = writer.finish()
  t.same([...bytes], bytesOf(bitsOf(tokens, table)))
  t.ok(bytes.includes(255))

  // The same in pieces.
  const parts: Uint8Array[] = []
  const other = new TokenWriter([{ number: DC, table }])
  for (let i = 0; i < tokens.length; i += 7) {
    other.write(said(...tokens.slice(i, i + 7)))
    parts.push(other.take())
  }
  parts.push(other.finish())
  t.same(Buffer.concat(parts), Buffer.from(bytes))
})

t.test('restart markers stand on bytes, and are not stuffed', async t => {
  const tokens = [DC | 3 << 16 | 7, RESTART | 5, DC | 8 << 16 | 255, RESTART | 6, DC]
  const all = said(...tokens)
  const table = tableFor(all)
  const writer = new TokenWriter([{ number: DC, table }])
  writer.write(all)
  const between = (from: number, to: number): number[] => bytesOf(bitsOf(tokens.slice(from, to), table))
  t.same([...writer.finish()], [...between(0, 1), 0xff, 0xd5, ...between(2, 3), 0xff, 0xd6, ...between(4, 5)])
})
