import { statfs } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { availableParallelism, freemem, tmpdir, totalmem } from 'node:os'
import sharp from 'sharp'
import { createPool } from '../../workers/pool.js'
import { effaceBuffer } from '../api/efface.js'
import { privateFolder } from '../core/temporary.js'
import { listModels, loadModel, packageRoot } from '../inference/manifest.js'
import { listProviders } from '../inference/onnxruntime.js'
import { installedLanguages } from '../text/tesseract.js'
import { describe } from '../api/failures.js'
import { columns } from './wrap.js'

/** One thing that was looked at. */
export interface Finding { what: string, ok: boolean, about: string }

/** Each says what it found; what it throws is wrong. */
type Look = () => Promise<string> | string

const MIB = 2 ** 20
const mib = (bytes: number): string => `${Math.round(bytes / MIB).toLocaleString('en')} MiB`

/** What efface takes for pages of a scan with everything on, two workers: docs/memory-and-threads.md. */
const WANTED = 1024 * MIB

/** What is looked at, in order. */
const LOOKS: Readonly<Record<string, Look>> = {
  node() {
    const require = createRequire(import.meta.url)
    const { version, engines } = require(`${packageRoot()}/package.json`) as { version: string, engines: { node: string } }
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
    const [leastMajor = 0, leastMinor = 0] = engines.node.replace('>=', '').split('.').map(Number)
    if (major < leastMajor || (major === leastMajor && minor < leastMinor)) throw new Error(`Node ${process.versions.node}: efface ${version} needs ${engines.node}`)
    return `efface ${version} on Node ${process.versions.node}, ${process.platform} ${process.arch}`
  },
  async models() {
    const models = await listModels()
    let bytes = 0
    for (const { file } of models) bytes += (await loadModel(file)).length
    return `${models.length} files, ${mib(bytes)}, each as the manifest says`
  },
  engines: () => `paddle; tesseract: ${installedLanguages().join(', ') || 'no language (npm install @tesseract.js-data/eng)'}`,
  providers: () => `${listProviders().join(', ')} (--providers; cpu alone where nothing is said)`,
  images: () => `sharp ${sharp.versions.sharp}, libvips ${sharp.versions.vips}`,
  threads: () => `${availableParallelism()} processors; ${Math.min(8, availableParallelism())} worker threads where nothing is said`,
  memory() {
    // constrainedMemory() is what a container may take; 0, or more than there is, where nothing constrains.
    const limit = process.constrainedMemory()
    const bound = limit > 0 && limit < totalmem() ? `; this process may take ${mib(limit)}` : ''
    const about = `${mib(totalmem())}, ${mib(freemem())} free${bound}`
    if (Math.min(totalmem(), limit > 0 ? limit : Infinity) < WANTED) throw new Error(`${about}: less than the ${mib(WANTED)} that scans take with two threads; --threads 1 takes less`)
    return about
  },
  async temporary() {
    await privateFolder()
    const { bavail, bsize } = await statfs(tmpdir())
    return `${tmpdir()}, ${mib(bavail * bsize)} free; large inputs lie there while they are worked on, encrypted`
  },
  async redacting() {
    const picture = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#fff' } }).png().toBuffer()
    const pool = createPool({ threads: 1 })
    try {
      const start = performance.now()
      const { report } = await effaceBuffer(picture, { pool })
      return `an empty page in ${((performance.now() - start) / 1000).toFixed(1)} s, models loaded; ${report.models.length} weight files were at work`
    } finally {
      await pool.close()
    }
  },
}

/** `efface doctor`: whether all that redaction needs is there. */
export async function doctor(looks = LOOKS): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const [what, look] of Object.entries(looks)) {
    try {
      findings.push({ what, ok: true, about: await look() })
    } catch (error) {
      findings.push({ what, ok: false, about: describe(error) })
    }
  }
  return findings
}

export function doctorText(findings: readonly Finding[], { json, width }: { json?: boolean, width: number }): string {
  if (json) return `${JSON.stringify(findings, null, 2)}\n`
  const wrong = findings.filter(({ ok }) => !ok)
  return `${columns(findings.map(({ what, ok, about }) => [`${ok ? 'ok   ' : 'WRONG'} ${what}`, about]), width)}\n\n${wrong.length === 0 ? 'All is there.' : `Wrong: ${wrong.map(({ what }) => what).join(', ')}`}\n`
}
