// What must hold before a version is published: npm run release:check. Writes the bill of materials to dist/efface.cdx.json.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = path => readFileSync(join(root, path), 'utf8')
const manifest = JSON.parse(read('package.json'))
const MOST_MIB = 60

function npm(...args) {
  const [command, first] = process.env.npm_execpath ? [process.execPath, [process.env.npm_execpath]] : ['npm', []]
  const { status, stdout, stderr } = spawnSync(command, [...first, ...args], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 })
  if (status !== 0) throw new Error(`npm ${args[0]}: ${stderr.trim().split('\n').slice(-3).join(' ')}`)
  return JSON.parse(stdout.slice(stdout.search(/[[{]/)))
}

/** Each says what it found, or throws what is wrong. */
const CHECKS = {
  manifest() {
    for (const key of ['name', 'version', 'description', 'license', 'repository', 'homepage', 'bugs', 'engines', 'types']) if (!manifest[key]) throw new Error(`package.json has no ${key}`)
    const targets = Object.values(manifest.exports).flatMap(entry => typeof entry === 'string' ? entry : Object.values(entry))
    const missing = [...targets, ...Object.values(manifest.bin)].filter(path => !existsSync(join(root, path)))
    if (missing.length > 0) throw new Error(`not built: ${missing.join(', ')}`)
    return `${manifest.name} ${manifest.version}, ${targets.length} targets of exports`
  },
  changelog() {
    const text = read('CHANGELOG.md')
    if (!text.includes(manifest.version) && !/^## (Unreleased|Next)/im.test(text)) throw new Error(`CHANGELOG.md says nothing of ${manifest.version}`)
    return 'names the version, or what is unreleased'
  },
  contents() {
    const [{ files, size, unpackedSize }] = npm('pack', '--dry-run', '--ignore-scripts', '--json')
    const paths = files.map(({ path }) => path)
    const wanted = ['README.md', 'LICENSE', 'SECURITY.md', 'CHANGELOG.md', 'models/manifest.json', 'dist/lib/api/index.js', 'dist/lib/api/index.d.ts', 'dist/lib/cli/bin.js', 'dist/workers/worker.js']
    const missing = wanted.filter(path => !paths.includes(path))
    if (missing.length > 0) throw new Error(`missing: ${missing.join(', ')}`)
    const strangers = paths.filter(path => /(^|\/)(test|benchmarks|train|\.ci)\/|\.test\.|(?<!\.d)\.ts$|\.tsbuildinfo$|(^|\/)\.(env|npmrc)/.test(path))
    if (strangers.length > 0) throw new Error(`strangers: ${strangers.slice(0, 5).join(', ')}`)
    if (unpackedSize > MOST_MIB * 2 ** 20) throw new Error(`${Math.round(unpackedSize / 2 ** 20)} MiB, more than ${MOST_MIB}`)
    return `${paths.length} files, ${(size / 2 ** 20).toFixed(1)} MiB packed, ${(unpackedSize / 2 ** 20).toFixed(1)} MiB unpacked`
  },
  weights() {
    const entries = JSON.parse(read('models/manifest.json'))
    for (const { file, sha256, licence } of entries) {
      if (createHash('sha256').update(readFileSync(join(root, 'models/weights', file))).digest('hex') !== sha256) throw new Error(`${file} has another hash`)
      if (!licence) throw new Error(`${file} has no licence`)
    }
    return `${entries.length} files, each with its hash and a licence`
  },
  links() {
    // The package's page resolves these against the repository.
    let count = 0
    for (const page of ['README.md', 'SECURITY.md', 'CHANGELOG.md', 'models/README.md']) {
      for (const [, target] of read(page).matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)) {
        if (/^[a-z]+:/.test(target)) continue
        count++
        if (!existsSync(join(root, dirname(page), target))) throw new Error(`${page} links to ${target}, which is not there`)
      }
    }
    return `${count} links and pictures of the package's pages are there`
  },
  dependencies() {
    const loose = Object.entries(manifest.dependencies).filter(([, range]) => !/^\d/.test(range))
    if (loose.length > 0) throw new Error(`not pinned: ${loose.map(([name]) => name).join(', ')}`)
    return `${Object.keys(manifest.dependencies).length}, all pinned`
  },
  materials() {
    const sbom = npm('sbom', '--sbom-format=cyclonedx', '--omit=dev', '--package-lock-only')
    const components = sbom.components ?? []
    const unlicensed = components.filter(({ licenses }) => !licenses?.length).map(({ name }) => name)
    writeFileSync(join(root, 'dist/efface.cdx.json'), JSON.stringify(sbom, null, 2))
    return `${sbom.bomFormat} ${sbom.specVersion}, ${components.length} components, ${unlicensed.length} that name no licence${unlicensed.length > 0 ? ` (${unlicensed.slice(0, 5).join(', ')})` : ''}: dist/efface.cdx.json`
  },
  provenance() {
    if (manifest.publishConfig?.provenance !== true) throw new Error('publishConfig.provenance is not true')
    const here = process.env.GITHUB_REPOSITORY
    if (here !== undefined && !manifest.repository.url.includes(`github.com/${here}.git`)) throw new Error(`the repository is ${manifest.repository.url}, and this runs in ${here}: npm refuses that`)
    return here === undefined ? 'asked for by publishConfig; only CI with `id-token: write` can give it, so publish there' : `asked for, and this is ${here}`
  },
}

let wrong = 0
for (const [name, check] of Object.entries(CHECKS)) {
  try {
    console.log(`ok    ${name.padEnd(12)} ${check()}`)
  } catch (error) {
    wrong++
    console.log(`WRONG ${name.padEnd(12)} ${error.message}`)
  }
}
process.exitCode = wrong > 0 ? 1 : 0
