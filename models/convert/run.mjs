// Makes every converted weight file: `node models/convert/run.mjs`. Each *.convert.mjs beside this file exports
// `files` (the names it makes, below models/weights/converted/) and a default function `({ outDir }) => [{ file, source, licence }]`
// that makes them. Files that are there with the sha256 of models/manifest.json are left alone.
//   --update NAME  makes NAME.convert.mjs anew and takes the sha256 into models/manifest.json (for whoever changes a converter)
import { createHash } from 'node:crypto'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const weights = join(here, '..', 'weights')
const outDir = join(weights, 'converted')
const manifestFile = join(here, '..', 'manifest.json')
const [, updated] = process.argv.join(' ').split(' --update ')

const manifest = JSON.parse(await readFile(manifestFile, 'utf8'))
await mkdir(outDir, { recursive: true })

const sha256 = file => readFile(join(outDir, file)).then(bytes => createHash('sha256').update(bytes).digest('hex'), () => undefined)
const expected = file => manifest.find(entry => entry.file === `converted/${file}`)?.sha256

for (const name of (await readdir(here)).filter(name => name.endsWith('.convert.mjs')).sort()) {
  const update = name === `${updated}.convert.mjs`
  const { files, default: convert } = await import(pathToFileURL(join(here, name)))
  const hashes = files && await Promise.all(files.map(sha256))
  if (!update && files?.every((file, i) => hashes[i] !== undefined && hashes[i] === expected(file))) continue
  for (const { file, kind = '', source, licence, measured = '' } of await convert({ outDir })) {
    const actual = await sha256(file)
    if (update) {
      const at = manifest.findIndex(other => other.file === `converted/${file}`)
      // What runs it and what it finds is said in the manifest alone.
      const { net = '', finds = [] } = manifest[at] ?? {}
      const entry = { file: `converted/${file}`, kind, net, finds, source, licence, sha256: actual, measured, madeBy: `models/convert/${name}` }
      if (at < 0) manifest.push(entry)
      else manifest[at] = { ...entry, measured: measured || manifest[at].measured }
    } else if (actual !== expected(file)) {
      throw new Error(`${name} made ${file} with sha256 ${actual}, models/manifest.json has ${expected(file)}`)
    }
    console.log(`made models/weights/converted/${file}`)
  }
}
if (updated) await writeFile(manifestFile, `${JSON.stringify(manifest, null, 2)}\n`)
