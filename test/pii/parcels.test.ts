import t from 'tap'
import { findEntities } from '../../lib/pii/index.js'
import { s10, ups, usps } from '../../lib/pii/checks.js'
import { marked } from './marked.js'

const enable = ['DEFAULT', 'TRACKING_NUMBER']

const LINES = [
  '[[1Z999AA10123456784]]', 'Your parcel [[1Z 999 AA1 01 2345 6784]] is out for delivery', 'UPS Tracking no. [[1Z999AA10123456784]]', 'Order #[[118-22071]]', 'Order No: [[WEB-2207713]]', 'your order [[113-4417223-9921034]] has shipped',
  'Tracking number: [[9400 1112 0255 5842 3326 69]]', 'USPS [[9400111202555842332669]]', 'FedEx tracking number [[7946 4417 2230]]', 'Tracking ID [[TBA447199203311]]', 'Royal Mail [[RB123456785GB]]', 'Invoice [[INV-20418]]', 'INVOICE NO. [[RE-2207-0931]]',
  'DHL waybill [[JD014600006712349911]]', 'Sendung: [[RR 123 456 785 DE]]', 'Bestellnummer: [[448-22-1907]]', 'Purchase order [[PO-77120]]', 'Consignment number [[GB4471992-03]]',
]

t.test('parcels, orders and invoices, when they are asked for', async t => {
  for (const line of LINES) {
    const { text, spans } = marked(line)
    const found = await findEntities(text, { entities: { enable } })
    for (const { start, end } of spans) t.ok(found.some(entity => entity.bestLabel === 'TRACKING_NUMBER' && entity.start <= start && entity.end >= end), line)
  }
})

t.test('they are not by default, but for what was an account before', async t => {
  for (const text of LINES.map(line => marked(line).text)) t.notOk((await findEntities(text)).some(({ labels }) => 'TRACKING_NUMBER' in labels), text)
  t.equal((await findEntities('Tracking number: 4417-22309'))[0]?.bestLabel, 'ACCOUNT_NUMBER')
})

t.test('what a caption calls otherwise stays that', async t => {
  for (const [text, label] of [['Account no. 118-2207-71', 'ACCOUNT_NUMBER'], ['Passport No. C01X00T47', 'PASSPORT_NUMBER'], ['MRN 004471992', 'HEALTHCARE_NUMBER'], ['Policy no. 118-220771', 'ACCOUNT_NUMBER']] as const) {
    t.equal((await findEntities(text, { entities: { enable } }))[0]?.bestLabel, label, text)
  }
})

t.test('no numbers of purchases', async t => {
  for (const text of ['in order 2024 was a good year', 'Delivery 12/03/2024', 'order 2 pizzas', 'call to order at 10:30', 'invoice total 12.50', 'in alphabetical order']) {
    t.notOk((await findEntities(text, { entities: { enable: ['TRACKING_NUMBER'] } })).length, text)
  }
})

t.test('check digits', t => {
  t.ok(ups('1Z 999 AA1 01 2345 6784'))
  t.notOk(ups('1Z999AA10123456785'))
  t.ok(s10('RB123456785GB'))
  t.notOk(s10('RB123456786GB'))
  t.ok(usps('9400 1112 0255 5842 3326 69'))
  t.notOk(usps('9400111202555842332668'))
  t.end()
})
