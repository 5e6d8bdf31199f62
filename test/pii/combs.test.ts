import t from 'tap'
import { findEntities, findInWords } from '../../lib/pii/index.js'
import type { Word } from '../../lib/core/types.js'

/** Words of a picture, letters ten wide and twenty high. */
const words = (line: string): Word[] => [...line.matchAll(/\S+/g)].map(({ 0: text, index }) => ({ text, x: 10 * index, y: 0, w: 10 * text.length, h: 20, confidence: 0.9, line: 0 }))
const masked = async (line: string): Promise<string> => (await findInWords(words(line), { names: false })).entities.map(({ text }) => text).join('; ')

t.test('one character a box: whatever stands or was read between the characters', async t => {
  for (const [caption, value] of [
    ['Surname:', 'S U M M E R S'], ['Surname:', ',S,U,M,M,E,R,S'], ['Surname:', 'SU,MMERS'], ['First name:', 'H|O|P|E'], ['City:', ',S,P,R, I,N,G,F, I,E,L,D'],
    ['Social Security No:', '5:316:9;0:4:3:9:9'], ['Account number:', '0,0,4,8,1,17719'], ['Account number:', '00481177:9'], ['Postcode:', ',S,W,1,A,2,A,A'], ['Date of birth:', '1:210:3:119:815'],
    ['Date of birth:', '1 2031985'], ['Sort code:', '20431:8'], ['Driver license no:', 'A4:8,2:7,71;9103'], ['IBAN:', 'DE18,9;31710:410:0;41410:5:3,210,1:310,0,C'], ['IBAN:', 'D E89370400440532013000'],
    ['NI number:', '@@123456C'], ['Policy number:', 'P×331902'], ['Payee:', 'HO PE,SU,MMER,S'], ['Employer:', 'A|C|M|E|W|O|R|K|S'],
  ] as const) t.equal((await masked(`${caption} ${value}`)).replace(/^[,;:|]/, ''), value.replace(/^,/, ''), `${caption} ${value}`)
})

t.test('short words of a sentence are no comb', async t => {
  for (const line of ['Member: a or b, if so', 'Sort code: see a, b, c or d of it', 'Order no: to be or not to be']) t.same(await findEntities(line, { names: false }), [], line)
})
