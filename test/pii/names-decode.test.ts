import t from 'tap'
import { decode, TAGS } from '../../lib/pii/names-decode.js'
import { tokenise } from '../../lib/pii/names-text.js'

// Tags: 0 O; then B, I of NAME_GIVEN, NAME_FAMILY, NAME_MEDICAL_PROFESSIONAL, LOCATION_ADDRESS_STREET, LOCATION_CITY, LOCATION_STATE, LOCATION_ZIP …
const [O, BG, IG, BF, IF, BS, IS, BC, BST, BZ] = [0, 1, 2, 3, 4, 7, 8, 9, 11, 13]

function spans(text: string, tags: number[], caution = 0, sure = 0.9) {
  const tokens = tokenise(text)
  t.equal(tokens.length, tags.length, 'one tag a token')
  const scores = new Float32Array(tokens.length * TAGS).fill(Math.log((1 - sure) / (TAGS - 1)))
  tags.forEach((tag, index) => { scores[index * TAGS + tag] = Math.log(sure) })
  return decode(tokens, scores, caution).map(({ start, end, label, score }) => ({ text: text.slice(start, end), label, score }))
}
const brief = (found: { text: string, label: string }[]) => found.map(({ text, label }) => `${label} ${text}`)

t.test('a name of several parts is the whole and its parts', t => {
  t.same(brief(spans('Ada King Byron', [BG, IG, IF])), ['NAME Ada King Byron', 'NAME_GIVEN Ada King', 'NAME_FAMILY Byron'])
  t.same(brief(spans('Byron, Ada', [BF, IF, IG])), ['NAME Byron, Ada', 'NAME_FAMILY Byron', 'NAME_GIVEN Ada'])
  t.same(brief(spans('hi Ada', [O, BG])), ['NAME_GIVEN Ada'])
  t.end()
})

t.test('B opens a new entity', t => {
  t.same(brief(spans('Ada Byron', [BG, BG])), ['NAME_GIVEN Ada', 'NAME_GIVEN Byron'])
  t.end()
})

t.test('I never stands alone nor continues another kind', t => {
  t.same(spans('Ada Byron', [O, IF], 0, 0.6), [])
  for (const found of spans('Ada 12', [BG, IS])) t.notMatch(found.label, /STREET/)
  t.end()
})

t.test('an address in running text is one, a block of lines is its parts', t => {
  const tags = [BS, IS, IS, O, O, BC, O, BST, BZ]
  t.same(brief(spans('to 12 Elm St, at Boston, MA 02108', [O, BS, IS, IS, O, O, BC, O, BST, BZ])).filter(x => /ADDRESS /.test(x)), [], 'a word between')
  const block = '12 Elm St,\nBoston, MA 02108'
  const parts = ['LOCATION_ADDRESS_STREET 12 Elm St', 'LOCATION_CITY Boston', 'LOCATION_STATE MA', 'LOCATION_ZIP 02108']
  t.same(brief(spans(block, tags)), [...parts, ...parts.map(part => `LOCATION_ADDRESS ${part.replace(/^\S+ /, '')}`)])
  t.same(brief(spans(`to ${block}`, [O, ...tags])), [...parts, `LOCATION_ADDRESS ${block}`])
  t.same(brief(spans('Boston, MA', [BC, O, BST])), ['LOCATION_CITY Boston', 'LOCATION_STATE MA'])
  t.same(brief(spans('1 Elm in Boston', [BS, IS, O, BC])), ['LOCATION_ADDRESS_STREET 1 Elm', 'LOCATION_CITY Boston'])
  t.end()
})

t.test('signs and line feeds at the ends are left out, a blank line ends an entity', t => {
  t.same(brief(spans('Ada,', [BG, IG])), ['NAME_GIVEN Ada'])
  t.same(brief(spans(',', [BG])), [])
  t.same(brief(spans('Ada\nByron', [BG, IG, IF])), ['NAME Ada\nByron', 'NAME_GIVEN Ada', 'NAME_FAMILY Byron'])
  t.same(brief(spans('Ada\n\nByron', [BG, IG, IG, BF])), ['NAME_GIVEN Ada', 'NAME_FAMILY Byron'])
  t.end()
})

t.test('caution finds more, and scores are those of anything at all being there', t => {
  const tokens = tokenise('Ada')
  const scores = new Float32Array(TAGS).fill(-20)
  scores[O] = Math.log(0.6)
  scores[BG] = Math.log(0.4)
  t.same(decode(tokens, scores, 0), [])
  const [span] = decode(tokens, scores, Math.log(3))
  t.match(span, { start: 0, end: 3, label: 'NAME_GIVEN' })
  t.ok(Math.abs(span.score - 2 / 3) < 1e-5)
  t.end()
})
