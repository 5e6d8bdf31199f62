// npm run demo: redacts the bundled sample through the whole pipeline and says where the result lies.
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { relative } from 'node:path'
import sharp from 'sharp'
import { effaceFile } from 'efface'

const here = name => fileURLToPath(new URL(name, import.meta.url))
const out = fileURLToPath(new URL('../../demo-output/', import.meta.url))
await mkdir(out, { recursive: true })
const input = here('sample.tif')
const output = `${out}sample.redacted.tif`
const report = await effaceFile(input, output, { report: { text: true } }, frame => {
  console.log(`page ${frame.index + 1}: ${frame.objects} objects, ${frame.entities} entities, ${(frame.ms / 1000).toFixed(1)} s of work`)
})
await writeFile(`${out}report.json`, JSON.stringify(report, null, 2))
for (let page = 0; page < report.page_count; page++) {
  await sharp(output, { page }).toColourspace('srgb').png().toFile(`${out}page-${page + 1}.png`)
}
const show = path => relative(process.cwd(), path)
console.log(`input   ${show(input)}\noutput  ${show(output)} (pages as PNG beside it)\nreport  ${show(`${out}report.json`)}`)
