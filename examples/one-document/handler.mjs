// One document a call, as functions are called for each object that arrives (AWS Lambda, Knative): an event in, a line of report out.
// Options and target are the program's own, never the event's.
import { pipeline } from 'node:stream/promises'
import { createPool, efface } from 'efface'
import { storageFor, writeTo } from 'efface/storage'

// It outlives the call: models are loaded once.
const pool = createPool({ threads: 2 })
const options = JSON.parse(process.env.EFFACE_OPTIONS ?? '{}')
const target = process.env.EFFACE_TARGET

/** Lambda's event of S3, whose keys are coded as in forms; or {source: URL}. */
function sourcesOf(event) {
  if (event.source) return [event.source]
  return event.Records.map(({ s3: { bucket, object } }) => `s3://${bucket.name}/${decodeURIComponent(object.key.replaceAll('+', ' '))}`)
}

export async function handler(event, context) {
  // What is not done in time is not there, instead of half of it.
  const left = context?.getRemainingTimeInMillis?.()
  const signal = left === undefined ? undefined : AbortSignal.timeout(left - 2000)
  const reports = []
  for (const source of sourcesOf(event)) {
    const output = `${target}${target.endsWith('/') ? '' : '/'}${source.replace(/^\w+:\/\/[^/]+\//, '').split('/').filter(part => part !== '..').join('/')}`
    const input = await (await storageFor(source, { http: { privateAddresses: 'never' } })).read(source, { signal })
    const stream = efface({ ...options, pool, signal })
    try {
      await writeTo(await storageFor(output), output, async sink => await pipeline(input.stream, stream, sink), { ifVersion: null, signal })
      const { page_count, entities, objects } = await stream.report
      reports.push({ output, pages: page_count, entities: entities.length, objects: objects.length })
    } catch (error) {
      // Events come at least once.
      if (error.code !== 'ERR_OUTPUT_EXISTS') throw error
      reports.push({ output, known: true })
    }
  }
  return reports
}
