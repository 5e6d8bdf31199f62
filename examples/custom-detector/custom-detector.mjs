// A detector of one's own, in both forms: as an object it runs on this thread, as a module in the workers.
//   node examples/custom-detector/custom-detector.mjs [IN [OUT]]
import { effaceFile, scan } from 'efface'
import red from './red.mjs'

const [input = new URL('../demo/sample.tif', import.meta.url), output = 'clean.tif'] = process.argv.slice(2)
const options = JSON.parse(process.env.EFFACE_OPTIONS ?? '{}')

// As an object: simple, and it may close over anything; but this thread is busy meanwhile.
for await (const { index, objects } of scan(input, { ...options, detectors: [red()] })) {
  for (const { type, x, y, w, h } of objects) console.log(`page ${index + 1}: ${type} at ${x}, ${y}, ${w} x ${h}`)
}

// As a module: options must be plain data, since they cross to the threads. Settings go by label, as for built-in ones.
const detectors = [{ module: new URL('./red.mjs', import.meta.url), options: { least: 50 } }]
const report = await effaceFile(input, output, { ...options, detectors, labels: { STAMP: { method: 'solid', color: '#00aa88', padding: 0 } } })
console.log(`${report.objects.length} painted in ${output}`)
