import t from 'tap'
import { findEntities } from '../../lib/pii/index.js'
import { mergeSpans } from '../../lib/pii/merge.js'

const found = async (text: string): Promise<string[]> => (await findEntities(text)).map(({ bestLabel, text }) => `${bestLabel} ${text}`)
/** Whether one of the entities is called so; NAME stands for its parts, LOCATION for its. */
const has = async (text: string, label: string, value: string): Promise<boolean> =>
  (await findEntities(text)).some(e => e.text.includes(value) && e.bestLabel.startsWith(label))

t.test('what a model is not sure of is called what a list knows it as', t => {
  const model = { start: 0, end: 6, score: 0.98 }
  const called = (spans: Parameters<typeof mergeSpans>[1]): string => mergeSpans('France', spans)[0]!.bestLabel
  t.equal(called([{ ...model, label: 'NAME_GIVEN', kinds: { NAME: 0.6, LOCATION: 0.3 } }]), 'NAME_GIVEN')
  t.equal(called([{ ...model, label: 'NAME_GIVEN', kinds: { NAME: 0.6, LOCATION: 0.3 } }, { start: 0, end: 6, score: 0.9, label: 'LOCATION_COUNTRY' }]), 'LOCATION_COUNTRY')
  t.equal(called([{ ...model, label: 'ORGANIZATION', kinds: { ORGANIZATION: 0.95 } }, { start: 0, end: 6, score: 0.55, label: 'NAME' }]), 'ORGANIZATION')
  t.end()
})

t.test('persons, places and companies by what is said of them', async t => {
  for (const [text, label, value] of [
    ['Uruguay was a joy to visit.', 'LOCATION', 'Uruguay'], ['The choir served Southern Italy.', 'LOCATION_COUNTRY', 'Italy'],
    ['Ms. Byron flew to Loxhill on Tuesday.', 'LOCATION', 'Loxhill'], ['I am originally from Vrbnik.', 'LOCATION', 'Vrbnik'],
    ['Ada shouted at Scott: "Stop!"', 'NAME', 'Scott'], ['I am so glad! said Gladys to Logan', 'NAME', 'Gladys'],
    ['I work for Deloitte as a clerk', 'ORGANIZATION', 'Deloitte'], ['Magnus spent a year at Simpletuition as an assistant', 'ORGANIZATION', 'Simpletuition'],
    ['Marshall, Hernandez and Simpson\n12 Elm Street', 'ORGANIZATION', 'Marshall, Hernandez and Simpson'], ['Margaret S. Stouffer of Guidestar is here', 'ORGANIZATION', 'Guidestar'],
    ['Margaret S. Stouffer of Guidestar is here', 'NAME', 'Stouffer'], ['Hope Summers\nKyruus\n142 North Main Street\nSpringfield', 'ORGANIZATION', 'Kyruus'],
    ['Ada Byron, the Technical writer, said', 'OCCUPATION', 'writer'], ['Network and computer systems administrator', 'OCCUPATION', 'Network'],
    ['Patient is a 38-year-old male', 'AGE', '38'],
  ] as const) t.ok(await has(text, label, value), `${text} → ${(await found(text)).join(', ')}`)
})

t.test('who speaks in a conversation is somebody, a form’s captions are not', async t => {
  t.ok(await has('Ubul: What a life.\nNicole: Remember me, Maria?', 'NAME', 'Ubul'))
  t.ok(await has('Gijsbrecht: "Who are you?"\nAshley: "I am nobody."', 'NAME', 'Gijsbrecht'))
  t.same(await findEntities('Assessment: The patient is well.\nPlan: Return in two weeks.', { names: false }), [])
  t.same(await findEntities('Question: Where is it?\nAnswer: On the table.', { names: false }), [])
})

t.test('street corners and the post of forces abroad are addresses as a whole', async t => {
  for (const [text, value] of [
    ['Meet me at the corner of ul. Cicha 86 and Leokadia Trail', 'the corner of ul. Cicha 86 and Leokadia Trail'], ['the corner of brückenweg 77 and minik courts', 'the corner of brückenweg 77 and minik courts'],
    ['USS Lorenzen\nFPO AE 25990', 'USS Lorenzen\nFPO AE 25990'], ['PSC 6477, Box 2981\nAPO AE 83700', 'PSC 6477, Box 2981\nAPO AE 83700'],
  ] as const) t.ok(await has(text, 'LOCATION_ADDRESS', value), `${text} → ${(await found(text)).join(', ')}`)
  t.same(await findEntities('in the corner of her eye and the room', { names: false }), [])
})

t.test('words of every day are nobody', async t => {
  for (const text of ['Please block my card ASAP', 'We withdraw money from ATM', 'a 2000 euro bill of mine', 'the corner of the room and the door']) t.same(await found(text), [], text)
  t.same(await found('It is a 2017 film of theirs'), ['DATE 2017'])
})

t.test('a letter or two in a photo are a size or a direction, not somebody, unless a caption says so', async t => {
  for (const text of ['M', 'S', 'F', 'W E', 'N S', 'S 24', 'J', 'K']) t.same(await found(text), [], text)
  t.same(await found('Sex: F'), ['GENDER F'])
  t.ok(await has('Seen by J. Byron', 'NAME', 'J. Byron'))
})

t.test('numbers of sections are no addresses, decimals of tables no places and no telephones', async t => {
  for (const text of ['section 1.2.3.4', 'Clause 4.2.1.1', '§ 2.1.3.4', '1.2.3.4 Scope of it', 'version 1.2.3.4', 'mean 12.3456, 45.6789', 'p = 0.0123, 0.0456', 'r: 0.4512, 0.8831', '0.4512 0.8831', '1.2345 2.3456', 'He will turn 3 times']) {
    t.notOk((await findEntities(text)).some(e => /^(?:IP_ADDRESS|LOCATION_COORDINATE|PHONE_NUMBER|AGE)$/.test(e.bestLabel)), `${text} → ${(await found(text)).join(', ')}`)
  }
  t.same(await found('10.1.2.3 is down'), ['IP_ADDRESS 10.1.2.3'])
  t.same(await found('server at 10.1.2.3'), ['IP_ADDRESS 10.1.2.3'])
  t.same(await found('51.5074, -0.1278'), ['LOCATION_COORDINATE 51.5074, -0.1278'])
})
