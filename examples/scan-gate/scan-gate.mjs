// A gate for a build: exits with 3 when a picture shows what must not be published. `efface scan --fail-on` does the same.
//   node examples/scan-gate/scan-gate.mjs [FACE,SSN [FILES...]]
import { createPool, scan } from 'efface'

const [wanted = 'FACE,SSN', ...named] = process.argv.slice(2)
const files = named.length > 0 ? named : [new URL('../demo/sample.tif', import.meta.url)]
const forbidden = new Set(wanted.split(','))
const options = { ...JSON.parse(process.env.EFFACE_OPTIONS ?? '{}'), pool: createPool() }

let hits = 0
for (const file of files) {
  for await (const { index, objects, entities } of scan(file, options)) {
    // An entity has all the labels it was taken for: a city is a LOCATION_CITY and a LOCATION.
    const labels = new Set([...objects.map(({ type }) => type), ...entities.flatMap(({ labels }) => Object.keys(labels))])
    const found = [...labels].filter(label => forbidden.has(label))
    hits += found.length
    // Labels and places only: what was read does not belong into a build log.
    if (found.length > 0) console.log(`${file}, page ${index + 1}: ${found.join(', ')}`)
  }
}
await options.pool.close()
console.log(hits > 0 ? 'refused' : 'nothing found')
process.exitCode = hits > 0 ? 3 : 0
