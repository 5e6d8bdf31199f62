import { existsSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** The one build of Tesseract that is loaded, see text/tesseract.ts. */
const TESSERACT = 'tesseract-core-simd-lstm'

/** Where the package lies that is found from here. */
function folderOf(name: string): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    const at = entry.lastIndexOf(join('node_modules', ...name.split('/')))
    return at < 0 ? undefined : entry.slice(0, at) + join('node_modules', ...name.split('/'))
  } catch {
    return undefined
  }
}

/**
 * Files of installed packages that are never loaded on this platform: onnxruntime's binaries for others, and builds of Tesseract for other processors.
 *
 * @param folders of onnxruntime-node and tesseract.js-core; default: those that efface uses
 */
export async function superfluous(
  { onnxruntime = folderOf('onnxruntime-node'), tesseract = folderOf('tesseract.js-core'), platform = process.platform as string, arch = process.arch as string } = {},
): Promise<string[]> {
  const found: string[] = []
  const binaries = onnxruntime === undefined ? undefined : join(onnxruntime, 'bin')
  // Where this platform's own are not, whatever lies there is not what is known here.
  for (const api of binaries && existsSync(binaries) ? await readdir(binaries) : []) {
    if (!existsSync(join(binaries!, api, platform, arch))) continue
    for (const other of await readdir(join(binaries!, api))) {
      if (other !== platform) found.push(join(binaries!, api, other))
      else for (const its of await readdir(join(binaries!, api, other))) if (its !== arch) found.push(join(binaries!, api, other, its))
    }
  }
  if (tesseract !== undefined && existsSync(join(tesseract, `${TESSERACT}.js`))) {
    for (const name of await readdir(tesseract)) {
      if (name.startsWith('tesseract-core') && ![`${TESSERACT}.js`, `${TESSERACT}.wasm`].includes(name)) found.push(join(tesseract, name))
    }
  }
  return found
}

/** `efface slim`: removes them, or with `dry` only says what would go. */
export async function slim({ dry = false, ...where }: { dry?: boolean } & Parameters<typeof superfluous>[0] = {}): Promise<string> {
  const lines: string[] = []
  let bytes = 0
  for (const path of await superfluous(where)) {
    const size = await sizeOf(path)
    bytes += size
    lines.push(`${(size / 2 ** 20).toFixed(1).padStart(7)} MiB  ${path}`)
    if (!dry) await rm(path, { recursive: true, force: true })
  }
  const sum = `${(bytes / 2 ** 20).toFixed(1)} MiB ${dry ? 'would be' : 'are'} freed`
  return `${[...lines, lines.length === 0 ? 'Nothing lies here that this platform does not load' : sum].join('\n')}\n`
}

async function sizeOf(path: string): Promise<number> {
  const info = await stat(path)
  if (!info.isDirectory()) return info.size
  let sum = 0
  for (const name of await readdir(path)) sum += await sizeOf(join(path, name))
  return sum
}
