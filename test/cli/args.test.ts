import t from 'tap'
import { optionsOf, readArgs } from '../../lib/cli/args.js'
import { fillOptions } from '../../lib/core/options.js'

t.test('flags of how numbers are looked for become options, which the library checks', t => {
  const { flags } = readArgs(['scan.png', '--countries', 'DE,US', '--checksums', 'required', '--lang', 'eng+fra'])
  t.same(optionsOf(flags), { countries: ['DE', 'US'], checksums: 'required', languages: ['eng', 'fra'] })
  t.match(fillOptions(optionsOf(flags)), { countries: ['DE', 'US'], checksums: 'required' })
  t.throws(() => fillOptions(optionsOf(readArgs(['scan.png', '--countries', 'Germany']).flags)), { code: 'ERR_INVALID_OPTION' })
  t.throws(() => fillOptions(optionsOf(readArgs(['scan.png', '--checksums', 'maybe']).flags)), { code: 'ERR_INVALID_OPTION' })
  t.throws(() => readArgs(['apply', 'plan.json', 'scan.png', '--countries', 'DE']), /no use for --countries/)
  t.end()
})
