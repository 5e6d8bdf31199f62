import t from 'tap'
import { findEntities } from '../../lib/pii/index.js'

/** Papers, cards and authorities by the place that issues them; the place ends where they begin. */
const ISSUED: readonly [string, string][] = [
  ['STATE OF NEW HARBOR DRIVER LICENSE', 'NEW HARBOR'], ['STATE OF EAST MERIDIAN IDENTIFICATION CARD', 'EAST MERIDIAN'],
  ['COMMONWEALTH OF ALDERMARK DEPARTMENT OF MOTOR VEHICLES', 'ALDERMARK'], ['State of New Harbor Certificate of Birth', 'New Harbor'],
  ['STATE OF WEST CALDERA BOARD OF NURSING', 'WEST CALDERA'], ['County of Larkmoor Superior Court', 'Larkmoor'], ['PROVINCE OF NORTHLAND HEALTH CARD', 'NORTHLAND'],
  ['STATE OF NEW HARBOR\nDRIVER LICENSE', 'NEW HARBOR'], ['State of Pinecrest Vehicle Registration', 'Pinecrest'], ['COUNTY OF ELMSHIRE OFFICE OF VITAL RECORDS', 'ELMSHIRE'],
  ['STATE OF NEW HARBOR LEARNER PERMIT', 'NEW HARBOR'], ['Commonwealth of Aldermark Voter Registration Card', 'Aldermark'], ['STATE OF NEW HARBOR REAL ESTATE COMMISSION', 'NEW HARBOR'],
  ['STATE OF NEW HARBOR', 'NEW HARBOR'], ['State of New Mexico', 'New Mexico'],
]

t.test('a state ends where the paper that it issued is named', async t => {
  for (const [text, state] of ISSUED) {
    const found = (await findEntities(text)).filter(({ bestLabel }) => bestLabel === 'LOCATION_STATE').map(entity => entity.text)
    t.strictSame(found, [state], text)
  }
})
