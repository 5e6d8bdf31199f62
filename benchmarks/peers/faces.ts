// efface and deface (PyPI, its own command line) on the same pictures, each as its users run it:
//   node dist/benchmarks/peers/faces.js FOLDER [--every n]      FOLDER has gt.jsonl and images/
// Wants python3 and a package index; without them it says so and measures nothing.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import sharp from 'sharp'
import type { Box } from '../../lib/core/types.js'
import { packageRoot } from '../../lib/inference/manifest.js'
import { table } from '../table.js'

const run = promisify(execFile)
const { values: { every }, positionals: [folder] } = parseArgs({ allowPositionals: true, options: { every: { type: 'string', default: '1' } } })

/** Runs a command and says what it took. */
const measured = `import json, resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"code": code, "seconds": used.ru_utime + used.ru_stime, "mebibytes": used.ru_maxrss / 1024}))`

interface Photo { name: string, boxes: Box[] }

/** The pictures as PNG without any black: what is black afterwards was painted. */
async function photosIn(from: string, to: string): Promise<Photo[]> {
  const lines = (await readFile(join(from, 'gt.jsonl'), 'utf8')).trim().split('\n').filter((_, i) => i % Number(every) === 0)
  return await Promise.all(lines.map(async line => {
    const { file, boxes } = JSON.parse(line) as { file: string, boxes: (Box & { label: string })[] }
    const name = `${basename(file).replace(/\W/g, '_')}.png`
    const { data, info } = await sharp(join(from, file)).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
    await sharp(data.map(value => Math.max(8, value)), { raw: info }).png({ compressionLevel: 1 }).toFile(join(to, name))
    return { name, boxes: boxes.filter(({ label }) => label === 'FACE') }
  }))
}

/** Share of painted pixels in a box. */
function paintedShare({ data, width, height }: { data: Uint8Array, width: number, height: number }, { x, y, w, h }: Box): number {
  let painted = 0
  let all = 0
  for (let row = Math.max(0, Math.round(y)); row < Math.min(height, Math.round(y + h)); row++) {
    for (let column = Math.max(0, Math.round(x)); column < Math.min(width, Math.round(x + w)); column++, all++) {
      painted += Number(data[row * width + column] < 4)
    }
  }
  return all === 0 ? 0 : painted / all
}

/** True faces of which 80 % are painted, and the share of the pictures painted outside all true faces, each grown by half its size. */
async function judge(photos: readonly Photo[], painted: (name: string) => string) {
  let [faces, covered, vain, pixels] = [0, 0, 0, 0]
  for (const { name, boxes } of photos) {
    const { data, info: { width, height } } = await sharp(painted(name)).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
    faces += boxes.length
    covered += boxes.filter(box => paintedShare({ data, width, height }, box) >= 0.8).length
    for (const { x, y, w, h } of boxes) {
      for (let row = Math.max(0, Math.floor(y - h / 2)); row < Math.min(height, y + 1.5 * h); row++) {
        data.fill(255, row * width + Math.max(0, Math.floor(x - w / 2)), row * width + Math.min(width, Math.ceil(x + 1.5 * w)))
      }
    }
    pixels += width * height
    for (const value of data) vain += Number(value < 4)
  }
  return { covered: `${(100 * covered / faces).toFixed(1)} % of ${faces}`, 'painted in vain': `${(100 * vain / pixels).toFixed(2)} %` }
}

const work = await mkdtemp(join(tmpdir(), 'efface-peers-'))
try {
  const python = join(work, 'venv', 'bin', 'python')
  const ready = await run('python3', ['-m', 'venv', join(work, 'venv')]).then(() => run(python, ['-m', 'pip', 'install', '-q', 'deface==1.5.0', 'onnx', 'onnxruntime'])).then(() => true, () => false)
  if (!ready) console.log('SKIPPED, nothing was measured: python3 or the package index with deface 1.5.0 is absent')
  else await compare(python)
} finally {
  await rm(work, { recursive: true, force: true })
}

async function compare(python: string): Promise<void> {
  const input = join(work, 'in')
  await mkdir(input)
  const photos = await photosIn(folder, input)
  const files = photos.map(({ name }) => join(input, name))
  const rows: Record<string, string | number>[] = []
  const add = async (name: string, painted: (name: string) => string, ...command: string[]): Promise<void> => {
    const { code, seconds, mebibytes } = JSON.parse((await run(python, ['-c', measured, ...command])).stdout) as { code: number, seconds: number, mebibytes: number }
    if (code !== 0) throw new Error(`${name} ended with ${code}`)
    rows.push({ name, ...await judge(photos, painted), 'CPU s': seconds.toFixed(1), 'peak MiB': mebibytes.toFixed(0) })
  }
  const ours = join(work, 'efface')
  for (const sensitivity of ['standard', 'high']) {
    await add(`efface, sensitivity ${sensitivity}`, name => join(ours, sensitivity, name), process.execPath, join(packageRoot(), 'dist/lib/cli/bin.js'), ...files, '--out-dir', join(ours, sensitivity),
      '--ocr', 'none', '--objects', 'FACE', '--method', 'blackbox', '--sensitivity', sensitivity, '--threads', '1', '-q')
  }
  for (const thresh of ['0.2', '0.3']) {
    await add(`deface 1.5.0, --thresh ${thresh}${thresh === '0.2' ? ' (its default)' : ''}`, name => join(input, name.replace(/\.png$/, '_anonymized.png')),
      join(work, 'venv', 'bin', 'deface'), ...files, '--thresh', thresh, '--replacewith', 'solid')
  }
  table(`Faces of ${folder}: ${photos.length} pictures`, rows)
}
