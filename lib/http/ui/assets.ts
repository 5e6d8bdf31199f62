import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { packageRoot } from '../../inference/manifest.js'

export interface Asset { type: string, body: Buffer }

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.svg': 'image/svg+xml',
}

/**
 * The page's files by name. They are shipped as they are written, beside package.json, and not built: what one reads is what
 * the browser runs.
 */
export async function loadAssets(token: string): Promise<ReadonlyMap<string, Asset>> {
  const folder = join(packageRoot(), 'lib', 'http', 'ui', 'page')
  const names = (await readdir(folder)).filter(name => extname(name) in TYPES)
  const assets = await Promise.all(names.map(async name => ({ name, type: TYPES[extname(name)]!, body: await readFile(join(folder, name)) })))
  const all = new Map<string, Asset>(assets.map(asset => [asset.name, asset]))
  const index = all.get('index.html')!
  return all.set('index.html', { ...index, body: Buffer.from(index.body.toString('utf8').replace('{{token}}', token)) })
}
