import t from 'tap'
import { createPool, effaceBuffer, makePlan } from '../../lib/api/index.js'
import { findInCodes } from '../../lib/pii/index.js'
import { qrCode } from '../fixtures/barcode.js'

const pool = createPool({ threads: 1 })
t.teardown(() => pool.close())

t.test('a code that holds personal text is painted and reported under its label, unless it is not asked for', async t => {
  const card = await qrCode('BEGIN:VCARD\nVERSION:3.0\nFN:Hope Summers\nTEL:+1 415 555 2671\nEND:VCARD')
  const { report } = await effaceBuffer(card, { pool, objects: [] })
  t.match(report.objects.map(({ type }) => type), [/^(?:NAME|PHONE_NUMBER)$/])
  t.notOk(JSON.stringify(report).includes('Summers'), 'what a code says stays inside')
  t.same((await makePlan(card, { pool, objects: [], entities: { enable: ['CVV'] } })).pages[0]!.boxes, [])
  t.same((await makePlan(card, { pool, objects: [], ocr: 'none' })).pages[0]!.boxes, [])
  t.same((await makePlan(await qrCode('TABLE TWELVE'), { pool, objects: [] })).pages[0]!.boxes, [], 'a code of nobody')
})

t.test('numbers of goods are nobody’s', async t => {
  const code = { type: 'NUMERICAL_PII', score: 1, x: 0, y: 0, w: 10, h: 10 }
  t.same(await findInCodes([{ ...code, text: '4006381333931', format: 'EAN13' }]), [])
  t.match(await findInCodes([{ ...code, text: 'MRN 00481779', format: 'Code128' }]), [{ type: 'HEALTHCARE_NUMBER' }])
})
