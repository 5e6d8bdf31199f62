import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { FORMATS, formatTitles, type FormatInfo } from '../../core/formats.js'
import { METHODS } from '../../core/methods.js'
import { packageRoot } from '../../inference/manifest.js'
import { labelGroups } from '../../paint/label-groups.js'
import { choices } from './page-options.js'
import type { PageTables } from './wire.js'

export interface Asset { type: string, body: Buffer }

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.svg': 'image/svg+xml',
}

const infos: readonly FormatInfo[] = Object.values(FORMATS)

const tables: PageTables = {
  methods: METHODS, extensions: Object.fromEntries(infos.map(({ types, extensions }) => [types[0], `.${extensions[0]}`])), groups: labelGroups, choices,
}

/** For the file chooser: systems that know no type for an extension are told the extension. */
const accepted = infos.flatMap(({ types, extensions }) => [types[0], ...extensions.map(extension => `.${extension}`)])

const escaped = (text: string): string => text.replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`)

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
  const fields: Record<string, string> = { token, tables: JSON.stringify(tables), titles: formatTitles, accept: accepted.join() }
  const text = index.body.toString('utf8').replace(/\{\{(\w+)\}\}/g, (_, name: string) => escaped(fields[name]!))
  return all.set('index.html', { ...index, body: Buffer.from(text) })
}
