import t from 'tap'
import { fillOptions } from '../../lib/core/options.js'
import { optionsSchema, readOptions, type OptionsBody } from '../../lib/http/limina.js'
import { openapi } from '../../lib/http/openapi.js'

const under = fillOptions({ countries: ['FR'] })

t.test('languages, countries and checksums of a request become options; what is not said comes from the server', t => {
  const { options } = readOptions({ entity_detection: { languages: ['eng', 'deu'], countries: ['DE'], checksums: 'required' } }, under)
  t.match(options, { languages: ['eng', 'deu'], countries: ['DE'], checksums: 'required' })
  t.match(fillOptions(options, under), { countries: ['DE'], checksums: 'required' })
  t.match(fillOptions(readOptions({}, under).options, under), { countries: ['FR'], checksums: 'evidence', languages: ['eng'] })
  t.throws(() => fillOptions(readOptions({ entity_detection: { countries: ['Germany'] } } as OptionsBody, under).options, under), { code: 'ERR_INVALID_OPTION' })
  t.end()
})

t.test('they stand in the schema', t => {
  t.match(JSON.stringify(optionsSchema), /"countries".*"checksums"/)
  t.match(JSON.stringify(openapi), /"checksums"/)
  t.end()
})
